package io.jenkins.plugins.cloudrun.localrun;

import io.jenkins.plugins.cloudrun.localrun.Expression.Call;
import io.jenkins.plugins.cloudrun.localrun.Expression.Elvis;
import io.jenkins.plugins.cloudrun.localrun.Expression.Index;
import io.jenkins.plugins.cloudrun.localrun.Expression.ListOf;
import io.jenkins.plugins.cloudrun.localrun.Expression.Literal;
import io.jenkins.plugins.cloudrun.localrun.Expression.MapOf;
import io.jenkins.plugins.cloudrun.localrun.Expression.Name;
import io.jenkins.plugins.cloudrun.localrun.Expression.Named;
import io.jenkins.plugins.cloudrun.localrun.Expression.Plus;
import io.jenkins.plugins.cloudrun.localrun.Expression.Property;
import io.jenkins.plugins.cloudrun.localrun.Expression.Template;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives expressions their values and runs statements; values are Groovy's, so they may be null. */
final class Evaluator {
  private final Steps steps;
  private final PipelineLog log;

  Evaluator(Steps steps, PipelineLog log) {
    this.steps = steps;
    this.log = log;
  }

  void run(List<Statement> statements, Scope scope) {
    for (Statement statement : statements) {
      run(statement, scope);
    }
  }

  private void run(Statement statement, Scope scope) {
    if (statement instanceof Statement.Define define) {
      scope.define(define.name(), define.value().map(value -> value(value, scope)).orElse(null));
    } else if (statement instanceof Statement.Assign assign) {
      scope.assign(assign.name(), value(assign.value(), scope));
    } else if (statement instanceof Statement.Evaluate evaluate) {
      value(evaluate.expression(), scope);
    }
  }

  @Nullable Object value(Expression expression, Scope scope) {
    if (expression instanceof Literal literal) {
      return literal.value().orElse(null);
    } else if (expression instanceof Template template) {
      StringBuilder text = new StringBuilder();
      template.parts().forEach(part -> text.append(value(part, scope)));
      return text.toString();
    } else if (expression instanceof Name name) {
      return variable(name, scope);
    } else if (expression instanceof Property property) {
      return property(property, scope);
    } else if (expression instanceof Index index) {
      return member(value(index.of(), scope), value(index.index(), scope), index.place());
    } else if (expression instanceof ListOf list) {
      List<@Nullable Object> values = new ArrayList<>();
      list.items().forEach(item -> values.add(value(item, scope)));
      return values;
    } else if (expression instanceof MapOf map) {
      return named(map.entries(), scope);
    } else if (expression instanceof Elvis elvis) {
      Object left = value(elvis.left(), scope);
      return truth(left) ? left : value(elvis.right(), scope);
    } else if (expression instanceof Plus plus) {
      return sum(value(plus.left(), scope), value(plus.right(), scope), plus.place());
    } else if (expression instanceof Call call) {
      return call(call, scope);
    }
    throw new IllegalStateException(expression.toString());
  }

  private @Nullable Object call(Call call, Scope scope) {
    if (call.name().equals("script")) {
      List<Statement> body =
          call.body()
              .orElseThrow(() -> new ScriptException(call.place(), "script needs a { block }"));
      log.block("script", "", () -> run(body, scope.inner()));
      return null;
    }
    if (call.body().isPresent()) {
      throw new ScriptException(
          call.place(), "the block '" + call.name() + "' is not understood by the local run");
    }
    if (!steps.names().contains(call.name())) {
      throw new ScriptException(
          call.place(),
          "no such step or nested object '" + call.name() + "' among " + steps.names());
    }
    List<@Nullable Object> arguments = new ArrayList<>();
    call.arguments().forEach(argument -> arguments.add(value(argument, scope)));
    return steps.call(
        call.name(), arguments, named(call.named(), scope), scope.environment(), call.place());
  }

  private Map<String, @Nullable Object> named(List<Named> entries, Scope scope) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    entries.forEach(entry -> values.put(entry.name(), value(entry.value(), scope)));
    return values;
  }

  private static @Nullable Object variable(Name name, Scope scope) {
    if (scope.defines(name.name())) {
      return scope.value(name.name());
    }
    if (name.name().equals("env")) {
      return scope.environment();
    }
    if (scope.environment().containsKey(name.name())) {
      return scope.environment().get(name.name());
    }
    throw new ScriptException(
        name.place(), "No such property: " + name.name() + " for class: WorkflowScript");
  }

  private @Nullable Object property(Property property, Scope scope) {
    Object of = value(property.of(), scope);
    if (of == null && property.safe()) {
      return null;
    }
    return member(of, property.name(), property.place());
  }

  private static @Nullable Object member(@Nullable Object of, @Nullable Object key, Place place) {
    if (of instanceof Map<?, ?> map) {
      return map.get(key);
    }
    if (of instanceof List<?> list && key instanceof Integer index) {
      return index >= 0 && index < list.size() ? list.get(index) : null;
    }
    String what = of == null ? "null" : of.getClass().getSimpleName();
    throw new ScriptException(place, "Cannot get property '" + key + "' of " + what);
  }

  private static Object sum(@Nullable Object left, @Nullable Object right, Place place) {
    if (left instanceof Integer a && right instanceof Integer b) {
      return Math.addExact(a, b);
    }
    if (left instanceof String text) {
      return text + right;
    }
    throw new ScriptException(place, "'+' joins texts or adds whole numbers in the local run");
  }

  /** Groovy's truth of what values can be here. */
  private static boolean truth(@Nullable Object value) {
    if (value instanceof Boolean bool) {
      return bool;
    } else if (value instanceof CharSequence text) {
      return !text.isEmpty();
    } else if (value instanceof Number number) {
      return number.doubleValue() != 0;
    } else if (value instanceof Collection<?> items) {
      return !items.isEmpty();
    } else if (value instanceof Map<?, ?> map) {
      return !map.isEmpty();
    }
    return value != null;
  }
}
