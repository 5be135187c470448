package io.jenkins.plugins.cloudrun.durable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** No minute has more calls than the limit, and what goes on at once finds some kept back. */
class BudgetTest {
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
  private long now;

  @Test
  void noMinuteHasMoreCallsThanTheLimit() {
    for (int limit : new int[] {100, 600, 1500, 10_000}) {
      Budget budget = new Budget(() -> limit, () -> now);
      Deque<Long> lastMinute = new ArrayDeque<>();
      int most = 0;
      long total = 0;
      for (long end = now + 10 * MINUTE; now < end; ) {
        Duration wait = budget.until(total % 3 == 0);
        if (!wait.isZero()) {
          now += wait.toNanos();
          continue;
        }
        // As turns do: several calls of which the budget learns while they are made.
        for (int call = 0; call < 5; call++) {
          budget.spend();
          lastMinute.add(now);
          total++;
        }
        while (lastMinute.getFirst() <= now - MINUTE) {
          lastMinute.remove();
        }
        most = Math.max(most, lastMinute.size());
      }
      assertTrue(most <= limit, most + " calls in a minute, of " + limit);
      assertTrue(total >= 10 * limit * 0.5, total + " calls in ten minutes of " + limit);
    }
  }

  @Test
  void aPartIsKeptForWhatGoesOnAtOnce() {
    Budget budget = new Budget(() -> 600, () -> now);
    int calls = 0;
    for (; budget.until(false).isZero(); calls++) {
      budget.spend();
    }
    assertTrue(calls > 0);
    assertFalse(budget.until(false).isZero());
    assertEquals(Duration.ZERO, budget.until(true));
  }

  @Test
  void aSettingThatIsTooLowStopsNothing() {
    Budget budget = new Budget(() -> 0, () -> now);
    for (int i = 0; i < 1000; i++) {
      now += budget.until(false).toNanos();
      budget.spend();
    }
    assertTrue(now < 30 * MINUTE);
  }
}
