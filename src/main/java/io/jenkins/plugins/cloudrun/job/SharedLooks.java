package io.jenkins.plugins.cloudrun.job;

import io.jenkins.plugins.cloudrun.model.JobKey;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which executions of a job go on, asked once for all runs that wait for that job. An execution
 * that has ended never goes on again, so an answer that is a little old misleads nobody: it only
 * says a little later that one has ended.
 */
final class SharedLooks {
  /** A run that has not looked for so long waits no more. */
  private static final Duration FORGOTTEN = Duration.ofMinutes(15);

  /** Another run is asking right now. */
  private static final Duration SOON = Duration.ofMillis(300);

  /** Executions that others have started lie between ours. */
  private static final int SPARE = 5;

  private static final int MOST = 100;

  /** A session stands for the account: another one may see something else. */
  private record Key(Session session, JobKey job) {}

  private static final class Watch {
    final Map<String, Instant> waiting = new HashMap<>();
    Set<String> ongoing = Set.of();
    Instant at = Instant.EPOCH;
    boolean asking;

    void forget(Instant now) {
      waiting.values().removeIf(last -> last.plus(FORGOTTEN).isBefore(now));
    }
  }

  private final Map<Key, Watch> watches = new HashMap<>();

  /**
   * How long a run may wait until it looks again, as its execution goes on; empty when it has to
   * look for itself: it waits alone, or its execution is not among those that go on.
   */
  Optional<Duration> goesOn(Session session, JobRun run, Instant now) throws Failure {
    String execution = run.execution().orElseThrow();
    Duration pace = run.pace(now);
    Watch watch;
    int most;
    synchronized (watches) {
      watch = joined(new Key(session, run.plan().key()), execution, now);
      most = Math.min(MOST, 2 * watch.waiting.size() + SPARE);
      if (watch.waiting.size() < 2) {
        return Optional.empty();
      }
      Duration age = Duration.between(watch.at, now);
      if (age.compareTo(pace.dividedBy(2)) < 0) {
        // As long as it has been since the call: so all of them look at about the same time.
        return watch.ongoing.contains(execution) ? Optional.of(pace.minus(age)) : Optional.empty();
      }
      if (watch.asking) {
        return Optional.of(SOON);
      }
      watch.asking = true;
    }
    try {
      Set<String> ongoing = session.jobs().ongoing(run.plan().key(), most);
      synchronized (watches) {
        watch.ongoing = ongoing;
        watch.at = now;
      }
      return ongoing.contains(execution) ? Optional.of(pace) : Optional.empty();
    } finally {
      synchronized (watches) {
        watch.asking = false;
      }
    }
  }

  private Watch joined(Key key, String execution, Instant now) {
    Watch watch = watches.get(key);
    if (watch == null) {
      watches.values().forEach(old -> old.forget(now));
      watches.values().removeIf(old -> old.waiting.isEmpty());
      watch = new Watch();
      watches.put(key, watch);
    }
    watch.forget(now);
    watch.waiting.put(execution, now);
    return watch;
  }

  /** The run waits no more. */
  void leave(Session session, JobRun run) {
    synchronized (watches) {
      Key key = new Key(session, run.plan().key());
      Watch watch = watches.get(key);
      if (watch != null) {
        run.execution().ifPresent(watch.waiting::remove);
        if (watch.waiting.isEmpty()) {
          watches.remove(key);
        }
      }
    }
  }
}
