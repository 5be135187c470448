package io.jenkins.plugins.cloudrun.localrun;

import java.util.Optional;

/** A line of a Jenkinsfile. */
sealed interface Statement {
  Place place();

  /** {@code def name} or {@code def name = value}. */
  record Define(String name, Optional<Expression> value, Place place) implements Statement {}

  /** {@code name = value}. */
  record Assign(String name, Expression value, Place place) implements Statement {}

  record Evaluate(Expression expression, Place place) implements Statement {}
}
