package io.jenkins.plugins.cloudrun.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.rollout.port.Condition;
import io.jenkins.plugins.cloudrun.rollout.port.Condition.State;
import io.jenkins.plugins.cloudrun.rollout.port.RevisionState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DiagnosingTest {
  private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");

  private static Rollout explained(List<Condition> conditions, List<String> logs) {
    Rollout rollout =
        Rollout.start(
                "r-1", new Origin("team/shop", Optional.of(7), "alice"), Scenario.canary(), NOW)
            .copy()
            .digest(FakeCloud.DIGEST)
            .baseline(new Baseline(true, 1, List.of(), Optional.of(Scenario.OLD)))
            .build();
    Observation seen =
        new Observation(
            NOW,
            true,
            List.of(),
            Optional.empty(),
            Optional.of(new RevisionState(rollout.revision(), "image", false, conditions, "")),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            logs,
            ServiceRecord.EMPTY);
    return new Diagnosing("it is not ready.").decide(rollout, seen).next();
  }

  private static List<String> lines(Rollout rollout, String kind) {
    return rollout.history().stream()
        .filter(entry -> entry.kind().equals(kind))
        .map(Entry::text)
        .toList();
  }

  @Test
  void everyConditionThatIsNotTrueIsWrittenAndARepeatedMessageOnce() {
    String message = "The user-provided container failed the configured startup probe checks.";
    Rollout rollout =
        explained(
            List.of(
                new Condition("Ready", State.FAILED, "HEALTH_CHECK_CONTAINER_ERROR", message),
                new Condition("ContainerReady", State.SUCCEEDED, "", "Imported container image."),
                new Condition("ContainerHealthy", State.FAILED, "", message),
                new Condition("ResourcesAvailable", State.PENDING, "", ""),
                new Condition("Retry", State.RECONCILING, "IMMEDIATE_RETRY", "soon")),
            List.of());
    List<String> warnings = lines(rollout, Entry.WARNING);
    assertEquals(
        List.of(
            "Condition Ready is false (HEALTH_CHECK_CONTAINER_ERROR): " + message,
            "Condition ContainerHealthy is false: as above",
            "Condition ResourcesAvailable is not known yet",
            "Condition Retry is not known yet (IMMEDIATE_RETRY): soon"),
        warnings.subList(0, 4));
    assertTrue(warnings.get(4).startsWith("What to do: The probe"), warnings.get(4));
    RollingBack back = assertInstanceOf(RollingBack.class, rollout.phase());
    assertTrue(back.cause().startsWith("it is not ready. What to do: The probe"), back.cause());
  }

  @Test
  void whatTheServiceRepeatsWithLinksIsWrittenOnceAndTheLinksOnce() {
    String cause = "The container failed to start and listen on PORT=8080.";
    String links = "\n\nLogs URL: https://console.example/logs \nFor more, see https://x.example";
    Rollout rollout =
        explained(
            List.of(
                new Condition("Ready", State.FAILED, "HEALTH", cause),
                new Condition("Ready", State.FAILED, "HEALTH", "Not ready. " + cause + links),
                new Condition("RoutesReady", State.FAILED, "", "")),
            List.of());
    assertEquals(
        List.of("Condition Ready is false (HEALTH): " + cause, "Condition RoutesReady is false"),
        lines(rollout, Entry.WARNING));
    assertTrue(
        lines(rollout, Entry.INFO)
            .contains("Logs URL: https://console.example/logs For more, see https://x.example"));
  }

  @Test
  void theLastLinesAreWrittenAndTheExitCodeIsExplained() {
    List<String> logs =
        IntStream.rangeClosed(1, 50)
            .mapToObj(i -> i == 50 ? "Container called exit(3)." : "line " + i)
            .toList();
    Rollout rollout =
        explained(
            List.of(
                new Condition(
                    "Ready",
                    State.FAILED,
                    "HEALTH_CHECK_CONTAINER_ERROR",
                    "failed to start and listen on the port")),
            logs);
    assertEquals(logs, lines(rollout, Entry.LOG));
    assertTrue(
        lines(rollout, Entry.WARNING).stream().anyMatch(line -> line.contains("exit code 3")));
    assertTrue(
        lines(rollout, Entry.INFO).stream()
            .anyMatch(line -> line.endsWith("apps/shop@" + FakeCloud.DIGEST)));
  }

  @Test
  void whatAContainerRepeatsIsWrittenOnce() {
    List<String> start = List.of("Listening", "", "No database", "Container called exit(1).");
    List<String> logs = new ArrayList<>(List.of("Building"));
    Collections.nCopies(3, start).forEach(logs::addAll);
    assertEquals(
        List.of(
            "Building",
            "Listening (3 times)",
            "",
            "No database (3 times)",
            "Container called exit(1). (3 times)"),
        lines(explained(List.of(), logs), Entry.LOG));
  }
}
