package io.jenkins.plugins.cloudrun.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private static final Traffic FOUR = new Traffic(4, 0, 0, 900, 0);
  private static final Memory SMALL = new Memory(150_000_000, 1, 1, 1);

  @Test
  void holdJustBelow() {
    Limits limits = new Limits().times(figures(1)).unchanged(FOUR).memory(SMALL);
    assertTrue(limits.hold(), limits.lines()::toString);
    assertEquals(
        "RATIO unchanged jib-maven-plugin 0.0099 0.0100", limits.lines().get(0).toString());
    assertEquals("RATIO unchanged requests 4 4", limits.lines().get(7).toString());
  }

  @Test
  void anyOfThemCanBeMissed() {
    assertFalse(new Limits().times(figures(2)).hold());
    assertFalse(new Limits().unchanged(new Traffic(5, 0, 0, 0, 0)).hold());
    assertFalse(new Limits().unchanged(new Traffic(4, 1, 0, 0, 0)).hold());
    assertFalse(new Limits().memory(new Memory(150_000_001, 1, 1, 1)).hold());
    for (Case measured : Case.values()) {
      Figures slow = figures(1);
      // The median moves when most of the times do.
      for (int i = 0; i < 4; i++) {
        slow.add(OurAgent.NAME, measured, 100_000);
      }
      long missed = new Limits().times(slow).lines().stream().filter(line -> !line.holds()).count();
      assertEquals(2, missed, measured.word());
    }
  }

  @Test
  void mediansAreOfTheMiddle() {
    assertEquals(3.0, Figures.median(List.of(9_000_000L, 1_000_000L, 3_000_000L)));
    assertEquals(2.0, Figures.median(List.of(9_000_000L, 1_000_000L, 3_000_000L, 1_000_000L)));
  }

  /** Three runs each, ours just below the limits of the unchanged case, when not slower. */
  private static Figures figures(int slower) {
    Figures figures = new Figures();
    for (int i = 0; i < 3; i++) {
      for (Case measured : Case.values()) {
        figures.add(OurAgent.NAME, measured, 6L * slower);
        figures.add(JibMaven.NAME, measured, 606);
        figures.add(JibCore.NAME, measured, 21);
      }
    }
    return figures;
  }
}
