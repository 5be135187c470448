package io.jenkins.plugins.cloudrun.net;

import hudson.Extension;
import hudson.ExtensionPoint;
import hudson.init.Terminator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The one pool for short work that must not hold the CPS thread. Its threads end when idle. */
@Extension
public final class BackgroundPool implements ExtensionPoint {
  private static final int MOST_THREADS = 4;
  private static final int MOST_WAITING = 1000;

  private final ThreadPoolExecutor executor = pool();

  /** A pool like this one, for where no Jenkins is. */
  public static ThreadPoolExecutor pool() {
    AtomicInteger count = new AtomicInteger();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            MOST_THREADS,
            MOST_THREADS,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            task -> {
              Thread thread = new Thread(task, "cloud-run-background-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  public ExecutorService executor() {
    return executor;
  }

  /** Called when Jenkins stops. */
  @Terminator
  public void stop() {
    executor.shutdownNow();
  }
}
