package io.jenkins.plugins.cloudrun.benchmark.rollouts;

import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;

/**
 * Looks twenty times a second at how many threads there are, without those that were there before
 * anything began and those that the JVM makes for itself.
 */
final class ThreadCount {
  private static final Set<String> OF_THE_JVM =
      Set.of("Common-Cleaner", "Notification Thread", "Signal Dispatcher", "Attach Listener");

  private final Set<Thread> before;
  private final Set<String> names = new ConcurrentSkipListSet<>();
  private volatile int most;

  ThreadCount() {
    Thread sampler = new Thread(this::sample, "sampler");
    sampler.setDaemon(true);
    sampler.start();
    before = Thread.getAllStackTraces().keySet();
  }

  int most() {
    // For the log: whose they are.
    System.err.println("At most " + most + " threads: " + new TreeSet<>(names));
    return most;
  }

  private void sample() {
    try {
      while (true) {
        Thread[] all = new Thread[Thread.activeCount() * 2 + 50];
        int count = Thread.enumerate(all);
        int ours = 0;
        for (int i = 0; i < count; i++) {
          if (before != null
              && !before.contains(all[i])
              && !OF_THE_JVM.contains(all[i].getName())) {
            ours++;
            if (names.size() < 60) {
              names.add(all[i].getName());
            }
          }
        }
        most = Math.max(most, ours);
        long slept = System.nanoTime();
        TimeUnit.MILLISECONDS.sleep(50);
        long gap = (System.nanoTime() - slept) / 1_000_000;
        if (gap > 500) {
          System.err.println(Instant.now() + ": this JVM stood still for " + gap + " ms");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
