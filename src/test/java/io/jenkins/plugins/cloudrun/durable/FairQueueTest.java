package io.jenkins.plugins.cloudrun.durable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A job with a thousand rollouts takes nothing from one with a few. */
class FairQueueTest {
  private final FairQueue queue = new FairQueue(4);
  private long order;

  private Turn turn(String group, boolean urgent) {
    return new Turn(new Object(), group, () -> {}, 0, order++, urgent);
  }

  private String next() {
    Turn turn = queue.next().orElseThrow();
    queue.done(turn);
    return turn.group();
  }

  private String urgent() {
    Turn turn = queue.urgent().orElseThrow();
    queue.done(turn);
    return turn.group();
  }

  @Test
  void groupsTakeTurnsHoweverManyEachHas() {
    for (int i = 0; i < 1000; i++) {
      queue.add(turn("busy", false));
    }
    for (int i = 0; i < 10; i++) {
      queue.add(turn("quiet", false));
    }
    Map<String, Integer> served = new HashMap<>();
    for (int i = 0; i < 20; i++) {
      served.merge(next(), 1, Integer::sum);
    }
    assertEquals(Map.of("busy", 10, "quiet", 10), served);
    assertEquals(990, queue.size());
  }

  @Test
  void whoGoesAheadMakesItGood() {
    for (int i = 0; i < 1000; i++) {
      queue.add(turn("busy", true));
      queue.add(turn("quiet", false));
    }
    int ahead = 0;
    while (queue.hasUrgent()) {
      assertEquals("busy", urgent());
      ahead++;
    }
    assertEquals(50, ahead);
    for (int i = 0; i < 50; i++) {
      assertEquals("quiet", next());
    }
    Map<String, Integer> served = new HashMap<>();
    for (int i = 0; i < 100; i++) {
      served.merge(next(), 1, Integer::sum);
    }
    assertEquals(Map.of("busy", 50, "quiet", 50), served);
  }

  @Test
  void callsOfOneGroupThatHangLeaveRoomForOthers() {
    for (int i = 0; i < 10; i++) {
      queue.add(turn("hangs", false));
    }
    for (int i = 0; i < 4; i++) {
      assertEquals("hangs", queue.next().orElseThrow().group());
    }
    assertFalse(queue.hasAny());
    assertTrue(queue.next().isEmpty());
    queue.add(turn("other", false));
    assertEquals("other", next());
  }

  @Test
  void aTurnThatIsTakenOutIsNotServed() {
    Turn gone = turn("a", false);
    queue.add(gone);
    queue.add(turn("b", false));
    queue.remove(gone);
    assertEquals(1, queue.size());
    assertEquals("b", next());
    assertFalse(queue.hasAny());
  }
}
