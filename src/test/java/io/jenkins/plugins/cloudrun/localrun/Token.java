package io.jenkins.plugins.cloudrun.localrun;

import java.util.List;

/**
 * A word of a Jenkinsfile.
 *
 * @param text the name, the sign, the digits or, of a text without values in it, its content
 * @param parts of a text with {@code ${values}} in it, in order
 * @param spaced whether white space stands before it: {@code a [b]} is a call, {@code a[b]} is not
 */
record Token(Kind kind, String text, List<Part> parts, Place place, boolean spaced) {
  enum Kind {
    NAME,
    NUMBER,
    TEXT,
    TEMPLATE,
    SIGN,
    NEWLINE,
    END
  }

  /**
   * A piece of a text in double quotes.
   *
   * @param code whether {@code text} is an expression, else it is itself
   */
  record Part(boolean code, String text, Place place) {}

  boolean is(Kind other, String content) {
    return kind == other && text.equals(content);
  }

  boolean sign(String content) {
    return is(Kind.SIGN, content);
  }

  String shown() {
    return switch (kind) {
      case END -> "the end of the file";
      case NEWLINE -> "the end of the line";
      case TEXT, TEMPLATE -> "a text";
      default -> "'" + text + "'";
    };
  }
}
