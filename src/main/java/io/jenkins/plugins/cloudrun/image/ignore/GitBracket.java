package io.jenkins.plugins.cloudrun.image.ignore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * One bracket expression of a git pattern, such as {@code [!a-z[:digit:]_]}.
 *
 * @param end index behind the closing bracket; -1 if there is none, which matches nothing
 */
record GitBracket(boolean negated, List<IntPredicate> members, int end) {
  private static final GitBracket BROKEN = new GitBracket(false, List.of(), -1);

  boolean includes(int c) {
    return members.stream().anyMatch(member -> member.test(c)) != negated;
  }

  static GitBracket parse(String pattern, int open) {
    int at = open + 1;
    boolean negated = at < pattern.length() && "!^".indexOf(pattern.charAt(at)) >= 0;
    if (negated) {
      at++;
    }
    List<IntPredicate> members = new ArrayList<>();
    int previous = -1;
    for (boolean first = true; at < pattern.length(); first = false) {
      char c = pattern.charAt(at);
      if (c == ']' && !first) {
        return new GitBracket(negated, members, at + 1);
      }
      if (c == '[' && pattern.startsWith(":", at + 1)) {
        int close = pattern.indexOf(']', at + 2);
        if (close < 0) {
          return BROKEN;
        }
        if (close > at + 2 && pattern.charAt(close - 1) == ':') {
          Optional<IntPredicate> posix = posix(pattern.substring(at + 2, close - 1));
          if (posix.isEmpty()) {
            return BROKEN;
          }
          members.add(posix.get());
          at = close + 1;
          previous = -1;
          continue;
        }
      }
      if (c == '-' && previous >= 0 && at + 1 < pattern.length() && pattern.charAt(at + 1) != ']') {
        int high = at + 1;
        if (pattern.charAt(high) == '\\' && ++high >= pattern.length()) {
          return BROKEN;
        }
        int from = previous;
        int to = pattern.charAt(high);
        members.add(x -> from <= x && x <= to);
        previous = -1;
        at = high + 1;
        continue;
      }
      if (c == '\\' && ++at >= pattern.length()) {
        return BROKEN;
      }
      int same = pattern.charAt(at);
      members.add(x -> x == same);
      previous = same;
      at++;
    }
    return BROKEN;
  }

  private static Optional<IntPredicate> posix(String name) {
    IntPredicate letter = c -> (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    IntPredicate digit = c -> c >= '0' && c <= '9';
    IntPredicate graphic = c -> c > 32 && c < 127;
    return Optional.ofNullable(
        switch (name) {
          case "alpha" -> letter;
          case "digit" -> digit;
          case "alnum" -> letter.or(digit);
          case "upper" -> (IntPredicate) c -> c >= 'A' && c <= 'Z';
          case "lower" -> (IntPredicate) c -> c >= 'a' && c <= 'z';
          case "space" -> (IntPredicate) c -> c == ' ' || (c >= 9 && c <= 13);
          case "blank" -> (IntPredicate) c -> c == ' ' || c == '\t';
          case "punct" -> graphic.and(letter.or(digit).negate());
          case "graph" -> graphic;
          case "print" -> (IntPredicate) c -> c >= 32 && c < 127;
          case "cntrl" -> (IntPredicate) c -> c < 32 || c == 127;
          case "xdigit" -> digit.or(c -> "abcdefABCDEF".indexOf(c) >= 0);
          default -> null;
        });
  }
}
