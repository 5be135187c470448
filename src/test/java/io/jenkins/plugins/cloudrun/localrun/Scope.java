package io.jenkins.plugins.cloudrun.localrun;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The variables that can be seen, and the environment. */
final class Scope {
  private final Map<String, @Nullable Object> variables = new HashMap<>();
  private final Optional<Scope> outer;
  private final Map<String, String> environment;

  private Scope(Optional<Scope> outer, Map<String, String> environment) {
    this.outer = outer;
    this.environment = environment;
  }

  static Scope of(Map<String, String> environment) {
    return new Scope(Optional.empty(), new TreeMap<>(environment));
  }

  /** A scope inside this one; its environment may grow on its own. */
  Scope inner() {
    return new Scope(Optional.of(this), new TreeMap<>(environment));
  }

  Map<String, String> environment() {
    return environment;
  }

  boolean defines(String name) {
    return variables.containsKey(name) || outer.filter(scope -> scope.defines(name)).isPresent();
  }

  @Nullable Object value(String name) {
    return variables.containsKey(name) || outer.isEmpty()
        ? variables.get(name)
        : outer.get().value(name);
  }

  void define(String name, @Nullable Object value) {
    variables.put(name, value);
  }

  /** Assigns where the variable was defined. */
  void assign(String name, @Nullable Object value) {
    if (variables.containsKey(name) || outer.isEmpty()) {
      variables.put(name, value);
    } else {
      outer.get().assign(name, value);
    }
  }
}
