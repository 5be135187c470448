package io.jenkins.plugins.cloudrun.emulator.run;

import com.google.cloud.run.v2.Condition.ExecutionReason;
import com.google.cloud.run.v2.Container;
import com.google.cloud.run.v2.Execution;
import com.google.cloud.run.v2.Task;
import com.google.cloud.run.v2.TaskAttemptResult;
import com.google.cloud.run.v2.TaskTemplate;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import com.google.rpc.Code;
import com.google.rpc.Status;
import io.jenkins.plugins.cloudrun.emulator.container.Containers;
import io.jenkins.plugins.cloudrun.emulator.container.Instance;
import io.jenkins.plugins.cloudrun.emulator.container.LaunchFailure;
import io.jenkins.plugins.cloudrun.emulator.logs.LogStore;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** One task: tried until it succeeds, its retries are used up, or it is cancelled. */
final class TaskRun {
  /** Where a task is. */
  enum Phase {
    WAITING,
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED
  }

  private final World world;
  private final Containers containers;
  private final LogStore logs;
  private final TaskTemplate template;
  private final String executionId;
  private final String jobId;
  private final int count;
  private Task task;
  private Phase phase = Phase.WAITING;
  private String failure = "";
  private boolean cancelled;
  private Optional<Instance> instance = Optional.empty();

  TaskRun(World world, Containers containers, LogStore logs, Execution execution, int index) {
    this.world = world;
    this.containers = containers;
    this.logs = logs;
    this.template = execution.getTemplate();
    this.executionId = World.last(execution.getName());
    this.jobId = World.last(execution.getJob());
    this.count = execution.getTaskCount();
    Timestamp now = world.now();
    this.task =
        Task.newBuilder()
            .setName(execution.getName() + "/tasks/" + executionId + "-task" + index)
            .setUid(world.uid())
            .setGeneration(1)
            .setCreateTime(now)
            .setScheduledTime(now)
            .setUpdateTime(now)
            .setJob(execution.getJob())
            .setExecution(execution.getName())
            .addAllContainers(template.getContainersList())
            .addAllVolumes(template.getVolumesList())
            .setMaxRetries(template.getMaxRetries())
            .setTimeout(template.getTimeout())
            .setServiceAccount(template.getServiceAccount())
            .setExecutionEnvironment(template.getExecutionEnvironment())
            .setIndex(index)
            .setReconciling(true)
            .addConditions(Conditions.reconciling("Completed", "", now))
            .addConditions(Conditions.pending("Started", now))
            .setLogUri(execution.getLogUri())
            .build();
  }

  synchronized Task task() {
    return task;
  }

  synchronized Phase phase() {
    return phase;
  }

  /** Why it failed, as the execution says it. */
  synchronized String failure() {
    return failure;
  }

  /** Ends it soon; a task that has ended stays as it is. */
  void cancel() {
    Optional<Instance> running;
    synchronized (this) {
      cancelled = true;
      running = instance;
      if (phase == Phase.WAITING) {
        end(Phase.CANCELLED);
      }
    }
    running.ifPresent(Instance::close);
  }

  /**
   * Runs all attempts.
   *
   * @param changed is told after each change
   */
  void run(Runnable changed) throws LaunchFailure {
    synchronized (this) {
      if (cancelled) {
        return;
      }
      phase = Phase.RUNNING;
      Timestamp now = world.now();
      task =
          task.toBuilder()
              .setStartTime(now)
              .setUpdateTime(now)
              .setConditions(1, Conditions.succeeded("Started", now))
              .build();
    }
    changed.run();
    for (int attempt = 0; ; attempt++) {
      boolean succeeded = attempt(attempt);
      synchronized (this) {
        if (succeeded || cancelled || attempt >= template.getMaxRetries()) {
          end(succeeded ? Phase.SUCCEEDED : cancelled ? Phase.CANCELLED : Phase.FAILED);
          break;
        }
        task = task.toBuilder().setRetried(attempt + 1).setUpdateTime(world.now()).build();
      }
      changed.run();
    }
    changed.run();
  }

  private boolean attempt(int attempt) throws LaunchFailure {
    Map<String, String> system =
        Map.of(
            "CLOUD_RUN_JOB", jobId,
            "CLOUD_RUN_EXECUTION", executionId,
            "CLOUD_RUN_TASK_INDEX", String.valueOf(task().getIndex()),
            "CLOUD_RUN_TASK_ATTEMPT", String.valueOf(attempt),
            "CLOUD_RUN_TASK_COUNT", String.valueOf(count));
    Map<String, String> resource =
        Map.of(
            "project_id", world.options().project(),
            "location", World.region(task().getName()),
            "job_name", jobId);
    Map<String, String> labels =
        Map.of(
            "run.googleapis.com/execution_name", executionId,
            "run.googleapis.com/task_index", String.valueOf(task().getIndex()),
            "run.googleapis.com/task_attempt", String.valueOf(attempt));
    Container container = template.getContainers(0);
    Instance started =
        containers.start(
            container,
            system,
            false,
            template.getServiceAccount(),
            logs.sink("cloud_run_job", resource, labels));
    synchronized (this) {
      instance = Optional.of(started);
      if (cancelled) {
        started.close();
      }
    }
    try {
      boolean inTime = started.await(Duration.ofNanos(Durations.toNanos(template.getTimeout())));
      if (!inTime) {
        started.close();
      }
      return record(inTime, started.exit().orElse(-1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cancel();
      return false;
    } finally {
      started.close();
    }
  }

  private synchronized boolean record(boolean inTime, int exit) {
    TaskAttemptResult.Builder result = TaskAttemptResult.newBuilder();
    if (!inTime) {
      result.setStatus(status(Code.DEADLINE_EXCEEDED, "The configured timeout was reached."));
      failure = "message: The configured timeout was reached.";
    } else if (exit > 128 && exit < 128 + 65) {
      result
          .setTermSignal(exit - 128)
          .setStatus(
              status(Code.ABORTED, "The container exited with signal " + (exit - 128) + "."));
      failure = "message: Container terminated on signal " + (exit - 128) + ".";
    } else if (exit != 0) {
      result
          .setExitCode(exit)
          .setStatus(status(Code.UNKNOWN, "The container exited with an error."));
      failure = "exit code: " + exit + " and message: The container exited with an error.";
    }
    task = task.toBuilder().setLastAttemptResult(result).build();
    return inTime && exit == 0;
  }

  private static Status status(Code code, String message) {
    return Status.newBuilder().setCode(code.getNumber()).setMessage(message).build();
  }

  /** Call with the lock held. */
  private void end(Phase ended) {
    phase = ended;
    Timestamp now = world.now();
    task =
        task.toBuilder()
            .setCompletionTime(now)
            .setUpdateTime(now)
            .setReconciling(false)
            .setObservedGeneration(1)
            .setConditions(
                0,
                switch (ended) {
                  case SUCCEEDED -> Conditions.succeeded("Completed", now);
                  case CANCELLED ->
                      Conditions.failed(
                          "Completed", ExecutionReason.CANCELLED, "Task was cancelled.", now);
                  default ->
                      Conditions.failed(
                          "Completed", ExecutionReason.NON_ZERO_EXIT_CODE, failureText(), now);
                })
            .build();
  }

  private String failureText() {
    return "Task %s failed with %s".formatted(World.last(task.getName()), failure);
  }
}
