package io.jenkins.plugins.cloudrun.scan;

import io.jenkins.plugins.cloudrun.model.Severity;
import io.jenkins.plugins.cloudrun.rollout.port.Scans.Scan;
import io.jenkins.plugins.cloudrun.rollout.port.Scans.Status;
import io.jenkins.plugins.cloudrun.rollout.port.Scans.Vulnerability;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What follows from what was seen; pure. */
final class ScanDecision {
  /** Between two looks. */
  static final Duration PAUSE = Duration.ofSeconds(5);

  private final ScanTarget target;
  private final Severity failOn;
  private final Instant deadline;

  ScanDecision(ScanTarget target, Severity failOn, Instant deadline) {
    this.target = target;
    this.failOn = failOn;
    this.deadline = deadline;
  }

  /** Of a scan that has not ended well. */
  ScanState unfinished(Scan scan, Instant now) {
    return switch (scan.status()) {
      case UNSUPPORTED ->
          failed(
              "Artifact Analysis cannot scan "
                  + target.image()
                  + ": it knows neither its operating system nor packages in it (an image from"
                  + " scratch, perhaps). Use a base image of a distribution that is supported, or"
                  + " leave scan out.");
      case FAILED ->
          failed(
              "Artifact Analysis could not scan "
                  + target.image()
                  + ": "
                  + (scan.error().isBlank() ? "it does not say why." : scan.error())
                  + " Push the image again to have it scanned again.");
      default -> now.isBefore(deadline) ? waiting(scan, now) : failed(late(scan));
    };
  }

  private ScanState waiting(Scan scan, Instant now) {
    String why =
        switch (scan.status()) {
          case UNKNOWN -> "Waiting for Artifact Analysis to notice " + target.image() + ".";
          case PENDING -> "The scan of " + target.image() + " is pending.";
          default -> "The scan of " + target.image() + " is under way.";
        };
    return new ScanState.Waiting(next(now, PAUSE), why);
  }

  /** Not after the deadline: the last look is at the deadline. */
  Instant next(Instant now, Duration pause) {
    Instant usual = now.plus(pause);
    return usual.isBefore(deadline) ? usual : deadline;
  }

  private String late(Scan scan) {
    if (scan.status() != Status.UNKNOWN) {
      return "The scan of "
          + target.image()
          + " did not end in time: it is still "
          + scan.status()
          + ". Give it longer with wait, or run the build again: the image is not pushed twice.";
    }
    String[] parts = target.image().name().path().split("/", -1);
    String repository = parts.length > 2 ? parts[1] : "REPOSITORY";
    return "Artifact Analysis knows nothing of "
        + target.image()
        + ": most likely scanning is not enabled. Enable it with 'gcloud services enable"
        + " containerscanning.googleapis.com --project="
        + target.project()
        + "', see that the repository does not switch it off ('gcloud artifacts repositories"
        + " describe "
        + repository
        + "', vulnerabilityScanningConfig), and push again: what was pushed before is not"
        + " scanned."
        + (target.isGoogles()
            ? ""
            : " Only images in Artifact Registry are scanned; this one is in "
                + target.image().name().registry()
                + ".");
  }

  /** Of a scan that has ended well. */
  ScanState finished(List<Vulnerability> found) {
    ScanTable table = ScanTable.of(found);
    int bad = table.reaching(failOn);
    if (bad == 0) {
      return new ScanState.Passed(
          "The scan of "
              + target.image()
              + " found "
              + (table.counts().isEmpty() ? "no vulnerability" : table.summary())
              + "; none reaches "
              + failOn
              + ".",
          table);
    }
    long mendable =
        table.rows().stream()
            .filter(row -> row.severity().reaches(failOn) && !row.fixed().isEmpty())
            .map(Vulnerability::id)
            .distinct()
            .count();
    return new ScanState.Failed(
        "The scan of "
            + target.image()
            + " found "
            + table.summary()
            + ": "
            + bad
            + (bad == 1 ? " reaches " : " reach ")
            + "failOn "
            + failOn
            + ". "
            + (mendable == 0
                ? "None of them has a fix yet: choose another base image or package, or a higher"
                    + " failOn."
                : mendable
                    + (mendable == 1 ? " has" : " have")
                    + " a fix: update the packages to the versions in the table, or build on a"
                    + " newer base image."),
        table);
  }

  /** Of an image of which nothing can be known. */
  ScanState failed(String message) {
    return new ScanState.Failed(message, ScanTable.EMPTY);
  }
}
