package io.jenkins.plugins.cloudrun.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Where a job is that was renamed, and for how long one that is gone may still turn up. */
class WhereaboutsTest {
  private final AtomicLong nanos = new AtomicLong(-5);
  private final Whereabouts whereabouts = new Whereabouts(nanos::get);

  @Test
  void aJobIsFoundUnderEachNameThatItHad() {
    assertEquals("team/shop", whereabouts.now("team/shop"));
    whereabouts.moved("shop", "team/shop");
    whereabouts.moved("team/shop", "team/store");
    assertEquals("team/store", whereabouts.now("shop"));
    assertEquals("team/store", whereabouts.now("team/shop"));
  }

  @Test
  void oneThatGetsItsFormerNameBackIsThere() {
    whereabouts.moved("shop", "store");
    whereabouts.moved("store", "shop");
    assertEquals("shop", whereabouts.now("shop"));
    assertEquals("shop", whereabouts.now("store"));
  }

  @Test
  void oneThatIsGoneIsWaitedForForAWhile() {
    assertTrue(whereabouts.vanishing("shop"));
    nanos.addAndGet(Whereabouts.PATIENCE.minus(Duration.ofSeconds(1)).toNanos());
    assertTrue(whereabouts.vanishing("shop"));
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertFalse(whereabouts.vanishing("shop"));
    whereabouts.seen("shop");
    assertTrue(whereabouts.vanishing("shop"), "it was there meanwhile");
  }

  @Test
  void onlySoMuchIsRemembered() {
    for (int i = 0; i < 3000; i++) {
      whereabouts.moved("job-" + i, "renamed-" + i);
    }
    assertEquals("job-0", whereabouts.now("job-0"));
    assertEquals("renamed-2999", whereabouts.now("job-2999"));
  }
}
