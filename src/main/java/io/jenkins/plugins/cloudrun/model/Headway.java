package io.jenkins.plugins.cloudrun.model;

import java.time.Duration;
import java.util.Locale;

/**
 * How far a transfer is, for a log.
 *
 * @param done bytes that are there
 * @param total bytes that are to be there
 * @param certain whether all of the total has to be sent; of some it may turn out that it is there
 * @param moved bytes that went over the wire; what was there before took no time
 * @param taken how long that took
 */
public record Headway(long done, long total, boolean certain, long moved, Duration taken) {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /**
   * Such as {@code 312.4 MB of 1024.0 MB (30 %), 31.2 MB/s, about 23s left}. What is not known is
   * left out.
   */
  public String text() {
    if (certain && done >= total) {
      return "all " + megabytes(total) + ", waiting for the answer";
    }
    String far =
        certain
            ? megabytes(done)
                + " of "
                + megabytes(total)
                + " ("
                + (int) (100.0 * done / total)
                + " %)"
            : megabytes(done) + " of at most " + megabytes(total);
    if (moved <= 0 || taken.compareTo(SECOND) < 0) {
      return far;
    }
    double perSecond = moved * 1000.0 / taken.toMillis();
    String rate = far + ", " + megabytes(perSecond) + "/s";
    return certain ? rate + ", about " + left(Math.round((total - done) / perSecond)) : rate;
  }

  /** Nobody can say more than that. */
  private static String left(long seconds) {
    Duration left =
        seconds < 60
            ? Duration.ofSeconds(Math.max(1, seconds))
            : Duration.ofMinutes((seconds + 30) / 60);
    return Durations.text(left) + " left";
  }

  private static String megabytes(double bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
