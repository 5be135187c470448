package io.jenkins.plugins.cloudrun.rollout.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.rollout.gate.Trial.Ruling;
import io.jenkins.plugins.cloudrun.rollout.gate.Verdict.Health;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrialTest {
  private static final Instant BEGIN = Instant.parse("2026-11-21T09:00:00Z");
  private static final Terms TERMS =
      new Terms(
          Duration.ofSeconds(10),
          Optional.empty(),
          3,
          Duration.ofSeconds(20),
          Duration.ofSeconds(40),
          Duration.ofSeconds(60));
  private static final Verdict GOOD = Verdict.healthy("", Map.of());
  private static final Verdict BAD = Verdict.unhealthy("", Map.of());
  private static final Verdict UNKNOWN = Verdict.inconclusive("", Map.of());
  private static final Verdict OUTAGE =
      Verdict.error(new Failure.Transient("gone", Optional.empty(), null));
  private static final Verdict REFUSED =
      Verdict.error(new Failure.Permanent(Failure.Reason.DENIED, "no", null));

  /** The ruling after the last of the verdicts, each so many seconds after the begin. */
  private static Ruling ruling(Object... secondsAndVerdicts) {
    Trial trial = Trial.begin(BEGIN);
    Ruling ruling = Ruling.GOES_ON;
    for (int i = 0; i < secondsAndVerdicts.length; i += 2) {
      assertEquals(Ruling.GOES_ON, ruling, "it was over before");
      Instant at = BEGIN.plusSeconds((Integer) secondsAndVerdicts[i]);
      Verdict verdict = (Verdict) secondsAndVerdicts[i + 1];
      trial = trial.after(verdict, at);
      ruling = trial.ruling(TERMS, verdict, at);
    }
    return ruling;
  }

  @Test
  void healthyVerdictsCountInARow() {
    assertEquals(Ruling.PASSED, ruling(1, GOOD, 2, GOOD, 3, GOOD));
    assertEquals(Ruling.GOES_ON, ruling(1, GOOD, 2, GOOD, 3, BAD, 4, GOOD, 5, GOOD));
    assertEquals(Ruling.GOES_ON, ruling(1, GOOD, 2, GOOD, 3, UNKNOWN, 4, GOOD, 5, GOOD));
  }

  @Test
  void anOutageOfTheProviderTakesNothingAway() {
    assertEquals(Ruling.PASSED, ruling(1, GOOD, 2, GOOD, 3, OUTAGE, 4, GOOD));
    assertEquals(Ruling.GOES_ON, ruling(1, GOOD, 2, GOOD, 3, OUTAGE));
  }

  @Test
  void eachVerdictHasItsOwnBudget() {
    assertEquals(Ruling.GOES_ON, ruling(29, BAD));
    assertEquals(Ruling.FAILED, ruling(30, BAD), "the delay and within are over");
    assertEquals(Ruling.GOES_ON, ruling(100, UNKNOWN, 139, UNKNOWN));
    assertEquals(Ruling.FAILED, ruling(100, UNKNOWN, 140, UNKNOWN));
    assertEquals(Ruling.GOES_ON, ruling(100, OUTAGE, 159, OUTAGE));
    assertEquals(Ruling.FAILED, ruling(100, OUTAGE, 160, OUTAGE));
    assertEquals(
        Ruling.GOES_ON, ruling(100, OUTAGE, 150, GOOD, 170, OUTAGE), "it answered in between");
    assertEquals(
        Ruling.FAILED,
        ruling(100, UNKNOWN, 120, OUTAGE, 140, UNKNOWN),
        "an outage does not stretch the time in which nobody could tell");
  }

  @Test
  void aRefusalForGoodIsBelievedTheThirdTimeInARow() {
    assertEquals(Ruling.GOES_ON, ruling(1, REFUSED, 2, REFUSED));
    assertEquals(Ruling.FAILED, ruling(1, REFUSED, 2, REFUSED, 3, REFUSED));
    assertEquals(Ruling.GOES_ON, ruling(1, REFUSED, 2, REFUSED, 3, OUTAGE, 4, REFUSED));
  }

  /** Whatever comes in whatever order: only healthy passes, and only so many in a row. */
  @Test
  void nothingButHealthyVerdictsInARowEverPasses() {
    Random chance = new Random(20261121);
    List<Verdict> all = List.of(GOOD, GOOD, GOOD, BAD, UNKNOWN, OUTAGE, REFUSED);
    int passed = 0;
    for (int i = 0; i < 20_000; i++) {
      Trial trial = Trial.begin(BEGIN);
      Instant at = BEGIN;
      List<Verdict> seen = new ArrayList<>();
      Ruling ruling = Ruling.GOES_ON;
      while (ruling == Ruling.GOES_ON) {
        at = at.plusSeconds(chance.nextInt(15));
        Verdict verdict = all.get(chance.nextInt(all.size()));
        seen.add(verdict);
        trial = trial.after(verdict, at);
        ruling = trial.ruling(TERMS, verdict, at);
      }
      List<Verdict> conclusive =
          seen.stream().filter(verdict -> verdict.health() != Health.ERROR).toList();
      int size = conclusive.size();
      boolean proven =
          seen.get(seen.size() - 1).healthy()
              && size >= 3
              && conclusive.subList(size - 3, size).stream().allMatch(Verdict::healthy);
      assertEquals(proven, ruling == Ruling.PASSED, seen.toString());
      passed += proven ? 1 : 0;
    }
    assertTrue(passed > 1000, passed + " passed");
  }

  @Test
  void eachKindIsToldOnce() {
    Trial trial = Trial.begin(BEGIN).telling(Health.UNHEALTHY).telling(Health.UNHEALTHY);
    assertTrue(trial.knows(Health.UNHEALTHY));
    assertFalse(trial.knows(Health.ERROR));
    assertEquals(1, trial.told().size());
  }
}
