package io.jenkins.plugins.cloudrun.image.lint;

import java.util.ArrayList;
import java.util.List;

/**
 * A simple command of a shell line: as much of the shell's grammar as advice needs. Substitutions
 * and redirections stay as they are written.
 *
 * @param words quotes removed; assignments before the command are left out
 * @param pipedInto whether it reads what another command writes
 */
public record ShellCommand(List<String> words, boolean pipedInto) {
  public ShellCommand {
    words = List.copyOf(words);
  }

  /** The commands of a text, whatever stands between them: {@code ;}, {@code &&}, {@code |}, … */
  public static List<ShellCommand> of(String text) {
    List<ShellCommand> commands = new ArrayList<>();
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean started = false;
    boolean piped = false;
    char quote = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : '\n';
      if (quote != 0 && i < text.length()) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '\'' || c == '"') {
        quote = c;
        started = true;
      } else if (c == '\\' && i + 1 < text.length()) {
        i++;
        if (text.charAt(i) != '\n') {
          word.append(text.charAt(i));
          started = true;
        }
      } else if (c == '#' && !started && word.isEmpty()) {
        while (i + 1 < text.length() && text.charAt(i + 1) != '\n') {
          i++;
        }
      } else if (Character.isWhitespace(c) || ";&|(){}".indexOf(c) >= 0 && !isPartOf(c, word)) {
        if (started || !word.isEmpty()) {
          words.add(word.toString());
          word.setLength(0);
          started = false;
        }
        if (c == '\n' || ";&|()".indexOf(c) >= 0) {
          add(commands, words, piped);
          boolean or = c == '|' && i + 1 < text.length() && text.charAt(i + 1) == '|';
          piped = c == '|' && !or;
          if (or) {
            i++;
          }
        }
      } else {
        word.append(c);
      }
    }
    return commands;
  }

  /** Braces and parentheses of substitutions belong to their word. */
  private static boolean isPartOf(char c, StringBuilder word) {
    return (c == '{' || c == '}') && !word.isEmpty() || c == '(' && word.toString().endsWith("$");
  }

  private static void add(List<ShellCommand> commands, List<String> words, boolean piped) {
    int first = 0;
    while (first < words.size() && isPrefix(words.get(first))) {
      first++;
    }
    if (first < words.size()) {
      commands.add(new ShellCommand(words.subList(first, words.size()), piped));
    }
    words.clear();
  }

  private static boolean isPrefix(String word) {
    return word.matches("[A-Za-z_][A-Za-z0-9_]*=.*|if|then|else|do|while|!|time|env");
  }

  /** The program, without its folder. */
  public String program() {
    String first = words.get(0);
    return first.substring(first.lastIndexOf('/') + 1);
  }

  /**
   * Whether it is one of these programs with this as one of its first words that are no options.
   */
  public boolean runs(String program, String... actions) {
    if (!program().equals(program)) {
      return false;
    }
    List<String> plain = words.stream().skip(1).filter(w -> !w.startsWith("-")).limit(2).toList();
    return actions.length == 0 || List.of(actions).stream().anyMatch(plain::contains);
  }

  public boolean has(String... options) {
    return List.of(options).stream().anyMatch(words::contains);
  }
}
