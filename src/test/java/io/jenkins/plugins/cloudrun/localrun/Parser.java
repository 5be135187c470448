package io.jenkins.plugins.cloudrun.localrun;

import io.jenkins.plugins.cloudrun.localrun.Expression.Call;
import io.jenkins.plugins.cloudrun.localrun.Expression.Named;
import io.jenkins.plugins.cloudrun.localrun.Token.Kind;
import io.jenkins.plugins.cloudrun.localrun.Token.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the part of Groovy that Jenkinsfiles with this plugin's steps need; refuses the rest. */
final class Parser {
  private final Words words;

  private Parser(List<Token> tokens) {
    this.words = new Words(tokens);
  }

  static List<Statement> parse(String file, String source) {
    Parser parser = new Parser(Tokenizer.tokens(file, source, 1));
    List<Statement> statements = parser.statements();
    parser.words.end();
    return statements;
  }

  private List<Statement> statements() {
    List<Statement> statements = new ArrayList<>();
    words.skipSeparators();
    while (words.peek().kind() != Kind.END && !words.peek().sign("}")) {
      statements.add(statement());
      if (words.peek().kind() != Kind.END && !words.peek().sign("}")) {
        if (words.peek().kind() != Kind.NEWLINE && !words.peek().sign(";")) {
          throw words.unexpected();
        }
        words.skipSeparators();
      }
    }
    return List.copyOf(statements);
  }

  private Statement statement() {
    Place place = words.peek().place();
    if (words.peek().is(Kind.NAME, "def")) {
      words.next();
      String name = words.name();
      return new Statement.Define(
          name, words.take("=") ? Optional.of(afterSign()) : Optional.empty(), place);
    }
    if (words.peek().kind() == Kind.NAME && words.peekSecond().sign("=")) {
      String name = words.name();
      words.next();
      return new Statement.Assign(name, afterSign(), place);
    }
    Expression expression = expression();
    if (expression instanceof Expression.Name name && beginsArgument()) {
      expression = command(name);
    }
    return new Statement.Evaluate(expression, place);
  }

  private Expression afterSign() {
    words.skipNewlines();
    return expression();
  }

  /** A call without parentheses: {@code echo 'x'}, {@code agent any}. */
  private Call command(Expression.Name name) {
    List<Expression> arguments = new ArrayList<>();
    List<Named> named = new ArrayList<>();
    do {
      words.skipNewlines();
      argument(arguments, named);
    } while (words.take(","));
    return new Call(name.name(), List.copyOf(arguments), List.copyOf(named), body(), name.place());
  }

  private boolean beginsArgument() {
    return switch (words.peek().kind()) {
      case NAME, NUMBER, TEXT, TEMPLATE -> true;
      case SIGN -> words.peek().sign("[") && words.peek().spaced();
      default -> false;
    };
  }

  private Expression expression() {
    Expression left = sum();
    if (words.take("?:")) {
      return new Expression.Elvis(left, afterSign(), left.place());
    }
    return left;
  }

  private Expression sum() {
    Expression left = postfix();
    while (words.take("+")) {
      words.skipNewlines();
      left = new Expression.Plus(left, postfix(), left.place());
    }
    return left;
  }

  private Expression postfix() {
    Expression value = primary();
    while (true) {
      Place place = words.peek().place();
      if (words.peek().sign(".") || words.peek().sign("?.")) {
        boolean safe = words.peek().sign("?.");
        words.next();
        String name = words.name();
        if (words.peek().sign("(")) {
          throw new ScriptException(
              place, "the local run calls no methods of values: '" + name + "'");
        }
        value = new Expression.Property(value, name, safe, place);
      } else if (words.peek().sign("[") && !words.peek().spaced()) {
        words.next();
        value = new Expression.Index(value, expression(), place);
        words.close("]");
      } else {
        return value;
      }
    }
  }

