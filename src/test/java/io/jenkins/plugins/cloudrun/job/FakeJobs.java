package io.jenkins.plugins.cloudrun.job;

import io.jenkins.plugins.cloudrun.durable.Crash;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.JobKey;
import io.jenkins.plugins.cloudrun.rollout.port.CloudRun;
import io.jenkins.plugins.cloudrun.rollout.port.Condition;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Health;
import io.jenkins.plugins.cloudrun.rollout.port.ImageTags;
import io.jenkins.plugins.cloudrun.rollout.port.Images;
import io.jenkins.plugins.cloudrun.rollout.port.Jobs;
import io.jenkins.plugins.cloudrun.rollout.port.Logs;
import io.jenkins.plugins.cloudrun.rollout.port.Metrics;
import io.jenkins.plugins.cloudrun.rollout.port.OperationState;
import io.jenkins.plugins.cloudrun.rollout.port.Scans;
import io.jenkins.plugins.cloudrun.rollout.port.Session;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** One job in memory, whose executions take a few looks. */
final class FakeJobs implements Sessions, Session, Jobs {
  static final ImageDigest DIGEST = new ImageDigest("sha256:" + "b".repeat(64));

  Optional<JobSettings> job = Optional.empty();
  final Map<String, String> markers = new LinkedHashMap<>();
  final Map<String, Integer> looksLeft = new LinkedHashMap<>();
  final List<String> cancelled = new ArrayList<>();
  final List<String> effects = new ArrayList<>();
  final Deque<Failure> nextRun = new ArrayDeque<>();
  boolean answerIsLost;
  final Deque<Failure> nextSearch = new ArrayDeque<>();
  Crash.At afterEffect = new Crash.At(0);
  Crash.At gone = new Crash.At(0);
  int exitCode;
  int looks = 3;

  private void alive() {
    if (gone.happened() || afterEffect.happened()) {
      afterEffect.pass("gone");
      gone.pass("gone");
    }
  }

  @Override
  public Session open(Origin origin, Account account) {
    alive();
    return this;
  }

  @Override
  public CloudRun cloudRun() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Metrics metrics() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Logs logs() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Health health() {
    throw new UnsupportedOperationException();
  }

  @Override
  public SourceBuilds sourceBuilds() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Scans scans() {
    throw new UnsupportedOperationException();
  }

  @Override
  public ImageTags imageTags() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Jobs jobs() {
    return this;
  }

  @Override
  public Images images() {
    return image -> DIGEST;
  }

  @Override
  public synchronized Optional<JobState> job(JobKey key) {
    return job.map(
        j ->
            new JobState(
                "etag", false, new Condition("Ready", Condition.State.SUCCEEDED, "", ""), "image"));
  }

  @Override
  public synchronized Optional<String> apply(
      JobKey key, Optional<String> etag, JobSettings wanted) {
    alive();
    if (job.equals(Optional.of(wanted))) {
      return Optional.empty();
    }
    job = Optional.of(wanted);
    effects.add("update");
    afterEffect.pass("after update");
    return Optional.of("op-1");
  }

  @Override
  public OperationState operation(JobKey key, String name) {
    return new OperationState(true, Optional.empty());
  }

  @Override
  public synchronized String run(JobKey key, String marker, Overrides overrides) throws Failure {
    alive();
    if (!nextRun.isEmpty()) {
      throw nextRun.pop();
    }
    if (markers.containsKey(marker)) {
      throw new AssertionError("started twice: " + marker);
    }
    String name = "migrate-" + (markers.size() + 1) + "abcd";
    markers.put(marker, name);
    looksLeft.put(name, looks);
    effects.add("run");
    afterEffect.pass("after run");
    if (answerIsLost) {
      answerIsLost = false;
      throw new Failure.Ambiguous("Cut off.", null);
    }
    return name;
  }

  @Override
  public synchronized Optional<String> started(JobKey key, String marker) throws Failure {
    if (!nextSearch.isEmpty()) {
      throw nextSearch.pop();
    }
    return Optional.ofNullable(markers.get(marker));
  }

  @Override
  public synchronized Optional<ExecutionState> execution(JobKey key, String name) {
    alive();
    asked++;
    int left = looksLeft.merge(name, -1, Integer::sum);
    boolean stopped = cancelled.contains(name);
    boolean ended = left <= 0 || stopped;
    boolean good = ended && !stopped && exitCode == 0;
    Condition completed =
        new Condition(
            "Completed",
            !ended
                ? Condition.State.PENDING
                : good ? Condition.State.SUCCEEDED : Condition.State.FAILED,
            stopped ? "CANCELLED" : ended && !good ? "NON_ZERO_EXIT_CODE" : "",
            "");
    return Optional.of(
        new ExecutionState(
            name,
            completed,
            List.of(),
            ended ? 0 : 1,
            good ? 1 : 0,
            ended && !good && !stopped ? 1 : 0,
            stopped ? 1 : 0,
            ended && exitCode != 0 ? 3 : 0,
            1,
            "https://logs.example/" + name,
            List.of(
                new TaskState(
                    0,
                    ended ? OptionalInt.of(exitCode) : OptionalInt.empty(),
                    OptionalInt.empty(),
                    exitCode == 0 ? 1 : 4,
                    ""))));
  }

  /** Calls that asked which executions go on, and those that asked for one. */
  int listed;

  int asked;

  @Override
  public synchronized Set<String> ongoing(JobKey key, int most) {
    alive();
    listed++;
    return markers.values().stream()
        .filter(name -> looksLeft.getOrDefault(name, 0) > 0 && !cancelled.contains(name))
        .collect(Collectors.toSet());
  }

  @Override
  public synchronized void cancel(JobKey key, String name) {
    alive();
    if (!cancelled.contains(name)) {
      cancelled.add(name);
      effects.add("cancel");
      afterEffect.pass("after cancel");
    }
  }
}
