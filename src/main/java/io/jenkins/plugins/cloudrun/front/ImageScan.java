package io.jenkins.plugins.cloudrun.front;

import hudson.AbortException;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Scans;
import io.jenkins.plugins.cloudrun.scan.ScanGate;
import io.jenkins.plugins.cloudrun.scan.ScanPlan;
import io.jenkins.plugins.cloudrun.scan.ScanState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Waits for what Artifact Analysis finds in an image, without a thread: whoever waits looks again
 * after the time that each look tells.
 */
public final class ImageScan {
  private static final Duration SOON = Duration.ofMillis(250);

  private final Optional<ScanPlan> plan;
  private final ImageReference image;
  private final Access access;
  private final LogLine log;
  private final Clock clock;
  private final Instant deadline;
  private String said = "";

  ImageScan(
      Optional<ScanPlan> plan, ImageReference image, Access access, LogLine log, Clock clock) {
    this.plan = plan;
    this.image = image;
    this.access = access;
    this.log = log;
    this.clock = clock;
    this.deadline = clock.instant().plus(plan.map(ScanPlan::within).orElse(Duration.ZERO));
  }

  /** Opens what is asked, with credentials as they are now. */
  interface Access {
    Scans open() throws Failure;
  }

  /**
   * Looks once; blocks for a few calls.
   *
   * @return after which time to look again; zero when the image may go on
   * @throws AbortException when it may not, with the message for people
   */
  public Duration look() throws AbortException {
    if (plan.isEmpty()) {
      return Duration.ZERO;
    }
    if (said.isEmpty()) {
      say("Scan of " + image + ": waiting for " + plan.get().describe() + ".");
    }
    ScanState state;
    try {
      state =
          new ScanGate(access.open()).look(image, plan.get().failOn(), deadline, clock.instant());
    } catch (Failure.Permanent e) {
      throw new AbortException(e.getMessage());
    } catch (Failure e) {
      if (!clock.instant().isBefore(deadline)) {
        throw new AbortException(e.getMessage());
      }
      return Duration.ofSeconds(5);
    }
    if (state instanceof ScanState.Waiting waiting) {
      say(waiting.why());
      Duration wait = Duration.between(clock.instant(), waiting.next());
      return wait.compareTo(SOON) < 0 ? SOON : wait;
    }
    if (state instanceof ScanState.Failed failed) {
      failed.table().lines().forEach(log::say);
      throw new AbortException(failed.message());
    }
    ScanState.Passed passed = (ScanState.Passed) state;
    passed.table().lines().forEach(log::say);
    log.say(passed.message());
    return Duration.ZERO;
  }

  private void say(String line) {
    if (!line.equals(said)) {
      said = line;
      log.say(line);
    }
  }
}
