package io.jenkins.plugins.cloudrun.localrun;

import io.jenkins.plugins.cloudrun.localrun.Expression.Call;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs a Declarative Pipeline: its sections, stage by stage, and what comes after. */
final class Declarative {
  private final Evaluator evaluator;
  private final PipelineLog log;
  private final String file;
  private Optional<RuntimeException> failure = Optional.empty();

  Declarative(String file, Evaluator evaluator, PipelineLog log) {
    this.file = file;
    this.evaluator = evaluator;
    this.log = log;
  }

  /** Runs all of it; empty when it succeeded. */
  Optional<RuntimeException> run(List<Statement> script, Scope scope, String workspace) {
    List<Statement> before = new ArrayList<>();
    Optional<Call> pipeline = Optional.empty();
    for (Statement statement : script) {
      Optional<Call> call = block(statement).filter(block -> block.name().equals("pipeline"));
      if (call.isPresent() && pipeline.isEmpty()) {
        pipeline = call;
      } else if (pipeline.isEmpty() && statement instanceof Statement.Define) {
        before.add(statement);
      } else {
        throw new ScriptException(
            statement.place(), "only 'def' may stand around pipeline { } in the local run");
      }
    }
    Call top =
        pipeline.orElseThrow(
            () -> new ScriptException(new Place(file, 1), "there is no pipeline { } block"));
    Map<String, Call> sections =
        sections(top, List.of("agent", "environment", "stages", "post"), List.of("stages"));
    evaluator.run(before, scope);
    log.step("Start of Pipeline");
    log.step("node");
    log.line("Running without a Jenkins in " + workspace);
    log.step("{");
    within(sections, scope, inner -> stages(sections, inner));
    log.step("}");
    log.step("// node");
    log.step("End of Pipeline");
    return failure;
  }

  private void stages(Map<String, Call> sections, Scope scope) {
    for (Statement statement : body(required(sections, "stages"))) {
      Call stage = block(statement).orElseThrow(() -> misplaced(statement, "stages"));
      if (!stage.name().equals("stage") || stage.arguments().size() != 1) {
        throw misplaced(statement, "stages");
      }
      String name = String.valueOf(evaluator.value(stage.arguments().get(0), scope));
      log.block("stage", name, () -> stage(stage, name, scope));
    }
    Optional.ofNullable(sections.get("post"))
        .ifPresent(
            post ->
                log.block("stage", "Declarative: Post Actions", () -> post(post, scope.inner())));
  }

  private void stage(Call stage, String name, Scope scope) {
    Map<String, Call> sections =
        sections(stage, List.of("environment", "steps", "post"), List.of("steps"));
    if (failure.isPresent()) {
      log.line("Stage \"" + name + "\" skipped due to earlier failure(s)");
      return;
    }
    within(
        sections,
        scope,
        inner -> {
          guarded(() -> evaluator.run(body(required(sections, "steps")), inner.inner()));
          Optional.ofNullable(sections.get("post")).ifPresent(post -> post(post, inner.inner()));
        });
  }

  /** {@code always} comes first and {@code success} or {@code failure} after it, as in Jenkins. */
  private void post(Call post, Scope scope) {
    Map<String, Call> conditions =
        sections(post, List.of("always", "success", "failure"), List.of());
    String ending = failure.isPresent() ? "failure" : "success";
    for (String condition : List.of("always", ending)) {
      Optional.ofNullable(conditions.get(condition))
          .ifPresent(call -> guarded(() -> evaluator.run(body(call), scope.inner())));
    }
  }

  private interface Inside {
    void run(Scope scope);
  }

  /** Sets the section {@code environment}, when there is one, around {@code inside}. */
  private void within(Map<String, Call> sections, Scope scope, Inside inside) {
    Scope inner = scope.inner();
    Optional<Call> environment = Optional.ofNullable(sections.get("environment"));
    if (environment.isEmpty()) {
      inside.run(inner);
      return;
    }
    for (Statement statement : body(environment.get())) {
      if (!(statement instanceof Statement.Assign assign)) {
        throw misplaced(statement, "environment");
      }
      String value = String.valueOf(evaluator.value(assign.value(), inner));
      inner.environment().put(assign.name(), value);
    }
    log.block("withEnv", "", () -> inside.run(inner));
  }

  private void guarded(Runnable steps) {
    try {
      steps.run();
    } catch (StepFailedException | ScriptException e) {
      failure = failure.or(() -> Optional.of(e));
    }
  }

  private static Map<String, Call> sections(Call of, List<String> known, List<String> needed) {
    Map<String, Call> sections = new LinkedHashMap<>();
    for (Statement statement : body(of)) {
      Call call =
          statement instanceof Statement.Evaluate evaluate
                  && evaluate.expression() instanceof Call section
                  && known.contains(section.name())
              ? section
              : refused(statement, of.name(), known);
      if (sections.put(call.name(), call) != null) {
        throw new ScriptException(call.place(), "a second section '" + call.name() + "'");
      }
      if (call.name().equals("agent") && !agentIsAny(call)) {
        throw new ScriptException(call.place(), "only 'agent any' is understood by the local run");
      }
    }
    for (String name : needed) {
      if (!sections.containsKey(name)) {
        throw new ScriptException(of.place(), of.name() + " has no section '" + name + "'");
      }
    }
    return sections;
  }

  private static Call refused(Statement statement, String in, List<String> known) {
    throw new ScriptException(
        statement.place(), "only " + known + " are understood in '" + in + "' by the local run");
  }

  private static boolean agentIsAny(Call agent) {
    return agent.body().isEmpty()
        && agent.arguments().size() == 1
        && agent.arguments().get(0) instanceof Expression.Name name
        && name.name().equals("any");
  }

  private static Call required(Map<String, Call> sections, String name) {
    return Optional.ofNullable(sections.get(name)).orElseThrow();
  }

  private static List<Statement> body(Call call) {
    return call.body()
        .orElseThrow(
            () -> new ScriptException(call.place(), "'" + call.name() + "' needs a { block }"));
  }

  private static Optional<Call> block(Statement statement) {
    return statement instanceof Statement.Evaluate evaluate
            && evaluate.expression() instanceof Call call
            && call.body().isPresent()
        ? Optional.of(call)
        : Optional.empty();
  }

  private static ScriptException misplaced(Statement statement, String section) {
    return new ScriptException(
        statement.place(), "this cannot stand in '" + section + "' in the local run");
  }
}
