package io.jenkins.plugins.cloudrun.durable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Turns of one key: never two at once, and none is lost. */
class PollerTest {
  @Test
  void aTurnThatAsksForTheNextOneAtOnceIsNeverLost() throws Exception {
    try (Poller poller = new Poller(4)) {
      int keys = 8;
      int turns = 5_000;
      CountDownLatch done = new CountDownLatch(keys);
      AtomicInteger overlaps = new AtomicInteger();
      for (int i = 0; i < keys; i++) {
        Object key = new Object();
        AtomicInteger left = new AtomicInteger(turns);
        AtomicInteger inside = new AtomicInteger();
        Runnable[] turn = new Runnable[1];
        turn[0] =
            () -> {
              if (inside.incrementAndGet() > 1) {
                overlaps.incrementAndGet();
              }
              if (left.decrementAndGet() == 0) {
                done.countDown();
              } else {
                poller.schedule(key, turn[0], Duration.ZERO);
              }
              inside.decrementAndGet();
            };
        poller.schedule(key, turn[0], Duration.ZERO);
      }
      assertTrue(done.await(60, TimeUnit.SECONDS), done.getCount() + " keys stopped being served");
      assertEquals(0, overlaps.get());
    }
  }
}
