package io.jenkins.plugins.cloudrun.emulator.run;

import com.google.cloud.run.v2.Condition;
import com.google.cloud.run.v2.Condition.CommonReason;
import com.google.cloud.run.v2.CreateJobRequest;
import com.google.cloud.run.v2.DeleteJobRequest;
import com.google.cloud.run.v2.ExecutionReference;
import com.google.cloud.run.v2.GetJobRequest;
import com.google.cloud.run.v2.Job;
import com.google.cloud.run.v2.ListJobsRequest;
import com.google.cloud.run.v2.ListJobsResponse;
import com.google.cloud.run.v2.UpdateJobRequest;
import com.google.longrunning.Operation;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.jenkins.plugins.cloudrun.emulator.Fault;
import io.jenkins.plugins.cloudrun.emulator.container.Containers;
import io.jenkins.plugins.cloudrun.emulator.container.LaunchFailure;
import io.jenkins.plugins.cloudrun.emulator.http.ApiException;
import io.jenkins.plugins.cloudrun.emulator.http.Context;
import io.jenkins.plugins.cloudrun.emulator.http.Handlers;
import io.jenkins.plugins.cloudrun.emulator.logs.LogStore;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The calls on jobs. */
public final class Jobs {
  private static final long KEPT_SECONDS = 30L * 24 * 3600;

  private final World world;
  private final Operations operations;
  private final Policies policies;
  private final Containers containers;
  private final JobRuns runs;
  private final Map<String, JobEntry> entries = new LinkedHashMap<>();

  public Jobs(
      World world, Operations operations, Policies policies, Containers containers, LogStore logs) {
    this.world = world;
    this.operations = operations;
    this.policies = policies;
    this.containers = containers;
    this.runs = new JobRuns(world, operations, containers, logs, this::entry);
  }

  public void register(Handlers handlers) {
    handlers.on(
        "Jobs.GetJob",
        GetJobRequest.getDefaultInstance(),
        (request, context) -> {
          String name = world.canonical(request.getName());
          world.access().check(context.caller(), "run.jobs.get", name);
          return world.locked(() -> entry(name).job);
        });
    handlers.on("Jobs.ListJobs", ListJobsRequest.getDefaultInstance(), this::list);
    handlers.on("Jobs.CreateJob", CreateJobRequest.getDefaultInstance(), this::create);
    handlers.on("Jobs.UpdateJob", UpdateJobRequest.getDefaultInstance(), this::update);
    handlers.on("Jobs.DeleteJob", DeleteJobRequest.getDefaultInstance(), this::delete);
    runs.register(handlers);
    policies.register(handlers, "Jobs", "jobs", this::entry);
    new Executions(world, operations, this::entries).register(handlers);
  }

  private JobEntry entry(String name) {
    JobEntry entry = entries.get(name);
    if (entry == null) {
      throw world.missing("JOB", name);
    }
    return entry;
  }

  private Collection<JobEntry> entries(String name) {
    if (!World.last(name).equals("-") && !World.region(name).equals("-")) {
      return List.of(entry(name));
    }
    String pattern = name.replace("/-", "/[^/]+");
    return entries.entrySet().stream()
        .filter(entry -> entry.getKey().matches(pattern))
        .map(Map.Entry::getValue)
        .toList();
  }

  private ListJobsResponse list(ListJobsRequest request, Context context) {
    String parent = world.canonical(request.getParent());
    world.access().check(context.caller(), "run.jobs.list", parent);
    return world.locked(
        () -> {
          Pages.Page<Job> page =
              Pages.of(
                  entries.values().stream()
                      .map(entry -> entry.job)
                      .filter(job -> World.parent(job.getName()).equals(parent))
                      .sorted((a, b) -> Timestamps.compare(b.getCreateTime(), a.getCreateTime()))
                      .toList(),
                  request.getPageSize(),
                  request.getPageToken());
          return ListJobsResponse.newBuilder()
              .addAllJobs(page.items())
              .setNextPageToken(page.next())
              .build();
        });
  }

  private Operation create(CreateJobRequest request, Context context) {
    String name = world.canonical(request.getParent()) + "/jobs/" + request.getJobId();
    world.access().check(context.caller(), "run.jobs.create", name);
    return create(name, "job_id", request.getJob(), request.getValidateOnly(), context);
  }

  private Operation create(
      String name, String field, Job wanted, boolean validateOnly, Context context) {
    ServiceRules.checkId(field, World.last(name));
    Job.Builder job = wanted.toBuilder();
    OutputOnly.keep(job, Job.getDefaultInstance());
    prepare(job.setName(name), context);
    return world.locked(
        () -> {
          if (entries.containsKey(name)) {
            throw ApiException.exists("Resource '" + World.last(name) + "' already exists.");
          }
          Timestamp now = world.now();
          job.setUid(world.uid())
              .setGeneration(1)
              .setCreateTime(now)
              .setUpdateTime(now)
              .setCreator(context.caller().email())
              .setLastModifier(context.caller().email())
              .setReconciling(true)
              .setTerminalCondition(
                  Condition.newBuilder().setState(Condition.State.CONDITION_PENDING))
              .setLatestCreatedExecution(ExecutionReference.getDefaultInstance())
              .setEtag(Etags.of(now, name));
          if (validateOnly) {
            return operations.succeed(Operation.getDefaultInstance(), job.build());
          }
          JobEntry entry = new JobEntry(job.build());
          entries.put(name, entry);
          Operation operation = operations.begin(name, job.clone().clearUid().build());
          reconcile(entry, operation, context.operationError());
          return operation;
        });
  }

