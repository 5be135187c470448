package io.jenkins.plugins.cloudrun.gcp;

import com.google.api.gax.rpc.NotFoundException;
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
    try {
      return Optional.of(
          connection
              .jobs
              .getJobCallable()
              .call(GetJobRequest.newBuilder().setName(key.resource()).build()));
    } catch (NotFoundException e) {
      return Optional.empty();
    } catch (RuntimeException e) {
      throw Failures.of(e, Doing.read(key, key.region().value()));
    }
  }

  @Override
  public Optional<String> apply(JobKey key, Optional<String> etag, JobSettings wanted)
      throws Failure {
    Optional<Job> now = read(key);
    if (!now.map(Job::getEtag).equals(etag)) {
      throw new Failure.Permanent(
          Failure.Reason.CONFLICT,
          "The "
              + key
              + " changed while it was about to be updated. Look at the job, then try again.",
          null);
    }
    Job before = now.orElse(Job.getDefaultInstance());
    Job after = JobProtos.changed(before, wanted);
    if (now.isPresent() && JobProtos.sameSpecification(before, after)) {
      return Optional.empty();
    }
    try {
      Operation operation =
          now.isPresent()
              ? connection
                  .jobs
                  .updateJobCallable()
                  .call(UpdateJobRequest.newBuilder().setJob(after).build())
              : connection
                  .jobs
                  .createJobCallable()
                  .call(
                      CreateJobRequest.newBuilder()
                          .setParent("projects/" + key.project() + "/locations/" + key.region())
                          .setJobId(key.job().value())
                          .setJob(after)
                          .build());
      return Optional.of(operation.getName());
    } catch (RuntimeException e) {
      throw Failures.of(
          e, Doing.write(now.isPresent() ? "update" : "create", key, key.region().value()));
    }
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
    try {
      Operation operation =
          connection
              .jobs
              .runJobCallable()
              .call(RunJobRequest.newBuilder().setName(key.resource()).setOverrides(all).build());
      return ServiceProtos.last(operation.getMetadata().unpack(Execution.class).getName());
    } catch (InvalidProtocolBufferException e) {
      throw new Failure.Ambiguous(
          "Cloud Run started " + key + " but its answer could not be read.", e);
    } catch (RuntimeException e) {
      throw Failures.of(e, doing);
    }
  }

  @Override
  public Optional<String> started(JobKey key, String marker) throws Failure {
    try {
      // Newest first.
      List<Execution> executions =
          connection
              .executions
              .listExecutionsCallable()
              .call(
                  ListExecutionsRequest.newBuilder()
                      .setParent(key.resource())
                      .setPageSize(SEARCHED)
                      .build())
              .getExecutionsList();
      return executions.stream()
          .filter(execution -> JobProtos.carries(execution, marker))
          .findFirst()
          .map(execution -> ServiceProtos.last(execution.getName()));
    } catch (RuntimeException e) {
      throw Failures.of(e, Doing.read("the executions of " + key, key.region().value()));
    }
  }

  @Override
  public Optional<ExecutionState> execution(JobKey key, String name) throws Failure {
    try {
      Execution execution =
          connection
              .executions
              .getExecutionCallable()
              .call(GetExecutionRequest.newBuilder().setName(resource(key, name)).build());
      boolean over = execution.hasCompletionTime();
      return Optional.of(JobProtos.state(execution, over ? tasks(key, name) : List.of()));
    } catch (NotFoundException e) {
      return Optional.empty();
    } catch (RuntimeException e) {
      throw Failures.of(e, Doing.read("execution " + name + " of " + key, key.region().value()));
    }
  }

  private List<Task> tasks(JobKey key, String name) {
    return connection
        .tasks
        .listTasksCallable()
        .call(
            ListTasksRequest.newBuilder()
                .setParent(resource(key, name))
                .setPageSize(MOST_TASKS)
                .build())
        .getTasksList();
  }

  @Override
  public void cancel(JobKey key, String name) throws Failure {
    Optional<ExecutionState> now = execution(key, name);
    if (now.isEmpty() || now.get().ended()) {
      return;
    }
    try {
      connection
          .executions
          .cancelExecutionCallable()
          .call(CancelExecutionRequest.newBuilder().setName(resource(key, name)).build());
    } catch (RuntimeException e) {
      throw Failures.of(
          e, Doing.write("cancel", "execution " + name + " of " + key, key.region().value()));
    }
  }

  private static String resource(JobKey key, String execution) {
    return key.resource() + "/executions/" + execution;
  }
}
