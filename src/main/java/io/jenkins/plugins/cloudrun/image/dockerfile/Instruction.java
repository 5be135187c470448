package io.jenkins.plugins.cloudrun.image.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One instruction, variables not expanded and quotes in place.
 *
 * @param keyword which
 * @param flags by name without the dashes, such as {@code from}; a flag that was given twice has
 *     two values, one without a value has an empty one
 * @param words what follows the flags. Of the JSON form its strings; of the shell form of {@code
 *     RUN}, {@code CMD}, {@code ENTRYPOINT} one text; of {@code ENV}, {@code LABEL} and {@code ARG}
 *     a {@code NAME=VALUE} each; of {@code HEALTHCHECK} {@code NONE}, or {@code CMD} and what
 *     follows it; else the words between blanks
 * @param json whether the JSON form was used
 * @param argument all that follows the flags, continued lines joined
 * @param heredocs in the order in which they are named
 * @param trigger of {@code ONBUILD}
 * @param line of the keyword, from 1
 * @param lastLine the last one that belongs to it
 * @param text continued lines joined, comments left out, here-documents left out
 */
public record Instruction(
    Keyword keyword,
    Map<String, List<String>> flags,
    List<String> words,
    boolean json,
    String argument,
    List<Heredoc> heredocs,
    Optional<Instruction> trigger,
    int line,
    int lastLine,
    String text) {
  /** A name and what it is set to; an {@code ARG} may have no value. */
  public record Pair(String name, Optional<String> value) {}

  /** The value of a flag that may stand once. */
  public Optional<String> flag(String name) {
    List<String> values = flags.getOrDefault(name, List.of());
    return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() - 1));
  }

  /** Whether a flag is there and not {@code =false}. */
  public boolean isSet(String name) {
    return flag(name).map(value -> !value.toLowerCase(Locale.ROOT).equals("false")).orElse(false);
  }

  /** Of {@code ENV}, {@code LABEL} and {@code ARG}. */
  public List<Pair> pairs() {
    List<Pair> pairs = new ArrayList<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      pairs.add(
          equals < 0
              ? new Pair(word, Optional.empty())
              : new Pair(word.substring(0, equals), Optional.of(word.substring(equals + 1))));
    }
    return pairs;
  }
}
