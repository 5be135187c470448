package io.jenkins.plugins.cloudrun.image;

import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.image.push.ImageCopy;
import io.jenkins.plugins.cloudrun.image.registry.Attempts;
import io.jenkins.plugins.cloudrun.image.registry.RegistryClient;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.ImageCopies;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Copies of images on the threads of a pool that others use too: {@value #MOST} at a time, the
 * others wait their turn without a thread.
 */
public final class BackgroundCopies implements ImageCopies {
  private static final Logger LOGGER = Logger.getLogger(BackgroundCopies.class.getName());

  /** So many threads are left to others. */
  private static final int MOST = 2;

  /** Digits of a digest that tell images apart to people. */
  private static final int DIGITS = 12;

  private final Supplier<ExecutorService> pool;
  private final Registries registries;

  // Guarded by the monitor.
  private final Map<String, Copy> copies = new HashMap<>();
  private final Deque<Copy> waiting = new ArrayDeque<>();
  private int running;

  /**
   * @param pool asked when there is something to do
   */
  public BackgroundCopies(Supplier<ExecutorService> pool, Registries registries) {
    this.pool = pool;
    this.registries = registries;
  }

  /** Registries as an account sees them. */
  @FunctionalInterface
  public interface Registries {
    /**
     * A client that passes a blob on from another one of its kind: its HTTP client must never make
     * one task wait for another.
     */
    RegistryClient as(Origin origin, Account account) throws Failure;
  }

  /** One copy, under way or ended. */
  private static final class Copy {
    final String id;
    final Origin origin;
    final Order order;
    Optional<ImageCopy> work = Optional.empty();
    Optional<ImageCopy.Report> report = Optional.empty();
    Optional<Failure> failure = Optional.empty();
    Optional<Future<?>> future = Optional.empty();

    Copy(String id, Origin origin, Order order) {
      this.id = id;
      this.origin = origin;
      this.order = order;
    }
  }

  @Override
  public synchronized Optional<State> state(String id) throws Failure {
    Copy copy = copies.get(id);
    if (copy == null) {
      return Optional.empty();
    }
    if (copy.failure.isPresent()) {
      copies.remove(id);
      throw copy.failure.get();
    }
    return Optional.of(
        copy.report
            .map(report -> new State(true, text(copy.order, report)))
            .orElseGet(() -> new State(false, headway(copy))));
  }

  private static String headway(Copy copy) {
    return copy.work
        .map(work -> work.headway().map(far -> "Copied " + far.text()).orElse(""))
        .orElse("Waiting until other images are copied");
  }

  @Override
  public synchronized void begin(String id, Origin origin, Order order) {
    if (!copies.containsKey(id)) {
      Copy copy = new Copy(id, origin, order);
      copies.put(id, copy);
      waiting.add(copy);
      next();
    }
  }

  @Override
  public synchronized void forget(String id) {
    Copy copy = copies.remove(id);
    if (copy != null) {
      waiting.remove(copy);
      copy.future.ifPresent(task -> task.cancel(true));
    }
  }

  private void next() {
    while (running < MOST && !waiting.isEmpty()) {
      Copy copy = waiting.remove();
      try {
        running++;
        copy.future = Optional.of(pool.get().submit(() -> run(copy)));
      } catch (RejectedExecutionException e) {
        running--;
        copy.failure =
            Optional.of(
                new Failure.Transient(
                    "There is too much to do just now to copy " + copy.order.from() + ".",
                    Optional.empty(),
                    e));
      }
    }
  }

  private void run(Copy copy) {
    try {
      ImageCopy.Report report = copied(copy);
      synchronized (this) {
        copy.report = Optional.of(report);
      }
    } catch (Failure e) {
      failed(copy, e);
    } catch (InterruptedException e) {
      failed(copy, new Failure.Transient("The copy was stopped.", Optional.empty(), e));
    } catch (RuntimeException | Error e) {
      LOGGER.log(Level.WARNING, "The copy of " + copy.order.from() + " failed", e);
      failed(
          copy,
          new Failure.Permanent(
              Failure.Reason.REFUSED,
              "The copy of "
                  + copy.order.from()
                  + " failed with a fault in the plugin ("
                  + e.getClass().getName()
                  + "); report it with what Jenkins' log says.",
              e));
    } finally {
      synchronized (this) {
        running--;
        next();
      }
    }
  }

  private synchronized void failed(Copy copy, Failure failure) {
    copy.failure = Optional.of(failure);
  }

  private ImageCopy.Report copied(Copy copy) throws Failure, InterruptedException {
    ImageCopy work =
        new ImageCopy(
            registries.as(copy.origin, copy.order.source()),
            registries.as(copy.origin, copy.order.account()),
            Attempts.usual(line -> LOGGER.log(Level.FINE, line)));
    synchronized (this) {
      copy.work = Optional.of(work);
    }
    String digits = copy.order.from().digest().orElseThrow().value();
    digits = digits.substring(digits.indexOf(':') + 1).substring(0, DIGITS);
    return work.copy(copy.order.from(), copy.order.to(), "promoted-" + digits);
  }

  private static String text(Order order, ImageCopy.Report report) {
    List<String> blobs = new ArrayList<>();
    add(blobs, report.sent(), String.format(Locale.ROOT, "sent (%.1f MB)", report.bytes() / 1e6));
    add(blobs, report.mounted(), "taken over within the registry");
    add(blobs, report.kept(), "there before");
    return order.to()
        + " has the image now: "
        + String.join(", ", blobs)
        + (report.referrers() == 0
            ? ""
            : "; " + report.referrers() + " manifests that belong to it came along")
        + report.left().map(why -> "; some that belong to it stayed behind: " + why).orElse("");
  }

  private static void add(List<String> blobs, int count, String what) {
    if (count > 0) {
      String noun = blobs.isEmpty() ? count == 1 ? " blob " : " blobs " : " ";
      blobs.add(count + noun + what);
    }
  }
}
