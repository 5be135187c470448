package io.jenkins.plugins.cloudrun.emulator.run;

import com.google.cloud.run.v2.CancelExecutionRequest;
import com.google.cloud.run.v2.DeleteExecutionRequest;
import com.google.cloud.run.v2.Execution;
import com.google.cloud.run.v2.GetExecutionRequest;
import com.google.cloud.run.v2.GetTaskRequest;
import com.google.cloud.run.v2.ListExecutionsRequest;
import com.google.cloud.run.v2.ListExecutionsResponse;
import com.google.cloud.run.v2.ListTasksRequest;
import com.google.cloud.run.v2.ListTasksResponse;
import com.google.cloud.run.v2.Task;
import com.google.longrunning.Operation;
import com.google.protobuf.util.Timestamps;
import io.jenkins.plugins.cloudrun.emulator.http.Context;
import io.jenkins.plugins.cloudrun.emulator.http.Handlers;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;

/** The calls on executions and tasks. */
final class Executions {
  private final World world;
  private final Operations operations;
  private final Function<String, Collection<JobEntry>> jobs;

  /**
   * @param jobs the jobs of a name, whose last segment or region may be {@code -}; refuses a name
   *     that is not there
   */
  Executions(World world, Operations operations, Function<String, Collection<JobEntry>> jobs) {
    this.world = world;
    this.operations = operations;
    this.jobs = jobs;
  }

  void register(Handlers handlers) {
    handlers.on(
        "Executions.GetExecution",
        GetExecutionRequest.getDefaultInstance(),
        (request, context) -> {
          String name = world.canonical(request.getName());
          world.access().check(context.caller(), "run.executions.get", name);
          return world.locked(() -> run(name).execution());
        });
    handlers.on(
        "Executions.ListExecutions", ListExecutionsRequest.getDefaultInstance(), this::list);
    handlers.on(
        "Executions.CancelExecution", CancelExecutionRequest.getDefaultInstance(), this::cancel);
    handlers.on(
        "Executions.DeleteExecution", DeleteExecutionRequest.getDefaultInstance(), this::delete);
    handlers.on(
        "Tasks.GetTask",
        GetTaskRequest.getDefaultInstance(),
        (request, context) -> {
          String name = world.canonical(request.getName());
          world.access().check(context.caller(), "run.tasks.get", name);
          return world.locked(
              () ->
                  run(World.parent(name)).tasks().stream()
                      .map(TaskRun::task)
                      .filter(task -> task.getName().equals(name))
                      .findFirst()
                      .orElseThrow(() -> world.missing("TASK", name)));
        });
    handlers.on("Tasks.ListTasks", ListTasksRequest.getDefaultInstance(), this::tasks);
  }

  private ExecutionRun run(String name) {
    return jobs.apply(World.parent(name)).stream()
        .flatMap(job -> Optional.ofNullable(job.executions.get(World.last(name))).stream())
        .findFirst()
        .orElseThrow(() -> world.missing("EXECUTION", name));
  }

  private ListExecutionsResponse list(ListExecutionsRequest request, Context context) {
    String parent = world.canonical(request.getParent());
    world.access().check(context.caller(), "run.executions.list", parent);
    return world.locked(
        () -> {
          Pages.Page<Execution> page =
              Pages.of(
                  jobs.apply(parent).stream()
                      .flatMap(job -> job.executions.values().stream())
                      .map(ExecutionRun::execution)
                      .sorted((a, b) -> Timestamps.compare(b.getCreateTime(), a.getCreateTime()))
                      .toList(),
                  request.getPageSize(),
                  request.getPageToken());
          return ListExecutionsResponse.newBuilder()
              .addAllExecutions(page.items())
              .setNextPageToken(page.next())
              .build();
        });
  }

  private ListTasksResponse tasks(ListTasksRequest request, Context context) {
    String parent = world.canonical(request.getParent());
    world.access().check(context.caller(), "run.tasks.list", parent);
    return world.locked(
        () -> {
          Pages.Page<Task> page =
              Pages.of(
                  run(parent).tasks().stream().map(TaskRun::task).toList(),
                  request.getPageSize(),
                  request.getPageToken());
          return ListTasksResponse.newBuilder()
              .addAllTasks(page.items())
              .setNextPageToken(page.next())
              .build();
        });
  }

  private Operation cancel(CancelExecutionRequest request, Context context) {
    String name = world.canonical(request.getName());
    world.access().check(context.caller(), "run.executions.cancel", name);
    ExecutionRun run = world.locked(() -> run(name));
    Etags.check(request.getEtag(), run.execution().getEtag(), name);
    if (request.getValidateOnly()) {
      return operations.succeed(Operation.getDefaultInstance(), run.execution());
    }
    run.cancel();
    Operation operation = operations.begin(name, run.execution());
    run.whenEnded(ended -> operations.succeed(operation, ended));
    return operation;
  }

  private Operation delete(DeleteExecutionRequest request, Context context) {
    String name = world.canonical(request.getName());
    world.access().check(context.caller(), "run.executions.delete", name);
    ExecutionRun run = world.locked(() -> run(name));
    Etags.check(request.getEtag(), run.execution().getEtag(), name);
    Execution deleting = run.execution().toBuilder().setDeleteTime(world.now()).build();
    if (request.getValidateOnly()) {
      return operations.succeed(Operation.getDefaultInstance(), deleting);
    }
    run.cancel();
    Operation operation = operations.begin(name, deleting);
    run.whenEnded(
        ended ->
            world.soon(
                () -> {
                  world.locked(
                      () ->
                          jobs.apply(World.parent(name))
                              .forEach(job -> job.executions.remove(World.last(name))));
                  operations.succeed(operation, deleting);
                }));
    return operation;
  }
}
