package io.jenkins.plugins.cloudrun.scan;

import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.Severity;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Scans;
import java.time.Duration;
import java.time.Instant;

/**
 * Judges an image by what Artifact Analysis found in it. Holds nothing and no thread: whoever waits
 * looks again when it is told to, and may be another one after a restart.
 */
public final class ScanGate {
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final Scans scans;

  /**
   * @param scans asked for anew for each look, so that credentials that are withdrawn stop working
   */
  public ScanGate(Scans scans) {
    this.scans = scans;
  }

  /**
   * Looks once; blocks for two calls at most. At the deadline and after it there is always a
   * verdict.
   *
   * @param image by digest
   * @param failOn the mildest severity that fails
   * @param deadline when there must be a verdict
   * @param now the time
   */
  public ScanState look(ImageReference image, Severity failOn, Instant deadline, Instant now) {
    ScanTarget target;
    try {
      target = ScanTarget.of(image);
    } catch (InvalidValueException e) {
      return new ScanState.Failed(String.valueOf(e.getMessage()), ScanTable.EMPTY);
    }
    ScanDecision decision = new ScanDecision(target, failOn, deadline);
    try {
      Scans.Scan scan = scans.scan(target.project(), target.image());
      return scan.status() == Scans.Status.FINISHED
          ? decision.finished(scans.vulnerabilities(target.project(), target.image()))
          : decision.unfinished(scan, now);
    } catch (Failure.Permanent e) {
      return decision.failed(e.explanation());
    } catch (Failure.Transient e) {
      return again(decision, e, e.retryAfter().orElse(ScanDecision.PAUSE), deadline, now);
    } catch (Failure e) {
      return again(decision, e, ScanDecision.PAUSE, deadline, now);
    }
  }

  private static ScanState again(
      ScanDecision decision, Failure failure, Duration pause, Instant deadline, Instant now) {
    if (!now.isBefore(deadline)) {
      return decision.failed(
          failure.explanation() + " The scan's wait is over: run the build again later.");
    }
    Duration bounded = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    return new ScanState.Waiting(decision.next(now, bounded), failure.explanation());
  }
}
