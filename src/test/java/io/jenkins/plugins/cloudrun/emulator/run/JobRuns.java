package io.jenkins.plugins.cloudrun.emulator.run;

import com.google.cloud.run.v2.Condition;
import com.google.cloud.run.v2.Execution;
import com.google.cloud.run.v2.ExecutionReference;
import com.google.cloud.run.v2.ExecutionReference.CompletionStatus;
import com.google.cloud.run.v2.ExecutionTemplate;
import com.google.cloud.run.v2.Job;
import com.google.cloud.run.v2.RunJobRequest;
import com.google.longrunning.Operation;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import com.google.rpc.Code;
import io.jenkins.plugins.cloudrun.emulator.container.Containers;
import io.jenkins.plugins.cloudrun.emulator.http.ApiException;
import io.jenkins.plugins.cloudrun.emulator.http.Context;
import io.jenkins.plugins.cloudrun.emulator.http.Handlers;
import io.jenkins.plugins.cloudrun.emulator.logs.LogStore;
import java.util.function.Function;

/** Starts executions of jobs; the operation ends with the execution. */
final class JobRuns {
  private final World world;
  private final Operations operations;
  private final Containers containers;
  private final LogStore logs;
  private final Function<String, JobEntry> jobs;

  JobRuns(
      World world,
      Operations operations,
      Containers containers,
      LogStore logs,
      Function<String, JobEntry> jobs) {
    this.world = world;
    this.operations = operations;
    this.containers = containers;
    this.logs = logs;
    this.jobs = jobs;
  }

  void register(Handlers handlers) {
    handlers.on("Jobs.RunJob", RunJobRequest.getDefaultInstance(), this::run);
  }

  private Operation run(RunJobRequest request, Context context) {
    String name = world.canonical(request.getName());
    String permission = request.hasOverrides() ? "run.jobs.runWithOverrides" : "run.jobs.run";
    world.access().check(context.caller(), permission, name);
    return world.locked(
        () -> {
          JobEntry entry = jobs.apply(name);
          Etags.check(request.getEtag(), entry.job.getEtag(), name);
          if (entry.deleting) {
            throw ApiException.precondition("Job '" + World.last(name) + "' is being deleted.");
          }
          ExecutionTemplate template =
              Overrides.apply(entry.job.getTemplate(), request.getOverrides());
          Execution execution = execution(entry.job, template, context.caller().email());
          if (request.getValidateOnly()) {
            return operations.succeed(Operation.getDefaultInstance(), execution);
          }
          ExecutionRun run =
              new ExecutionRun(
                  world, containers, logs, execution, changed -> refer(entry, changed));
          entry.executions.put(World.last(execution.getName()), run);
          entry.job =
              entry.job.toBuilder().setExecutionCount(entry.job.getExecutionCount() + 1).build();
          refer(entry, execution);
          Operation operation = operations.begin(execution.getName(), execution);
          run.whenEnded(
              ended ->
                  context
                      .operationError()
                      .ifPresentOrElse(
                          error -> operations.fail(operation, error.code(), error.message(), ended),
                          () -> finish(operation, ended)));
          world.soon(() -> world.apart(run::start));
          return operation;
        });
  }

  private Execution execution(Job job, ExecutionTemplate template, String creator) {
    Timestamp now = world.now();
    String id = World.last(job.getName()) + "-" + world.suffix(5);
    String name = job.getName() + "/executions/" + id;
    return Execution.newBuilder()
        .setName(name)
        .setUid(world.uid())
        .setCreator(creator)
        .setGeneration(1)
        .putAllLabels(template.getLabelsMap())
        .putAllAnnotations(template.getAnnotationsMap())
        .setCreateTime(now)
        .setUpdateTime(now)
        .setLaunchStage(job.getLaunchStage())
        .setJob(job.getName())
        .setParallelism(template.getParallelism())
        .setTaskCount(template.getTaskCount())
        .setTemplate(template.getTemplate())
        .setReconciling(true)
        .addConditions(
            Conditions.reconciling("Completed", "Waiting for execution to complete.", now))
        .addConditions(Conditions.pending("Started", now))
        .setLogUri(
            "https://console.cloud.google.com/logs/viewer?project=%s&advancedFilter=resource.type%%3D%%22cloud_run_job%%22%%0Alabels.%%22run.googleapis.com/execution_name%%22%%3D%%22%s%%22"
                .formatted(world.options().project(), id))
        .setEtag(Etags.of(now, name))
        .build();
  }

  private void finish(Operation operation, Execution ended) {
    Condition completed = completed(ended);
    String id = World.last(ended.getName());
    if (completed.getState() == Condition.State.CONDITION_SUCCEEDED) {
      operations.succeed(operation, ended);
    } else if (completed.getExecutionReason() == Condition.ExecutionReason.CANCELLED) {
      operations.fail(
          operation, Code.CANCELLED.getNumber(), "Execution " + id + " was cancelled.", ended);
    } else {
      operations.fail(
          operation,
          Code.FAILED_PRECONDITION.getNumber(),
          "Execution %s has failed to complete, %d/%d tasks were a success."
              .formatted(id, ended.getSucceededCount(), ended.getTaskCount()),
          ended);
    }
  }

  /** Tells the job of its latest execution. */
  private static void refer(JobEntry entry, Execution execution) {
    ExecutionReference latest = entry.job.getLatestCreatedExecution();
    String id = World.last(execution.getName());
    boolean newer = Timestamps.compare(execution.getCreateTime(), latest.getCreateTime()) >= 0;
    if (newer) {
      ExecutionReference.Builder reference =
          ExecutionReference.newBuilder()
              .setName(id)
              .setCreateTime(execution.getCreateTime())
              .setCompletionStatus(status(execution));
      if (execution.hasCompletionTime()) {
        reference.setCompletionTime(execution.getCompletionTime());
      }
      entry.job = entry.job.toBuilder().setLatestCreatedExecution(reference).build();
    }
  }

  private static CompletionStatus status(Execution execution) {
    Condition completed = completed(execution);
    return switch (completed.getState()) {
      case CONDITION_SUCCEEDED -> CompletionStatus.EXECUTION_SUCCEEDED;
      case CONDITION_FAILED ->
          completed.getExecutionReason() == Condition.ExecutionReason.CANCELLED
              ? CompletionStatus.EXECUTION_CANCELLED
              : CompletionStatus.EXECUTION_FAILED;
      default ->
          execution.hasStartTime()
              ? CompletionStatus.EXECUTION_RUNNING
              : CompletionStatus.EXECUTION_PENDING;
    };
  }

  private static Condition completed(Execution execution) {
    return execution.getConditionsList().stream()
        .filter(condition -> condition.getType().equals("Completed"))
        .findFirst()
        .orElseGet(Condition::getDefaultInstance);
  }
}
