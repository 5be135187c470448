package io.jenkins.plugins.cloudrun.localrun;

import io.jenkins.plugins.cloudrun.localrun.Token.Kind;
import io.jenkins.plugins.cloudrun.localrun.Token.Part;
import java.util.ArrayList;
import java.util.List;

/** Cuts a Jenkinsfile into words. */
final class Tokenizer {
  private static final List<String> SIGNS =
      List.of("?:", "?.", "{", "}", "(", ")", "[", "]", ",", ":", ".", "=", "+", ";");

  private final String file;
  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line;
  private boolean spaced;

  private Tokenizer(String file, String source, int line) {
    this.file = file;
    this.source = source;
    this.line = line;
  }

  /** The words of {@code source}, whose first line is {@code line} of {@code file}. */
  static List<Token> tokens(String file, String source, int line) {
    return new Tokenizer(file, source.replace("\r\n", "\n"), line).all();
  }

  private List<Token> all() {
    while (at < source.length()) {
      char c = source.charAt(at);
      if (c == '\n') {
        add(Kind.NEWLINE, "");
        at++;
        line++;
      } else if (Character.isWhitespace(c)) {
        at++;
        spaced = true;
      } else if (source.startsWith("//", at) || (at == 0 && source.startsWith("#!"))) {
        at = until("\n");
      } else if (source.startsWith("/*", at)) {
        comment();
      } else if (c == '\'' || c == '"') {
        text(c);
      } else if (Character.isJavaIdentifierStart(c)) {
        add(Kind.NAME, run(Character::isJavaIdentifierPart));
      } else if (Character.isDigit(c)) {
        add(Kind.NUMBER, run(Character::isDigit));
      } else {
        sign();
      }
    }
    add(Kind.END, "");
    return tokens;
  }

  private void sign() {
    for (String sign : SIGNS) {
      if (source.startsWith(sign, at)) {
        add(Kind.SIGN, sign);
        at += sign.length();
        return;
      }
    }
    throw refuse("'" + source.charAt(at) + "' is not among what the local run understands");
  }

  private String run(java.util.function.IntPredicate part) {
    int from = at;
    int end = at;
    while (end < source.length() && part.test(source.charAt(end))) {
      end++;
    }
    at = end;
    return source.substring(from, end);
  }

  private void comment() {
    int end = source.indexOf("*/", at + 2);
    if (end < 0) {
      throw refuse("the comment is not closed");
    }
    line += (int) source.substring(at, end).chars().filter(c -> c == '\n').count();
    at = end + 2;
    spaced = true;
  }

  private int until(String mark) {
    int end = source.indexOf(mark, at);
    return end < 0 ? source.length() : end;
  }

  private void text(char quote) {
    String three = String.valueOf(quote).repeat(3);
    String close = source.startsWith(three, at) ? three : String.valueOf(quote);
    Place begin = place();
    boolean before = spaced;
    at += close.length();
    List<Part> parts = new ArrayList<>();
    StringBuilder plain = new StringBuilder();
    while (!source.startsWith(close, at)) {
      if (at >= source.length() || (source.charAt(at) == '\n' && close.length() == 1)) {
        throw new ScriptException(begin, "the text is not closed");
      }
      char c = source.charAt(at);
      if (c == '\n') {
        line++;
      }
      if (c == '\\') {
        plain.append(escaped());
      } else if (c == '$' && quote == '"') {
        Part code = value();
        parts.add(new Part(false, plain.toString(), begin));
        plain.setLength(0);
        parts.add(code);
      } else {
        plain.append(c);
        at++;
      }
    }
    at += close.length();
    if (parts.isEmpty()) {
      tokens.add(new Token(Kind.TEXT, plain.toString(), List.of(), begin, before));
    } else {
      parts.add(new Part(false, plain.toString(), begin));
      tokens.add(new Token(Kind.TEMPLATE, "", List.copyOf(parts), begin, before));
    }
    spaced = false;
  }

  private String escaped() {
    char c = at + 1 < source.length() ? source.charAt(at + 1) : ' ';
    at += 2;
    return switch (c) {
      case 'n' -> "\n";
      case 't' -> "\t";
      case '\\', '\'', '"', '$' -> String.valueOf(c);
      case '\n' -> {
        line++;
        yield "";
      }
      default -> throw refuse("'\\" + c + "' in a text is not understood by the local run");
    };
  }

  /** {@code ${expression}} or {@code $name.name} in a text. */
  private Part value() {
    Place here = place();
    at++;
    if (source.startsWith("{", at)) {
      int depth = 0;
      int from = at + 1;
      for (int i = at; i < source.length(); i++) {
        char c = source.charAt(i);
        depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        if (depth == 0) {
          at = i + 1;
          return new Part(true, source.substring(from, i), here);
        }
      }
      throw refuse("'${' is not closed");
    }
    String name = run(c -> Character.isJavaIdentifierPart(c) || c == '.');
    if (name.isEmpty() || name.endsWith(".")) {
      throw refuse("a '$' in double quotes needs a name, or a '\\' before it");
    }
    return new Part(true, name, here);
  }

  private void add(Kind kind, String text) {
    tokens.add(new Token(kind, text, List.of(), place(), spaced));
    spaced = false;
  }

  private Place place() {
    return new Place(file, line);
  }

  private ScriptException refuse(String message) {
    return new ScriptException(place(), message);
  }
}
