package io.jenkins.plugins.cloudrun.gcp;

import com.google.cloud.run.v2.CancelExecutionRequest;
import com.google.cloud.run.v2.CreateJobRequest;
import com.google.cloud.run.v2.EnvVar;
import com.google.cloud.run.v2.Execution;
import com.google.cloud.run.v2.GetExecutionRequest;
import com.google.cloud.run.v2.GetJobRequest;
import com.google.cloud.run.v2.Job;
import com.google.cloud.run.v2.ListExecutionsRequest;
import com.google.cloud.run.v2.ListTasksRequest;
import com.google.cloud.run.v2.RunJobRequest;
import com.google.cloud.run.v2.Task;
import com.google.cloud.run.v2.UpdateJobRequest;
import com.google.longrunning.Operation;
import com.google.protobuf.InvalidProtocolBufferException;
import io.jenkins.plugins.cloudrun.model.JobKey;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Jobs;
import io.jenkins.plugins.cloudrun.rollout.port.OperationState;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Jobs, executions and tasks over the Admin API v2. */
final class JobsPort implements Jobs {
  /** How many of the newest executions are searched for a marker. */
  private static final int SEARCHED = 100;

  /** Tasks whose results are read at most. */
  private static final int MOST_TASKS = 100;

  private final RunConnection connection;

  JobsPort(RunConnection connection) {
    this.connection = connection;
  }

  @Override
  public Optional<JobState> job(JobKey key) throws Failure {
    return read(key)
        .map(
            job ->
                new JobState(
                    job.getEtag(),
                    job.getReconciling(),
                    Conditions.of(job.getTerminalCondition()),
                    job.getTemplate().getTemplate().getContainersCount() == 0
                        ? ""
                        : job.getTemplate().getTemplate().getContainers(0).getImage()));
  }

  private Optional<Job> read(JobKey key) throws Failure {
    return Calls.find(
        connection.jobs.getJobCallable(),
        GetJobRequest.newBuilder().setName(key.resource()).build(),
        Doing.read(key, key.region().value()));
  }

  @Override
  public Optional<String> apply(JobKey key, Optional<String> etag, JobSettings wanted)
      throws Failure {
    Optional<Job> now = read(key);
    if (!now.map(Job::getEtag).equals(etag)) {
      throw changed(key, now, null);
    }
    Job before = now.orElse(Job.getDefaultInstance());
    Job after = JobProtos.changed(before, wanted);
    if (now.isPresent() && JobProtos.sameSpecification(before, after)) {
      return Optional.empty();
    }
    try {
      Operation operation = now.isPresent() ? update(key, after) : create(key, after);
      return Optional.of(operation.getName());
    } catch (Failure.Permanent e) {
      boolean raced = now.isEmpty() && e.reason() == Failure.Reason.EXISTS;
      throw raced || e.reason() == Failure.Reason.CONFLICT ? changed(key, read(key), e) : e;
    }
  }

  private Operation create(JobKey key, Job job) throws Failure {
    return Calls.call(
        connection.jobs.createJobCallable(),
        CreateJobRequest.newBuilder()
            .setParent("projects/" + key.project() + "/locations/" + key.region())
            .setJobId(key.job().value())
            .setJob(job)
            .build(),
        Doing.write("create", key, key.region().value()));
  }

  private Operation update(JobKey key, Job job) throws Failure {
    return Calls.call(
        connection.jobs.updateJobCallable(),
        UpdateJobRequest.newBuilder().setJob(job).build(),
        Doing.write("update", key, key.region().value()));
  }

  private static Failure changed(
      JobKey key, Optional<Job> now, Failure.@Nullable Permanent refusal) {
    return new Failure.Permanent(
        Failure.Reason.CONFLICT,
        "The "
            + key
            + " changed while it was about to be written"
            + now.map(
                    job ->
                        ": it has generation "
                            + job.getGeneration()
                            + " now, last changed by "
                            + job.getLastModifier())
                .orElse(": it is gone")
            + "."
            + (refusal == null
                ? " Look at what changed, then try again."
                : " " + refusal.explanation()),
        refusal);
  }

  @Override
  public OperationState operation(JobKey key, String name) throws Failure {
    return Operations.state(
        connection.jobs.getHttpJsonOperationsClient(),
        name,
        Doing.read("the operation on " + key, key.region().value()));
  }