  private Expression primary() {
    Token token = words.peek();
    Place place = token.place();
    switch (token.kind()) {
      case TEXT -> {
        words.next();
        return new Expression.Literal(Optional.of(token.text()), place);
      }
      case NUMBER -> {
        words.next();
        return new Expression.Literal(Optional.of(number(token)), place);
      }
      case TEMPLATE -> {
        words.next();
        return new Expression.Template(token.parts().stream().map(Parser::part).toList(), place);
      }
      case NAME -> {
        return named();
      }
      case SIGN -> {
        if (words.take("[")) {
          return collection(place);
        }
        if (words.take("(")) {
          Expression inner = afterSign();
          words.skipNewlines();
          words.close(")");
          return inner;
        }
      }
      default -> {}
    }
    throw words.unexpected();
  }

  private static Integer number(Token token) {
    try {
      return Integer.valueOf(token.text());
    } catch (NumberFormatException e) {
      throw new ScriptException(token.place(), token.text() + " is too large a number", e);
    }
  }

  private static Expression part(Part part) {
    if (!part.code()) {
      return new Expression.Literal(Optional.of(part.text()), part.place());
    }
    Parser inner =
        new Parser(Tokenizer.tokens(part.place().file(), part.text(), part.place().line()));
    Expression value = inner.expression();
    inner.words.end();
    return value;
  }

  private Expression named() {
    Place place = words.peek().place();
    String name = words.name();
    switch (name) {
      case "true", "false" -> {
        return new Expression.Literal(Optional.of(Boolean.valueOf(name)), place);
      }
      case "null" -> {
        return new Expression.Literal(Optional.empty(), place);
      }
      default -> {}
    }
    List<Expression> arguments = new ArrayList<>();
    List<Named> named = new ArrayList<>();
    boolean parentheses = words.peek().sign("(") && !words.peek().spaced();
    if (parentheses) {
      words.next();
      words.skipNewlines();
      while (!words.peek().sign(")")) {
        argument(arguments, named);
        words.skipNewlines();
        if (!words.take(",")) {
          break;
        }
        words.skipNewlines();
      }
      words.close(")");
    }
    Optional<List<Statement>> body = body();
    return parentheses || body.isPresent()
        ? new Call(name, List.copyOf(arguments), List.copyOf(named), body, place)
        : new Expression.Name(name, place);
  }

  private void argument(List<Expression> arguments, List<Named> named) {
    if (words.peek().kind() == Kind.NAME && words.peekSecond().sign(":")) {
      String name = words.name();
      words.next();
      named.add(new Named(name, afterSign()));
    } else {
      arguments.add(expression());
    }
  }

  private Optional<List<Statement>> body() {
    if (!words.take("{")) {
      return Optional.empty();
    }
    List<Statement> statements = statements();
    words.close("}");
    return Optional.of(statements);
  }

  /** What follows {@code [}: a list, or a map when its first item has a colon. */
  private Expression collection(Place place) {
    words.skipNewlines();
    if (words.take(":")) {
      words.close("]");
      return new Expression.MapOf(List.of(), place);
    }
    List<Expression> items = new ArrayList<>();
    List<Named> entries = new ArrayList<>();
    while (!words.peek().sign("]")) {
      Token key = words.peek();
      if ((key.kind() == Kind.NAME || key.kind() == Kind.TEXT) && words.peekSecond().sign(":")) {
        words.next();
        words.next();
        entries.add(new Named(key.text(), afterSign()));
      } else {
        items.add(expression());
      }
      words.skipNewlines();
      if (!words.take(",")) {
        break;
      }
      words.skipNewlines();
    }
    words.close("]");
    if (!items.isEmpty() && !entries.isEmpty()) {
      throw new ScriptException(place, "a list and a map are mixed between the brackets");
    }
    return entries.isEmpty()
        ? new Expression.ListOf(List.copyOf(items), place)
        : new Expression.MapOf(List.copyOf(entries), place);
  }
}
