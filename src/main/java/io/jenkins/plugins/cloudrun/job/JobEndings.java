package io.jenkins.plugins.cloudrun.job;

import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.rollout.port.Jobs.ExecutionState;
import io.jenkins.plugins.cloudrun.rollout.port.Jobs.TaskState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a job execution ends, and what the step returns then. */
final class JobEndings {
  /** Tasks that failed are named one by one up to this many. */
  private static final int MOST_NAMED = 5;

  private JobEndings() {}

  /** The execution was not to be awaited. */
  static JobStep begun(JobRun run, JobSight seen, ExecutionState state) {
    return JobStep.to(
        run.settled(new Settlement(true, "", result(run, seen, Optional.of(state), "started"))));
  }

  static JobStep failed(JobRun run, JobSight seen, String message) {
    return JobStep.to(
        run.settled(new Settlement(false, message, result(run, seen, seen.execution(), "failed"))));
  }

  /** The plugin itself fails, turn after turn. */
  static JobStep broken(JobRun run, JobSight seen, String fault) {
    String message =
        "A fault in the plugin keeps it from following the execution of "
            + run.plan().key()
            + " ("
            + fault
            + "); report it with what Jenkins' log says. "
            + run.execution().map(name -> "Execution " + name).orElse("An execution")
            + " may be running: look at it, or cancel it by hand.";
    return JobStep.to(
        run.settled(
            new Settlement(false, message, result(run, seen, Optional.empty(), "internal_error"))));
  }

  /** Aborted before an execution began. */
  static JobStep cancelled(JobRun run, JobSight seen, String state) {
    String who = run.command().map(c -> c.actor()).orElse("somebody");
    return JobStep.to(
        run.settled(
            new Settlement(
                false,
                "The execution of " + run.plan().key() + " was aborted by " + who + ". " + state,
                result(run, seen, Optional.empty(), "aborted"))));
  }

  /** The execution ended, one way or another. */
  static JobStep ended(JobRun run, JobSight seen, ExecutionState state) {
    String counts = counts(state);
    if (state.completed().succeeded()) {
      JobRun next =
          run.saying(
              seen.at(), Entry.SECTION, "Execution " + state.name() + " succeeded: " + counts);
      return JobStep.to(
          next.settled(
              new Settlement(true, "", result(run, seen, Optional.of(state), "succeeded"))));
    }
    boolean cancelled = state.completed().reason().equals("CANCELLED") || run.ending().isPresent();
    String outcome = run.aborted() ? "aborted" : cancelled ? "cancelled" : "failed";
    String message =
        "Execution "
            + state.name()
            + " of "
            + run.plan().key()
            + (cancelled ? " was cancelled" : " failed")
            + run.ending().map(why -> " (" + why + ")").orElse("")
            + ": "
            + counts
            + tasks(state)
            + (state.completed().message().isEmpty() ? "" : ". " + state.completed().message())
            + (state.logUri().isEmpty() ? "" : " Its log: " + state.logUri());
    return JobStep.to(
        run.settled(
            new Settlement(false, message, result(run, seen, Optional.of(state), outcome))));
  }

  /** How many tasks succeeded, and with how many retries. */
  static String counts(ExecutionState state) {
    return state.succeeded()
        + " of "
        + state.taskCount()
        + " tasks succeeded"
        + (state.retried() > 0 ? ", " + state.retried() + " retries" : "");
  }

  private static String tasks(ExecutionState state) {
    List<String> bad =
        state.tasks().stream()
            .filter(task -> task.exitCode().orElse(0) != 0 || task.signal().orElse(0) != 0)
            .limit(MOST_NAMED)
            .map(
                task ->
                    "task "
                        + task.index()
                        + (task.signal().isPresent() && task.signal().getAsInt() != 0
                            ? " was ended by signal " + task.signal().getAsInt()
                            : " exited with code " + task.exitCode().orElse(0))
                        + " after "
                        + task.attempts()
                        + (task.attempts() == 1 ? " attempt" : " attempts"))
            .collect(Collectors.toList());
    return bad.isEmpty() ? "" : "; " + String.join(", ", bad);
  }

  private static Map<String, Object> result(
      JobRun run, JobSight seen, Optional<ExecutionState> state, String outcome) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("outcome", outcome);
    result.put("execution", run.execution().orElse(""));
    result.put("job", run.plan().key().job().value());
    result.put("succeeded", state.map(ExecutionState::succeeded).orElse(0));
    result.put("failed", state.map(ExecutionState::failed).orElse(0));
    result.put("cancelled", state.map(ExecutionState::cancelled).orElse(0));
    result.put("retried", state.map(ExecutionState::retried).orElse(0));
    List<Object> tasks = new ArrayList<>();
    for (TaskState task : state.map(ExecutionState::tasks).orElse(List.of())) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("index", task.index());
      task.exitCode().ifPresent(code -> row.put("exitCode", code));
      task.signal().ifPresent(signal -> row.put("signal", signal));
      row.put("attempts", task.attempts());
      row.put("logUri", task.logUri());
      tasks.add(row);
    }
    result.put("tasks", tasks);
    result.put("seconds", Duration.between(run.startedAt(), seen.at()).toSeconds());
    result.put("logUri", state.map(ExecutionState::logUri).orElse(""));
    return result;
  }
}