  private Operation update(UpdateJobRequest request, Context context) {
    String name = world.canonical(request.getJob().getName());
    world.access().check(context.caller(), "run.jobs.update", name);
    return world.locked(
        () -> {
          if (!entries.containsKey(name) && request.getAllowMissing()) {
            return create(name, "job.name", request.getJob(), request.getValidateOnly(), context);
          }
          JobEntry entry = entry(name);
          Etags.check(request.getJob().getEtag(), entry.job.getEtag(), name);
          if (entry.deleting) {
            throw ApiException.aborted("Resource '" + World.last(name) + "' is being deleted.");
          }
          Job.Builder job = request.getJob().toBuilder();
          OutputOnly.keep(job, entry.job);
          prepare(job.setName(name), context);
          Timestamp now = world.now();
          Timestamp old = entry.job.getTerminalCondition().getLastTransitionTime();
          job.setGeneration(entry.job.getGeneration() + 1)
              .setUpdateTime(now)
              .setLastModifier(context.caller().email())
              .setReconciling(true)
              .setTerminalCondition(Conditions.pending("Ready", old))
              .setEtag(Etags.of(now, name));
          if (request.getValidateOnly()) {
            return operations.succeed(Operation.getDefaultInstance(), job.build());
          }
          entry.job = job.build();
          Operation operation = operations.begin(name, entry.job);
          reconcile(entry, operation, context.operationError());
          return operation;
        });
  }

  private Operation delete(DeleteJobRequest request, Context context) {
    String name = world.canonical(request.getName());
    world.access().check(context.caller(), "run.jobs.delete", name);
    return world.locked(
        () -> {
          JobEntry entry = entry(name);
          Etags.check(request.getEtag(), entry.job.getEtag(), name);
          Timestamp now = world.now();
          Job deleting =
              entry.job.toBuilder()
                  .setGeneration(entry.job.getGeneration() + 1)
                  .setDeleteTime(now)
                  .setUpdateTime(now)
                  .setExpireTime(now.toBuilder().setSeconds(now.getSeconds() + KEPT_SECONDS))
                  .setReconciling(true)
                  .setEtag(Etags.of(now, name))
                  .build();
          if (request.getValidateOnly()) {
            return operations.succeed(Operation.getDefaultInstance(), deleting);
          }
          entry.job = deleting;
          entry.deleting = true;
          Operation operation = operations.begin(name, deleting);
          entry.executions.values().forEach(ExecutionRun::cancel);
          world.soon(() -> world.locked(() -> deleted(entry, name, operation)));
          return operation;
        });
  }

  private void deleted(JobEntry entry, String name, Operation operation) {
    entries.remove(name);
    policies.forget(name);
    operations.succeed(
        operation,
        entry.job.toBuilder()
            .setObservedGeneration(entry.job.getGeneration())
            .setReconciling(false)
            .setTerminalCondition(Conditions.succeeded("Ready", world.now()))
            .build());
  }

  private void prepare(Job.Builder job, Context context) {
    JobRules.fill(job, world.options().computeAccount());
    JobRules.check(job.build());
    world
        .access()
        .checkActAs(context.caller(), job.getTemplate().getTemplate().getServiceAccount());
  }

  /** Imports the image, which is all that a job needs to be ready. */
  private void reconcile(
      JobEntry entry, Operation operation, Optional<Fault.OperationFails> error) {
    Job written = entry.job;
    world.soon(
        () -> {
          Optional<Condition> failed =
              error
                  .map(
                      e ->
                          Conditions.failed(
                              "Ready", CommonReason.INTERNAL, e.message(), world.now()))
                  .or(() -> missing(written));
          world.locked(() -> finish(entry, written, operation, failed, error));
        });
  }

  private Optional<Condition> missing(Job job) {
    try {
      containers.require(job.getTemplate().getTemplate().getContainers(0).getImage());
      return Optional.empty();
    } catch (LaunchFailure e) {
      return Optional.of(
          Conditions.failed("Ready", CommonReason.CONTAINER_MISSING, e.text(), world.now()));
    }
  }

  private void finish(
      JobEntry entry,
      Job written,
      Operation operation,
      Optional<Condition> failed,
      Optional<Fault.OperationFails> error) {
    boolean current = entry.job.getGeneration() == written.getGeneration();
    Condition ready = failed.orElseGet(() -> Conditions.succeeded("Ready", world.now()));
    Job done =
        (current ? entry.job : written)
            .toBuilder()
                .setObservedGeneration(written.getGeneration())
                .setReconciling(false)
                .setTerminalCondition(ready)
                .build();
    if (current) {
      entry.job = done;
    }
    if (failed.isPresent()) {
      operations.fail(
          operation, error.map(Fault.OperationFails::code).orElse(9), ready.getMessage(), done);
    } else {
      operations.succeed(operation, done);
    }
  }
}
