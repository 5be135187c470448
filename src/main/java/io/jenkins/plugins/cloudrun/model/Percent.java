package io.jenkins.plugins.cloudrun.model;

/**
 * A share of a service's traffic in whole percent (TrafficTarget.percent).
 *
 * @param value 0 to 100
 */
public record Percent(int value) implements Comparable<Percent> {
  public static final Percent NONE = new Percent(0);
  public static final Percent ALL = new Percent(100);

  public Percent {
    if (value < 0 || value > 100) {
      throw new InvalidValueException(
          "A traffic share of " + value + " is not between 0 and 100 percent.");
    }
  }

  @Override
  public int compareTo(Percent other) {
    return Integer.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value + " %";
  }
}
