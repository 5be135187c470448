package io.jenkins.plugins.cloudrun.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Severity;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Scans;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScanGateTest {
  private static final ImageReference IMAGE =
      ImageReference.parse("europe-docker.pkg.dev/my-project/apps/shop:1@sha256:" + "a".repeat(64));
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant DEADLINE = NOW.plusSeconds(300);

  private final Known known = new Known();
  private final ScanGate gate = new ScanGate(known);

  /** Tells what a test has put there. */
  private static final class Known implements Scans {
    private Scan scan = new Scan(Status.UNKNOWN, "");
    private List<Vulnerability> found = List.of();
    private Optional<Failure> failure = Optional.empty();
    private Optional<ProjectId> asked = Optional.empty();

    @Override
    public Scan scan(ProjectId project, ImageReference image) throws Failure {
      asked = Optional.of(project);
      if (failure.isPresent()) {
        throw failure.get();
      }
      return scan;
    }

    @Override
    public List<Vulnerability> vulnerabilities(ProjectId project, ImageReference image) {
      return found;
    }
  }

  private ScanState at(Scans.Status status, Instant now) {
    known.scan = new Scans.Scan(status, "");
    return gate.look(IMAGE, Severity.HIGH, DEADLINE, now);
  }

  private static Scans.Vulnerability vulnerability(
      String id, Severity severity, String name, String fixed, double cvss) {
    return new Scans.Vulnerability(id, severity, name, "1.0", fixed, cvss, false);
  }

  private static void says(String part, ScanState state) {
    String text =
        state instanceof ScanState.Failed failed
            ? failed.message()
            : state instanceof ScanState.Passed passed ? passed.message() : state.toString();
    assertTrue(text.contains(part), text);
  }

  @Test
  void waitsUntilTheScanHasEndedAndNoLonger() {
    for (Scans.Status status :
        List.of(Scans.Status.UNKNOWN, Scans.Status.PENDING, Scans.Status.SCANNING)) {
      ScanState.Waiting waiting = assertInstanceOf(ScanState.Waiting.class, at(status, NOW));
      assertEquals(NOW.plusSeconds(5), waiting.next());
      ScanState.Waiting last =
          assertInstanceOf(ScanState.Waiting.class, at(status, DEADLINE.minusSeconds(2)));
      assertEquals(DEADLINE, last.next());
      assertInstanceOf(ScanState.Failed.class, at(status, DEADLINE));
    }
    says("still SCANNING", at(Scans.Status.SCANNING, DEADLINE));
    says(
        "gcloud services enable containerscanning.googleapis.com --project=my-project",
        at(Scans.Status.UNKNOWN, DEADLINE));
    assertEquals(Optional.of(new ProjectId("my-project")), known.asked);
    says("cannot scan", at(Scans.Status.UNSUPPORTED, NOW));
    known.scan = new Scans.Scan(Scans.Status.FAILED, "Too large.");
    says("Too large.", gate.look(IMAGE, Severity.HIGH, DEADLINE, NOW));
  }

  @Test
  void judgesWhatWasFound() {
    ScanState.Passed clean =
        assertInstanceOf(ScanState.Passed.class, at(Scans.Status.FINISHED, NOW));
    says("no vulnerability", clean);
    known.found =
        List.of(
            vulnerability("CVE-1", Severity.MEDIUM, "zlib", "", 5),
            vulnerability("CVE-2", Severity.LOW, "tar", "2", 0));
    says("1 MEDIUM, 1 LOW; none reaches HIGH", at(Scans.Status.FINISHED, NOW));
    known.found =
        List.of(
            vulnerability("CVE-1", Severity.MEDIUM, "zlib", "", 5),
            vulnerability("CVE-3", Severity.HIGH, "libssl", "1.1", 7.5),
            vulnerability("CVE-3", Severity.CRITICAL, "openssl", "1.1", 9.8),
            vulnerability("CVE-4", Severity.HIGH, "glibc", "", 8.1),
            new Scans.Vulnerability("CVE-5", Severity.CRITICAL, "x", "1", "", 10, true));
    ScanState.Failed failed =
        assertInstanceOf(ScanState.Failed.class, at(Scans.Status.FINISHED, NOW));
    says("1 CRITICAL, 1 HIGH, 1 MEDIUM: 2 reach failOn HIGH. 1 has a fix", failed);
    assertEquals(
        List.of(
            "SEVERITY  VULNERABILITY  PACKAGE  INSTALLED  FIXED IN  CVSS",
            "CRITICAL  CVE-3          openssl  1.0        1.1       9.8",
            "HIGH      CVE-3          libssl   1.0        1.1       7.5",
            "HIGH      CVE-4          glibc    1.0        -         8.1",
            "MEDIUM    CVE-1          zlib     1.0        -         5.0",
            "(1 more were stated not to affect the image.)"),
        failed.table().lines());
    assertInstanceOf(
        ScanState.Passed.class,
        gate.look(
            IMAGE,
            Severity.CRITICAL,
            DEADLINE,
            withOnly(known, vulnerability("CVE-6", Severity.HIGH, "x", "", 1))));
    assertInstanceOf(
        ScanState.Passed.class,
        gate.look(
            IMAGE,
            Severity.MINIMAL,
            DEADLINE,
            withOnly(known, vulnerability("CVE-7", Severity.UNSPECIFIED, "x", "", 1))));
  }

  private static Instant withOnly(Known known, Scans.Vulnerability found) {
    known.found = List.of(found);
    return NOW;
  }

  @Test
  void theTableIsBoundedAndHoldsNoControlCharacters() {
    List<Scans.Vulnerability> many = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      many.add(vulnerability("CVE-" + (100 + i), Severity.LOW, "a\n" + "b".repeat(80), "", 1));
    }
    List<String> lines = ScanTable.of(many).lines();
    assertEquals(1 + ScanTable.MOST_ROWS + 1, lines.size());
    assertEquals("... and 10 more that are no worse.", lines.get(lines.size() - 1));
    assertTrue(lines.get(1).contains("a?" + "b".repeat(35) + "... "), lines.get(1));
    assertTrue(lines.stream().allMatch(line -> line.length() < 250 && !line.contains("\n")));
  }

  @Test
  void whatPassesIsTriedAgainAndWhatDoesNotEndsIt() {
    known.failure =
        Optional.of(new Failure.Transient("Busy.", Optional.of(Duration.ofSeconds(30)), null));
    ScanState.Waiting waiting =
        assertInstanceOf(ScanState.Waiting.class, gate.look(IMAGE, Severity.HIGH, DEADLINE, NOW));
    assertEquals(NOW.plusSeconds(30), waiting.next());
    says("Busy. The scan's wait is over", gate.look(IMAGE, Severity.HIGH, DEADLINE, DEADLINE));
    known.failure = Optional.of(new Failure.Permanent(Failure.Reason.DENIED, "Not for you.", null));
    says("Not for you.", gate.look(IMAGE, Severity.HIGH, DEADLINE, NOW));
  }

  @Test
  void onlyADigestInAProjectCanBeScanned() {
    says(
        "names none",
        gate.look(ImageReference.parse("gcr.io/my-project/a:1"), Severity.HIGH, DEADLINE, NOW));
    String digest = "@sha256:" + "a".repeat(64);
    says(
        "is no project",
        gate.look(ImageReference.parse("docker.io/me/app" + digest), Severity.HIGH, DEADLINE, NOW));
    assertEquals(
        new ProjectId("example.com:my-project"),
        ScanTarget.of(ImageReference.parse("gcr.io/example.com/my-project/app" + digest))
            .project());
    assertThrows(
        InvalidValueException.class, () -> new ScanPlan(Severity.HIGH, Duration.ofHours(2)));
  }
}
