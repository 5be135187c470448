package io.jenkins.plugins.cloudrun.image.registry;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads of an HTTP client. The JDK's own stay for a minute after their last work, in which an
 * agent that builds again and again gathers them by the dozen, each with memory of its own.
 */
final class HttpThreads {
  private static final int IDLE_MILLIS = 500;

  private HttpThreads() {}

  /** As many as there is work: a body that is read for another's sake may hold one for long. */
  static Executor forOneClient() {
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        IDLE_MILLIS,
        TimeUnit.MILLISECONDS,
        new SynchronousQueue<>(),
        task -> {
          Thread thread = new Thread(task, "cloud-run http");
          thread.setDaemon(true);
          return thread;
        });
  }
}
