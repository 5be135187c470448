package io.jenkins.plugins.cloudrun.localrun;

import io.jenkins.plugins.cloudrun.localrun.Token.Kind;
import java.util.List;
import java.util.Set;

/** The words of a Jenkinsfile, read one after the other. */
final class Words {
  private static final Set<String> REFUSED =
      Set.of(
          "if",
          "else",
          "for",
          "while",
          "switch",
          "try",
          "catch",
          "finally",
          "return",
          "throw",
          "new",
          "class",
          "import",
          "package",
          "assert",
          "in",
          "instanceof");

  private final List<Token> tokens;
  private int at;

  Words(List<Token> tokens) {
    this.tokens = tokens;
  }

  /** The word that comes next; stays there. */
  Token peek() {
    return tokens.get(at);
  }

  /** The word after {@link #peek}. */
  Token peekSecond() {
    return tokens.get(Math.min(at + 1, tokens.size() - 1));
  }

  Token next() {
    Token token = peek();
    if (token.kind() != Kind.END) {
      at++;
    }
    return token;
  }

  /** Steps over {@code sign} if it comes next. */
  boolean take(String sign) {
    if (peek().sign(sign)) {
      at++;
      return true;
    }
    return false;
  }

  String name() {
    Token token = peek();
    if (token.kind() != Kind.NAME) {
      throw unexpected();
    }
    if (REFUSED.contains(token.text())) {
      throw new ScriptException(
          token.place(), "'" + token.text() + "' is not among what the local run understands");
    }
    at++;
    return token.text();
  }

  /** Steps over {@code sign}, also when it stands on a later line. */
  void close(String sign) {
    skipNewlines();
    if (!take(sign)) {
      throw unexpected();
    }
  }

  void end() {
    if (peek().kind() != Kind.END) {
      throw unexpected();
    }
  }

  void skipNewlines() {
    while (peek().kind() == Kind.NEWLINE) {
      at++;
    }
  }

  void skipSeparators() {
    while (peek().kind() == Kind.NEWLINE || peek().sign(";")) {
      at++;
    }
  }

  ScriptException unexpected() {
    return new ScriptException(peek().place(), peek().shown() + " was not expected here");
  }
}
