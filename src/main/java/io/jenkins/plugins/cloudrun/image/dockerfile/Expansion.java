package io.jenkins.plugins.cloudrun.image.dockerfile;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Replaces variables and takes away quotes and escapes, as BuildKit does: {@code $x}, {@code ${x}},
 * and with the value's presence {@code ${x:-word}}, {@code ${x:+word}}, {@code ${x:?word}} (without
 * the colon an empty value counts as present), {@code ${x#pattern}}, {@code ${x##pattern}}, {@code
 * ${x%pattern}}, {@code ${x%%pattern}}, {@code ${x/pattern/word}}, {@code ${x//pattern/word}}. A
 * variable that is not set is empty text.
 */
final class Expansion {
  private final char escape;
  private final Map<String, String> variables;
  private final boolean quotes;

  private Expansion(char escape, Map<String, String> variables, boolean quotes) {
    this.escape = escape;
    this.variables = variables;
    this.quotes = quotes;
  }

  /** One word; blanks in values stay. */
  static String word(String text, char escape, Map<String, String> variables) {
    return new Expansion(escape, variables, true).new Scan(text).upTo('\0', false).text();
  }

  /** Cut at blanks, those of values included, unless they are quoted. */
  static List<String> words(String text, char escape, Map<String, String> variables) {
    return new Expansion(escape, variables, true).new Scan(text).upTo('\0', false).words();
  }

  /** In a here-document: quotes stay. */
  static String heredoc(String text, Map<String, String> variables) {
    return new Expansion('\\', variables, false).new Scan(text).upTo('\0', false).text();
  }

  /** What has been read of a text, whole and in words. */
  private static final class Result {
    private final StringBuilder text = new StringBuilder();
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();

    void raw(String piece) {
      text.append(piece);
      word.append(piece);
    }

    void split(String piece) {
      text.append(piece);
      for (int i = 0; i < piece.length(); i++) {
        if (Character.isWhitespace(piece.charAt(i))) {
          endWord();
        } else {
          word.append(piece.charAt(i));
        }
      }
    }

    private void endWord() {
      if (!word.isEmpty()) {
        words.add(word.toString());
        word.setLength(0);
      }
    }

    String text() {
      return text.toString();
    }

    List<String> words() {
      endWord();
      return words;
    }
  }

  private final class Scan {
    private final String text;
    private int at;

    Scan(String text) {
      this.text = text;
    }

    /**
     * @param stop ends it and is skipped; 0 for the end of the text
     * @param keepEscapes for patterns, in which they mean something
     */
    Result upTo(char stop, boolean keepEscapes) {
      Result result = new Result();
      while (at < text.length()) {
        char c = text.charAt(at);
        if (stop != 0 && c == stop) {
          at++;
          return result;
        }
        if (c == '$') {
          result.split(dollar());
        } else if (quotes && c == '\'') {
          result.raw(single());
        } else if (quotes && c == '"') {
          result.raw(doubled(keepEscapes));
        } else if (c == escape) {
          if (keepEscapes) {
            result.raw(String.valueOf(c));
          }
          at++;
          if (at < text.length()) {
            result.raw(String.valueOf(text.charAt(at++)));
          }
        } else {
          at++;
          result.split(String.valueOf(c));
        }
      }
      if (stop != 0) {
        throw bad("a '" + stop + "' is missing");
      }
      return result;
    }

    private String single() {
      int end = text.indexOf('\'', at + 1);
      if (end < 0) {
        throw bad("a single quote is not closed");
      }
      String quoted = text.substring(at + 1, end);
      at = end + 1;
      return quoted;
    }

    private String doubled(boolean keepEscapes) {
      StringBuilder out = new StringBuilder();
      at++;
      while (at < text.length()) {
        char c = text.charAt(at);
        if (c == '"') {
          at++;
          return out.toString();
        }
        if (c == '$') {
          out.append(dollar());
          continue;
        }
        at++;
        if (c == escape && at < text.length()) {
          char next = text.charAt(at);
          if (keepEscapes) {
            out.append(c);
          }
          if (next == '"' || next == '$' || next == escape) {
            c = next;
            at++;
          } else if (keepEscapes) {
            continue;
          }
        }
        out.append(c);
      }
      throw bad("a double quote is not closed");
    }

    private String dollar() {
      at++;
      if (at >= text.length() || text.charAt(at) != '{') {
        String name = name();
        return name.isEmpty() ? "$" : value(name).orElse("");
      }
      at++;
      String name = name();
      if (name.isEmpty() || at >= text.length()) {
        throw bad("'${' needs a name and a '}'");
      }
      char operator = text.charAt(at++);
      Optional<String> value = value(name);
      boolean colon = operator == ':';
      if (colon) {
        value = value.filter(v -> !v.isEmpty());
        operator = at < text.length() ? text.charAt(at++) : ' ';
      }
      switch (operator) {
        case '}' -> {
          if (!colon) {
            return value.orElse("");
          }
        }
        case '-' -> {
          String word = upTo('}', false).text();
          return value.orElse(word);
        }
        case '+' -> {
          String word = upTo('}', false).text();
          return value.isPresent() ? word : "";
        }
        case '?' -> {
          String word = upTo('}', false).text();
          return value.orElseThrow(
              () -> bad(name + ": " + (word.isEmpty() ? "has no value" : word)));
        }
        case '#', '%' -> {
          if (!colon) {
            return trimmed(operator, value.orElse(""));
          }
        }
        case '/' -> {
          if (!colon) {
            return replaced(value.orElse(""));
          }
        }
        default -> {}
      }
      throw bad(
          "'${"
              + name
              + (colon ? ":" : "")
              + operator
              + "' is not known: allowed are :- :+ :? - + ? # ## % %% / //");
    }

    private String trimmed(char operator, String value) {
      boolean longest = at < text.length() && text.charAt(at) == operator;
      if (longest) {
        at++;
      }
      ShellPattern pattern = new ShellPattern(upTo('}', true).text());
      return operator == '#'
          ? pattern.withoutStart(value, longest)
          : pattern.withoutEnd(value, longest);
    }

    private String replaced(String value) {
      boolean all = at < text.length() && text.charAt(at) == '/';
      if (all) {
        at++;
      }
      ShellPattern pattern = new ShellPattern(upTo('/', true).text());
      return pattern.replace(value, upTo('}', false).text(), all);
    }

    /** A name, a number, or one of the shell's special characters. */
    private String name() {
      int start = at;
      if (at < text.length() && Character.isDigit(text.charAt(at))) {
        while (at < text.length() && Character.isDigit(text.charAt(at))) {
          at++;
        }
      } else if (at < text.length() && "@*#?-$!".indexOf(text.charAt(at)) >= 0) {
        at++;
      } else {
        while (at < text.length()
            && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
          at++;
        }
      }
      return text.substring(start, at);
    }

    private Optional<String> value(String name) {
      return Optional.ofNullable(variables.get(name));
    }

    private InvalidValueException bad(String why) {
      return new InvalidValueException("'" + text + "' cannot be read: " + why + ".");
    }
  }
}