  @Override
  public String run(JobKey key, String marker, Overrides overrides) throws Failure {
    RunJobRequest.Overrides.ContainerOverride.Builder container =
        RunJobRequest.Overrides.ContainerOverride.newBuilder();
    overrides.args().ifPresent(args -> container.addAllArgs(args).setClearArgs(args.isEmpty()));
    overrides.env().keySet().stream()
        .sorted()
        .forEach(
            name ->
                container.addEnv(
                    EnvVar.newBuilder()
                        .setName(name)
                        .setValue(overrides.env().getOrDefault(name, ""))));
    container.addEnv(EnvVar.newBuilder().setName(MARKER).setValue(marker));
    RunJobRequest.Overrides.Builder all =
        RunJobRequest.Overrides.newBuilder().addContainerOverrides(container);
    overrides.tasks().ifPresent(all::setTaskCount);
    overrides.taskTimeout().ifPresent(timeout -> all.setTimeout(Containers.duration(timeout)));
    Doing doing =
        new Doing(
            "run " + key,
            true,
            key.region().value(),
            "roles/run.developer (run.jobs.run and run.jobs.runWithOverrides)");
    Operation operation =
        Calls.call(
            connection.jobs.runJobCallable(),
            RunJobRequest.newBuilder().setName(key.resource()).setOverrides(all).build(),
            doing);
    try {
      return ServiceProtos.last(operation.getMetadata().unpack(Execution.class).getName());
    } catch (InvalidProtocolBufferException e) {
      throw new Failure.Ambiguous(
          "Cloud Run started " + key + " but its answer could not be read.", e);
    }
  }

  /** Newest first. */
  private List<Execution> newest(JobKey key, int most) throws Failure {
    return Calls.call(
            connection.executions.listExecutionsCallable(),
            ListExecutionsRequest.newBuilder().setParent(key.resource()).setPageSize(most).build(),
            Doing.read("the executions of " + key, key.region().value()))
        .getExecutionsList();
  }

  @Override
  public Set<String> ongoing(JobKey key, int most) throws Failure {
    return newest(key, most).stream()
        .filter(execution -> !JobProtos.state(execution, List.of()).ended())
        .map(execution -> ServiceProtos.last(execution.getName()))
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Optional<String> started(JobKey key, String marker) throws Failure {
    return newest(key, SEARCHED).stream()
        .filter(execution -> JobProtos.carries(execution, marker))
        .findFirst()
        .map(execution -> ServiceProtos.last(execution.getName()));
  }

  @Override
  public Optional<ExecutionState> execution(JobKey key, String name) throws Failure {
    Optional<Execution> found = find(key, name);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    List<Task> tasks = found.get().hasCompletionTime() ? tasks(key, name) : List.of();
    return Optional.of(JobProtos.state(found.get(), tasks));
  }

  private Optional<Execution> find(JobKey key, String name) throws Failure {
    return Calls.find(
        connection.executions.getExecutionCallable(),
        GetExecutionRequest.newBuilder().setName(resource(key, name)).build(),
        Doing.read("execution " + name + " of " + key, key.region().value()));
  }

  private List<Task> tasks(JobKey key, String name) throws Failure {
    return Calls.call(
            connection.tasks.listTasksCallable(),
            ListTasksRequest.newBuilder()
                .setParent(resource(key, name))
                .setPageSize(MOST_TASKS)
                .build(),
            Doing.read("the tasks of execution " + name + " of " + key, key.region().value()))
        .getTasksList();
  }

  @Override
  public void cancel(JobKey key, String name) throws Failure {
    if (ended(key, name)) {
      return;
    }
    try {
      Operation unused =
          Calls.call(
              connection.executions.cancelExecutionCallable(),
              CancelExecutionRequest.newBuilder().setName(resource(key, name)).build(),
              Doing.write("cancel", "execution " + name + " of " + key, key.region().value()));
    } catch (Failure.Permanent e) {
      // It may have ended in between.
      if (!ended(key, name)) {
        throw e;
      }
    }
  }

  private boolean ended(JobKey key, String name) throws Failure {
    return find(key, name).map(e -> JobProtos.state(e, List.of()).ended()).orElse(true);
  }

  private static String resource(JobKey key, String execution) {
    return key.resource() + "/executions/" + execution;
  }
}
