package io.jenkins.plugins.cloudrun.durable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
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
                poller.schedule(key, "job", turn[0], Duration.ZERO);
              }
              inside.decrementAndGet();
            };
        poller.schedule(key, "job", turn[0], Duration.ZERO);
      }
      assertTrue(done.await(60, TimeUnit.SECONDS), done.getCount() + " keys stopped being served");
      assertEquals(0, overlaps.get());
    }
  }

  @Test
  void tenThousandThatWaitNeedNoMoreThreadsThanTheWorkers() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    try (Poller poller = new Poller(3, 1000)) {
      CountDownLatch done = new CountDownLatch(10_000);
      for (int i = 0; i < 10_000; i++) {
        poller.schedule(new Object(), "job-" + i % 7, done::countDown, Duration.ofSeconds(60));
      }
      assertTrue(done.await(30, TimeUnit.SECONDS), done.getCount() + " were forgotten");
      Set<Thread> ours = new HashSet<>(Thread.getAllStackTraces().keySet());
      ours.removeAll(before);
      long pollers = ours.stream().filter(t -> t.getName().startsWith("cloud-run")).count();
      assertTrue(pollers <= 3, ours.toString());
    }
  }

  @Test
  void aWishIsNotPutOffByAWaitThatFollows() throws Exception {
    try (Poller poller = new Poller(2)) {
      Object key = new Object();
      CountDownLatch wished = new CountDownLatch(1);
      poller.schedule(key, "job", wished::countDown, Duration.ZERO);
      poller.schedule(key, "job", () -> {}, Duration.ofHours(1));
      assertTrue(wished.await(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void whatWaitsForAnHourIsDoneAtOnceWhenItIsWished() throws Exception {
    try (Poller poller = new Poller(2)) {
      Object key = new Object();
      CountDownLatch wished = new CountDownLatch(1);
      poller.schedule(key, "job", () -> {}, Duration.ofHours(1));
      poller.schedule(key, "job", wished::countDown, Duration.ZERO);
      assertTrue(wished.await(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void aJobsThousandTurnsDoNotStarveAnothersOne() throws Exception {
    // 600 a minute with nothing saved up: ten turns of one call in a second.
    Budget budget = new Budget(() -> 600);
    try (Poller poller = new Poller(4, budget)) {
      AtomicInteger busy = new AtomicInteger();
      CountDownLatch quiet = new CountDownLatch(5);
      for (int i = 0; i < 1000; i++) {
        poller.schedule(
            new Object(),
            "busy",
            () -> {
              budget.spend();
              busy.incrementAndGet();
            },
            Duration.ofMillis(1));
      }
      for (int i = 0; i < 5; i++) {
        poller.schedule(
            new Object(),
            "quiet",
            () -> {
              budget.spend();
              quiet.countDown();
            },
            Duration.ofMillis(2));
      }
      assertTrue(quiet.await(20, TimeUnit.SECONDS), "the quiet job starved");
      assertTrue(busy.get() < 100, busy + " of the busy job went before");
    }
  }

  @Test
  void whatIsUrgentGoesBeforeSlowPollsWhenCallsAreShort() throws Exception {
    Budget budget = new Budget(() -> 600);
    try (Poller poller = new Poller(4, budget)) {
      AtomicInteger slow = new AtomicInteger();
      CountDownLatch gates = new CountDownLatch(5);
      for (int i = 0; i < 1000; i++) {
        poller.schedule(
            new Object(),
            "job-" + i % 10,
            () -> {
              budget.spend();
              slow.incrementAndGet();
            },
            Duration.ofMillis(1));
      }
      // Of a job that has slow polls of its own, and due after all of them.
      for (int i = 0; i < 5; i++) {
        poller.schedule(
            new Object(),
            "job-1",
            () -> {
              budget.spend();
              gates.countDown();
            },
            Duration.ofMillis(20),
            true);
      }
      assertTrue(gates.await(20, TimeUnit.SECONDS), "gates wait behind slow polls");
      assertTrue(slow.get() < 100, slow + " slow polls went before");
    }
  }

  @Test
  void aWishThatComesTwiceKeepsTheEarlierTime() throws Exception {
    try (Poller poller = new Poller(2)) {
      Object key = new Object();
      CountDownLatch done = new CountDownLatch(1);
      poller.schedule(key, "job", () -> {}, Duration.ofMillis(50));
      poller.schedule(key, "job", done::countDown, Duration.ofHours(1), true);
      assertTrue(done.await(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void waitsAreSpreadByATenthSoThatWhatBeganTogetherDoesNotPollTogether() {
    Set<Long> all = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      long wait = Poller.jittered(Duration.ofSeconds(10).toNanos());
      assertTrue(wait >= 9_000_000_000L && wait <= 11_000_000_000L, wait + " ns");
      all.add(wait / 100_000_000);
    }
    assertTrue(all.size() >= 15, "only " + all.size() + " different tenths of a second");
    assertEquals(0, Poller.jittered(0));
  }

  @Test
  void anErrorInATurnKillsNoMoreThanTheTurn() throws Exception {
    Crash.quietly();
    try (Poller poller = new Poller(1)) {
      CountDownLatch after = new CountDownLatch(1);
      Crash.At crash = new Crash.At(1);
      poller.schedule(new Object(), "job", () -> crash.pass("here"), Duration.ZERO);
      poller.schedule(new Object(), "job", after::countDown, Duration.ofMillis(50));
      assertTrue(after.await(10, TimeUnit.SECONDS));
    }
  }
}
