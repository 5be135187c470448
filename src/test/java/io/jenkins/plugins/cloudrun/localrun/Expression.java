package io.jenkins.plugins.cloudrun.localrun;

import java.util.List;
import java.util.Optional;

/** What has a value. */
sealed interface Expression {
  Place place();

  /** A text, a whole number, true, false, or null as an empty one. */
  record Literal(Optional<Object> value, Place place) implements Expression {}

  /** A text with values in it. */
  record Template(List<Expression> parts, Place place) implements Expression {}

  record Name(String name, Place place) implements Expression {}

  /** {@code of.name}; {@code safe} when written with {@code ?.}. */
  record Property(Expression of, String name, boolean safe, Place place) implements Expression {}

  /** {@code of[index]}. */
  record Index(Expression of, Expression index, Place place) implements Expression {}

  record ListOf(List<Expression> items, Place place) implements Expression {}

  record MapOf(List<Named> entries, Place place) implements Expression {}

  /** {@code left ?: right}. */
  record Elvis(Expression left, Expression right, Place place) implements Expression {}

  record Plus(Expression left, Expression right, Place place) implements Expression {}

  /** A step, a nested object by its symbol, or a section of Declarative Pipeline. */
  record Call(
      String name,
      List<Expression> arguments,
      List<Named> named,
      Optional<List<Statement>> body,
      Place place)
      implements Expression {}

  record Named(String name, Expression value) {}
}
