package io.jenkins.plugins.cloudrun.rollout.port;

import io.jenkins.plugins.cloudrun.model.ContainerSettings;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.JobKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The jobs of Cloud Run. Every call blocks, for at most a minute, and is made by the engine's
 * poller alone.
 */
public interface Jobs {
  /** The job, or empty if there is none. */
  Optional<JobState> job(JobKey key) throws Failure;

  /**
   * Creates or updates the job so that it has what {@code wanted} names; writes nothing when it has
   * already.
   *
   * @return the operation's name, or empty when nothing differed
   */
  Optional<String> apply(JobKey key, Optional<String> etag, JobSettings wanted) throws Failure;

  /** An operation by name; one that is no longer known counts as done without error. */
  OperationState operation(JobKey key, String name) throws Failure;

  /**
   * Starts an execution. RunJob takes no name from the caller: {@code marker} is set as a variable
   * of the execution's container ({@link #MARKER}), so that {@link #started} finds it again.
   *
   * @return the execution's name, without the resource path
   */
  String run(JobKey key, String marker, Overrides overrides) throws Failure;

  /** The execution that carries {@code marker}, if {@link #run} took effect. */
  Optional<String> started(JobKey key, String marker) throws Failure;

  /** An execution by name, or empty if there is none. */
  Optional<ExecutionState> execution(JobKey key, String name) throws Failure;

  /**
   * The names of those that go on among the newest executions: one call for many runs.
   *
   * @param most how many executions are looked at, up to 100
   */
  Set<String> ongoing(JobKey key, int most) throws Failure;

  /** Cancels an execution; one that has ended already is left as it is. */
  void cancel(JobKey key, String name) throws Failure;

  /** The variable that marks an execution as ours. */
  String MARKER = "CLOUD_RUN_STEP_ID";

  /**
   * What a step says of the job; what it leaves out stays as it is.
   *
   * @param image by digest, or empty to keep the job's
   * @param tasks 1 to 10000
   * @param parallelism 0 (no limit) to 10000
   * @param maxRetries of a task, 0 to 10
   * @param taskTimeout of one attempt, up to 7 days
   */
  record JobSettings(
      Optional<ImageReference> image,
      ContainerSettings container,
      OptionalInt tasks,
      OptionalInt parallelism,
      OptionalInt maxRetries,
      Optional<Duration> taskTimeout,
      Optional<String> serviceAccount,
      Map<String, String> labels) {
    public JobSettings {
      labels = Map.copyOf(labels);
    }
  }

  /**
   * For one execution only (RunJobRequest.Overrides).
   *
   * @param args replace the job's
   * @param env merged with the job's
   */
  record Overrides(
      Optional<List<String>> args,
      Map<String, String> env,
      OptionalInt tasks,
      Optional<Duration> taskTimeout) {
    public static final Overrides NONE =
        new Overrides(Optional.empty(), Map.of(), OptionalInt.empty(), Optional.empty());

    public Overrides {
      args = args.map(List::copyOf);
      env = Map.copyOf(env);
    }
  }

  /** A job as the Admin API shows it. */
  record JobState(String etag, boolean reconciling, Condition ready, String image) {}

  /**
   * An execution as the Admin API shows it.
   *
   * @param completed the condition {@code Completed}
   * @param tasks what is known of each task, by index
   */
  record ExecutionState(
      String name,
      Condition completed,
      List<Condition> conditions,
      int running,
      int succeeded,
      int failed,
      int cancelled,
      int retried,
      int taskCount,
      String logUri,
      List<TaskState> tasks) {
    /** Whether no task will run any more. */
    public boolean ended() {
      return completed.succeeded() || completed.failed();
    }
  }

  /**
   * A task of an execution.
   *
   * @param exitCode of the last attempt, if it exited
   * @param signal that ended the last attempt, if one did
   * @param attempts how often it was tried
   */
  record TaskState(
      int index, OptionalInt exitCode, OptionalInt signal, int attempts, String logUri) {}
}
