package io.jenkins.plugins.cloudrun.emulator.run;

import com.google.cloud.run.v2.Condition;
import com.google.cloud.run.v2.Condition.CommonReason;
import com.google.cloud.run.v2.Condition.ExecutionReason;
import com.google.cloud.run.v2.Execution;
import com.google.protobuf.Timestamp;
import io.jenkins.plugins.cloudrun.emulator.container.Containers;
import io.jenkins.plugins.cloudrun.emulator.container.LaunchFailure;
import io.jenkins.plugins.cloudrun.emulator.logs.LogStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** An execution that runs: its tasks, so many at once, and what it says of them. */
final class ExecutionRun {
  /** More at once would only slow this machine down. */
  private static final int AT_ONCE = 4;

  private final World world;
  private final Containers containers;
  private final List<TaskRun> tasks = new ArrayList<>();
  private final List<Consumer<Execution>> waiting = new ArrayList<>();
  private final Consumer<Execution> changed;
  private Execution execution;
  private int next;
  private int active;
  private boolean cancelling;

  /**
   * @param changed is told of each change, with the lock of the world held
   */
  ExecutionRun(
      World world,
      Containers containers,
      LogStore logs,
      Execution execution,
      Consumer<Execution> changed) {
    this.world = world;
    this.containers = containers;
    this.execution = execution;
    this.changed = changed;
    for (int i = 0; i < execution.getTaskCount(); i++) {
      tasks.add(new TaskRun(world, containers, logs, execution, i));
    }
  }

  Execution execution() {
    return world.locked(() -> execution);
  }

  List<TaskRun> tasks() {
    return tasks;
  }

  boolean ended() {
    return world.locked(() -> execution.hasCompletionTime());
  }

  /** Calls back once it has ended; at once if it has. */
  void whenEnded(Consumer<Execution> callback) {
    world.locked(
        () -> {
          if (execution.hasCompletionTime()) {
            callback.accept(execution);
          } else {
            waiting.add(callback);
          }
        });
  }

  /** Pulls the image and starts the first tasks. */
  void start() {
    try {
      containers.require(execution.getTemplate().getContainers(0).getImage());
    } catch (LaunchFailure e) {
      world.locked(() -> broken(e));
      return;
    }
    world.locked(
        () -> {
          Timestamp now = world.now();
          condition(Conditions.succeeded("ContainerReady", now));
          condition(Conditions.succeeded("ResourcesAvailable", now));
          condition(Conditions.succeeded("Started", now));
          execution = execution.toBuilder().setStartTime(now).build();
          fill();
          update();
        });
  }

  /** Ends what runs; an execution that has ended stays as it is. */
  void cancel() {
    boolean cancels =
        world.locked(
            () -> {
              if (execution.hasCompletionTime() || cancelling) {
                return false;
              }
              cancelling = true;
              condition(
                  Conditions.reconciling("Completed", "Execution is being cancelled.", world.now())
                      .toBuilder()
                      .setExecutionReason(ExecutionReason.CANCELLING)
                      .build());
              changed.accept(execution);
              return true;
            });
    if (cancels) {
      world.soon(
          () ->
              world.apart(
                  () -> {
                    tasks.forEach(TaskRun::cancel);
                    world.locked(this::update);
                  }));
    }
  }

  /** Starts as many tasks as may run at once; call with the world locked. */
  private void fill() {
    int most = execution.getParallelism() == 0 ? AT_ONCE : execution.getParallelism();
    while (!cancelling && next < tasks.size() && active < Math.min(most, AT_ONCE)) {
      TaskRun task = tasks.get(next++);
      active++;
      world.apart(
          () -> {
            try {
              task.run(() -> world.locked(this::update));
            } catch (LaunchFailure e) {
              world.locked(() -> broken(e));
            } finally {
              world.locked(
                  () -> {
                    active--;
                    fill();
                    update();
                  });
            }
          });
    }
  }

  private int count(TaskRun.Phase phase) {
    return (int) tasks.stream().filter(task -> task.phase() == phase).count();
  }

  private void update() {
    if (execution.hasCompletionTime()) {
      return;
    }
    int succeeded = count(TaskRun.Phase.SUCCEEDED);
    int failed = count(TaskRun.Phase.FAILED);
    int cancelled = count(TaskRun.Phase.CANCELLED);
    execution =
        execution.toBuilder()
            .setRunningCount(count(TaskRun.Phase.RUNNING))
            .setSucceededCount(succeeded)
            .setFailedCount(failed)
            .setCancelledCount(cancelled)
            .setRetriedCount(tasks.stream().mapToInt(task -> task.task().getRetried()).sum())
            .setUpdateTime(world.now())
            .build();
    if (active == 0 && succeeded + failed + cancelled == tasks.size()) {
      end(verdict(failed));
    } else {
      changed.accept(execution);
    }
  }

  private Condition verdict(int failed) {
    Timestamp now = world.now();
    if (cancelling) {
      return Conditions.failed(
          "Completed", ExecutionReason.CANCELLED, "Execution was cancelled.", now);
    }
    if (failed == 0) {
      return Conditions.succeeded("Completed", now);
    }
    Optional<TaskRun> first =
        tasks.stream().filter(task -> task.phase() == TaskRun.Phase.FAILED).findFirst();
    String message =
        first
            .map(
                task ->
                    "Task %s failed with %s"
                        .formatted(World.last(task.task().getName()), task.failure()))
            .orElse("");
    return Conditions.failed("Completed", ExecutionReason.NON_ZERO_EXIT_CODE, message, now);
  }

  private void broken(LaunchFailure failure) {
    if (execution.hasCompletionTime()) {
      return;
    }
    CommonReason reason =
        switch (failure.kind()) {
          case IMAGE_MISSING -> CommonReason.CONTAINER_MISSING;
          case SECRET -> CommonReason.SECRETS_ACCESS_CHECK_FAILED;
          default -> CommonReason.REVISION_FAILED;
        };
    Condition broken = Conditions.failed("ContainerReady", reason, failure.text(), world.now());
    condition(broken);
    cancelling = true;
    execution = execution.toBuilder().setFailedCount(tasks.size()).setRunningCount(0).build();
    end(Conditions.as("Completed", broken));
  }

  private void end(Condition completed) {
    condition(completed);
    execution =
        execution.toBuilder()
            .setCompletionTime(world.now())
            .setReconciling(false)
            .setObservedGeneration(1)
            .build();
    changed.accept(execution);
    waiting.forEach(callback -> callback.accept(execution));
    waiting.clear();
  }

  private void condition(Condition condition) {
    Execution.Builder builder = execution.toBuilder();
    for (int i = 0; i < builder.getConditionsCount(); i++) {
      if (builder.getConditions(i).getType().equals(condition.getType())) {
        execution = builder.setConditions(i, condition).build();
        return;
      }
    }
    execution = builder.addConditions(condition).build();
  }
}
