package io.jenkins.plugins.cloudrun.emulator.run;

import com.google.protobuf.Timestamp;
import io.jenkins.plugins.cloudrun.emulator.Access;
import io.jenkins.plugins.cloudrun.emulator.Options;
import io.jenkins.plugins.cloudrun.emulator.http.ApiException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What everything of one emulator shares: names, time, chance, and one lock for all state. */
public final class World {
  private static final String LETTERS = "bcdfghjklmnpqrstvwxz0123456789";

  private final Options options;
  private final Access access;
  private final ScheduledExecutorService executor;
  private final Executor work;
  private final Random chance = new Random();
  private final Object lock = new Object();
  // Innermost: taken by those who hold the lock of a task, which others take under the world's
  // lock.
  private final Object clock = new Object();
  private long lastMicros;

  /**
   * @param executor for what is short and later
   * @param work for what waits
   */
  public World(Options options, Access access, ScheduledExecutorService executor, Executor work) {
    this.options = options;
    this.access = access;
    this.executor = executor;
    this.work = work;
  }

  public Options options() {
    return options;
  }

  Access access() {
    return access;
  }

  /** Runs with all state locked: short, and never while it waits for a container. */
  <T> T locked(Supplier<T> work) {
    synchronized (lock) {
      return work.get();
    }
  }

  void locked(Runnable work) {
    synchronized (lock) {
      work.run();
    }
  }

  /** Runs later, after the delay that reconciliation takes. */
  void soon(Runnable work) {
    var unused = executor.schedule(work, options.reconcileDelay().toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Runs at once, on a thread of its own. */
  void apart(Runnable task) {
    work.execute(task);
  }

  /** The time to the microsecond; no two answers are equal, so that versions differ. */
  Timestamp now() {
    synchronized (clock) {
      long micros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
      lastMicros = Math.max(micros, lastMicros + 1);
      return Timestamp.newBuilder()
          .setSeconds(Math.floorDiv(lastMicros, 1_000_000L))
          .setNanos((int) Math.floorMod(lastMicros, 1_000_000L) * 1000)
          .build();
    }
  }

  String uid() {
    return UUID.randomUUID().toString();
  }

  /** Some characters for the end of a name. */
  String suffix(int length) {
    synchronized (clock) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < length; i++) {
        text.append(LETTERS.charAt(chance.nextInt(LETTERS.length())));
      }
      return text.toString();
    }
  }

  /**
   * A resource's name with the project's id; a foreign project or region is refused. A region of
   * {@code -} passes.
   */
  String canonical(String name) {
    String[] parts = name.split("/", -1);
    if (!parts[1].equals(options.project()) && !parts[1].equals(options.projectNumber())) {
      throw ApiException.denied("Permission denied on resource project %s.".formatted(parts[1]));
    }
    if (!options.regions().contains(parts[3]) && !parts[3].equals("-")) {
      throw ApiException.unimplemented();
    }
    parts[1] = options.project();
    return String.join("/", parts);
  }

  static String last(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** The name without its last two segments. */
  static String parent(String name) {
    int slash = name.lastIndexOf('/', name.lastIndexOf('/') - 1);
    return name.substring(0, slash);
  }

  static String region(String name) {
    return name.split("/", -1)[3];
  }

  ApiException missing(String kind, String name) {
    return ApiException.notFound(
        "Resource '%s' of kind '%s' in region '%s' in project '%s' does not exist."
            .formatted(last(name), kind, region(name), options.project()));
  }
}
