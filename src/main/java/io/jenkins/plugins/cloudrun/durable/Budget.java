package io.jenkins.plugins.cloudrun.durable;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * How many calls to Google may be made in a minute. A turn begins when there is some of it left,
 * and pays for the calls that it turned out to make; what the turns that may run at once can
 * overdraw is taken off beforehand, so that no minute has more calls than the limit.
 */
public final class Budget {
  /** What an administrator gets who sets nothing: half of what Google lets a project read. */
  public static final int DEFAULT_PER_MINUTE = 1500;

  public static final int LEAST_PER_MINUTE = 100;

  /** Calls that turns may make which began while there was one left. */
  private static final int OVERDRAFT = 40;

  private final IntSupplier perMinute;
  private final LongSupplier nanos;
  private double left;
  private long counted;

  /**
   * @param perMinute the limit as it is now, at least {@link #LEAST_PER_MINUTE}
   */
  public Budget(IntSupplier perMinute) {
    this(perMinute, System::nanoTime);
  }

  /** For tests: by another clock. */
  Budget(IntSupplier perMinute, LongSupplier nanos) {
    this.perMinute = perMinute;
    this.nanos = nanos;
    this.counted = nanos.getAsLong();
    this.left = most();
  }

  /** No limit. */
  static Budget unlimited() {
    return new Budget(() -> Integer.MAX_VALUE);
  }

  /** Counts a call that is about to be made. */
  public synchronized void spend() {
    refill();
    left--;
  }

  /**
   * How long until a turn may begin; zero for now.
   *
   * @param urgent whether it goes on with something and may use what is kept back for that
   */
  synchronized Duration until(boolean urgent) {
    refill();
    double needed = (urgent ? 1 : 1 + most() / 2) - left;
    return needed <= 0 ? Duration.ZERO : Duration.ofNanos((long) Math.ceil(needed / perNano()) + 1);
  }

  private void refill() {
    long now = nanos.getAsLong();
    left = Math.min(most(), left + (now - counted) * perNano());
    counted = now;
  }

  private int limit() {
    return Math.max(LEAST_PER_MINUTE, perMinute.getAsInt());
  }

  /** What may be spent at once after a rest. */
  private double most() {
    return limit() / 20.0;
  }

  private double perNano() {
    return (limit() - most() - OVERDRAFT) / TimeUnit.MINUTES.toNanos(1);
  }
}
