package io.jenkins.plugins.cloudrun.gcp;

import com.google.cloud.run.v2.Container;
import com.google.cloud.run.v2.Execution;
import com.google.cloud.run.v2.ExecutionTemplate;
import com.google.cloud.run.v2.Job;
import com.google.cloud.run.v2.Task;
import com.google.cloud.run.v2.TaskAttemptResult;
import com.google.cloud.run.v2.TaskTemplate;
import io.jenkins.plugins.cloudrun.rollout.port.Jobs;
import io.jenkins.plugins.cloudrun.rollout.port.Jobs.ExecutionState;
import io.jenkins.plugins.cloudrun.rollout.port.Jobs.JobSettings;
import io.jenkins.plugins.cloudrun.rollout.port.Jobs.TaskState;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/** Jobs, executions and tasks between the API's messages and the engine's values. */
final class JobProtos {
  private JobProtos() {}

  /** {@code now} with what is wanted; the rest stays. The API replaces a job as a whole. */
  static Job changed(Job now, JobSettings wanted) {
    Job.Builder next = now.toBuilder();
    ExecutionTemplate.Builder execution = next.getTemplateBuilder();
    TaskTemplate.Builder task = execution.getTemplateBuilder();
    Container.Builder container =
        task.getContainersCount() == 0 ? task.addContainersBuilder() : task.getContainersBuilder(0);
    wanted.image().ifPresent(image -> container.setImage(image.toString()));
    Containers.apply(wanted.container(), container);
    wanted.tasks().ifPresent(execution::setTaskCount);
    wanted.parallelism().ifPresent(execution::setParallelism);
    wanted.maxRetries().ifPresent(task::setMaxRetries);
    wanted.taskTimeout().ifPresent(timeout -> task.setTimeout(Containers.duration(timeout)));
    wanted.serviceAccount().ifPresent(task::setServiceAccount);
    next.putAllLabels(wanted.labels()).putLabels("managed-by", "jenkins").setClient("jenkins");
    return next.build();
  }

  static boolean sameSpecification(Job before, Job after) {
    return before.getTemplate().equals(after.getTemplate())
        && before.getLabelsMap().equals(after.getLabelsMap());
  }

  static boolean carries(Execution execution, String marker) {
    return execution.getTemplate().getContainersList().stream()
        .flatMap(container -> container.getEnvList().stream())
        .anyMatch(env -> env.getName().equals(Jobs.MARKER) && env.getValue().equals(marker));
  }

  static ExecutionState state(Execution execution, List<Task> tasks) {
    return new ExecutionState(
        ServiceProtos.last(execution.getName()),
        Conditions.of(execution.getConditionsList(), "Completed"),
        Conditions.of(execution.getConditionsList()),
        execution.getRunningCount(),
        execution.getSucceededCount(),
        execution.getFailedCount(),
        execution.getCancelledCount(),
        execution.getRetriedCount(),
        execution.getTaskCount(),
        execution.getLogUri(),
        tasks.stream()
            .sorted(Comparator.comparingInt(Task::getIndex))
            .map(JobProtos::state)
            .toList());
  }

  private static TaskState state(Task task) {
    TaskAttemptResult last = task.getLastAttemptResult();
    // A task that was never tried has no exit code, and proto3 would read it as 0.
    boolean over =
        task.hasCompletionTime()
            && (task.hasLastAttemptResult()
                || Conditions.of(task.getConditionsList(), "Completed").succeeded());
    return new TaskState(
        task.getIndex(),
        over && last.getTermSignal() == 0
            ? OptionalInt.of(last.getExitCode())
            : OptionalInt.empty(),
        last.getTermSignal() == 0 ? OptionalInt.empty() : OptionalInt.of(last.getTermSignal()),
        task.getRetried() + 1,
        task.getLogUri());
  }
}
