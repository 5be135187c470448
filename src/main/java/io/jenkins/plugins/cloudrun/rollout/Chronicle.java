package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.rollout.port.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a rollout has seen, as facts for a page; its lines say the same in words. Within bounds, as
 * every save writes all of it.
 *
 * @param moments oldest first
 * @param before how the service of the present region was set up, by {@link
 *     io.jenkins.plugins.cloudrun.rollout.port.ServiceState#settings}; empty once it was compared
 * @param differences what the deploy changed on the service
 * @param addresses where it answers, by region
 * @param conditions those of a revision that failed which are not true
 * @param logUri where a person reads that revision's log; empty if unknown
 */
public record Chronicle(
    List<Moment> moments,
    Map<String, String> before,
    List<Difference> differences,
    List<Address> addresses,
    List<Condition> conditions,
    String logUri) {
  public static final Chronicle EMPTY =
      new Chronicle(List.of(), Map.of(), List.of(), List.of(), List.of(), "");

  /** More moments than this are not kept: the first ones and the last ones stay. */
  static final int MOST_MOMENTS = 300;

  private static final int FIRST_MOMENTS = 100;

  /** More differences than this are not kept, of all regions together. */
  static final int MOST_DIFFERENCES = 200;

  public Chronicle {
    moments = List.copyOf(moments);
    before = before.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(before));
    differences = List.copyOf(differences);
    addresses = List.copyOf(addresses);
    conditions = List.copyOf(conditions);
  }

  /** The shares that a region's service was seen with last; none if it was never looked at. */
  List<Share> traffic(String region) {
    return moments.stream()
        .filter(moment -> moment.kind() == Kind.TRAFFIC && moment.region().equals(region))
        .reduce((earlier, later) -> later)
        .map(Moment::shares)
        .orElse(List.of());
  }

  /**
   * Something that happened in a region.
   *
   * @param shares of the traffic from then on, the largest first; empty when it is not about that
   */
  public record Moment(Instant at, String region, Kind kind, List<Share> shares) {
    public Moment {
      shares = List.copyOf(shares);
    }
  }

  /** What happened. */
  public enum Kind {
    /** The service was seen to serve this from then on. */
    TRAFFIC,
    /** The new revision was ready. */
    READY,
    /** The rollback began. */
    ROLLBACK
  }

  /**
   * A setting of the service that the deploy changed, without values that may be secret.
   *
   * @param before empty when it was not set
   * @param after empty when it is not set any more
   */
  public record Difference(String region, String setting, String before, String after) {}

  /** Where the service and its revision under test answer; empty while unknown. */
  public record Address(String region, String url, String tagUrl) {}

  /** Whether nothing was seen. */
  public boolean isEmpty() {
    return equals(EMPTY);
  }

  Chronicle with(Moment moment) {
    List<Moment> all = new ArrayList<>(moments);
    all.add(moment);
    if (all.size() > MOST_MOMENTS) {
      all.remove(FIRST_MOMENTS);
    }
    return new Chronicle(all, before, differences, addresses, conditions, logUri);
  }

  Chronicle before(Map<String, String> settings) {
    return new Chronicle(moments, settings, differences, addresses, conditions, logUri);
  }

  /** What was to be compared has been. */
  Chronicle with(List<Difference> more) {
    List<Difference> all = new ArrayList<>(differences);
    all.addAll(more);
    return new Chronicle(
        moments,
        Map.of(),
        all.subList(0, Math.min(MOST_DIFFERENCES, all.size())),
        addresses,
        conditions,
        logUri);
  }

  Chronicle with(Address address) {
    List<Address> all = new ArrayList<>(addresses);
    all.removeIf(known -> known.region().equals(address.region()));
    all.add(address);
    return new Chronicle(moments, before, differences, all, conditions, logUri);
  }

  Chronicle with(List<Condition> failed, String log) {
    return new Chronicle(moments, before, differences, addresses, failed, log);
  }
}
