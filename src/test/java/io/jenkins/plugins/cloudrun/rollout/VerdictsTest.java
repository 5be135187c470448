package io.jenkins.plugins.cloudrun.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.rollout.Rollout.GateResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * However many verdicts there are, a rollout keeps a bounded number, the first and last of them.
 */
class VerdictsTest {
  private static GateResult row(int i) {
    return new GateResult(
        Instant.ofEpochSecond(i), "logs", 5, i % 2 == 0 ? "healthy" : "error", "m" + i, Map.of());
  }

  private static List<GateResult> many(int count) {
    List<GateResult> all = List.of();
    for (int i = 0; i < count; i++) {
      all = Verdicts.with(all, row(i));
      assertTrue(all.size() <= Verdicts.MOST, all.size() + " rows");
    }
    return all;
  }

  private static int left(List<GateResult> rows) {
    return rows.stream()
        .filter(row -> row.health().equals("omitted"))
        .mapToInt(row -> (Integer) row.values().getOrDefault("omitted", 0))
        .sum();
  }

  @Test
  void fewAreKeptAsTheyAre() {
    List<GateResult> rows = many(200);
    assertEquals(200, rows.size());
    assertEquals(0, left(rows));
  }

  @Test
  void ofManyTheFirstAndTheLastAreKeptAndTheRestIsCounted() {
    for (int count : new int[] {201, 202, 5000}) {
      List<GateResult> rows = many(count);
      assertEquals(1, rows.stream().filter(row -> row.health().equals("omitted")).count());
      assertEquals(count, rows.size() - 1 + left(rows), "none is lost without being counted");
      assertEquals("m0", rows.get(0).measured());
      assertEquals("m49", rows.get(49).measured());
      assertEquals("m" + (count - 1), rows.get(rows.size() - 1).measured());
    }
  }

  @Test
  void whatIsLeftOutIsCountedInTheStoredFormToo() throws Exception {
    Rollout rollout = new Scenario(java.nio.file.Path.of("unused")).rollout(Scenario.canary());
    for (int i = 0; i < 300; i++) {
      rollout = rollout.copy().verdict(row(i)).build();
    }
    RolloutJson json = new RolloutJson(Scenario.SEAL);
    Rollout read = json.read(json.write(rollout));
    assertEquals(rollout.verdicts(), read.verdicts());
    assertEquals(300, read.verdicts().size() - 1 + left(read.verdicts()));
    Object rows = Results.of(read, Optional.empty(), Outcome.FAILED).get("verdicts");
    assertTrue(rows.toString().contains("verdicts are left out here"), rows.toString());
  }

  @Test
  void theLastWordOfAGateAtAShareIsFound() {
    List<GateResult> rows = many(10);
    assertEquals(Optional.of("error"), Verdicts.last(rows, "logs", 5, Instant.EPOCH));
    assertEquals(Optional.empty(), Verdicts.last(rows, "logs", 50, Instant.EPOCH));
    assertEquals(Optional.empty(), Verdicts.last(rows, "http", 5, Instant.EPOCH));
    assertEquals(Optional.empty(), Verdicts.last(rows, "logs", 5, Instant.ofEpochSecond(10)));
  }
}
