package io.jenkins.plugins.cloudrun.rollout;

import com.google.cloud.run.v2.Service;
import com.google.cloud.run.v2.TrafficTarget;
import com.google.cloud.run.v2.TrafficTargetStatus;
import io.jenkins.plugins.cloudrun.durable.VirtualTime;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.rollout.port.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Looks at the services whenever something may have happened: traffic sums to 100, other people's
 * tags stay, no user is sent to an ill revision for longer than it takes to ask and to go back. It
 * also answers the gates, as it knows who is ill.
 */
final class Watchman implements Health {
  /** The gate's interval, what it bears, and the looks and writes of the way back. */
  private static final Duration MOST_ILL =
      Stories.INTERVAL.plus(Stories.WITHIN).plus(Duration.ofSeconds(3));

  private final Story story;
  private final Stage stage;
  private final VirtualTime time;
  private final Map<ServiceKey, Instant> ill = new HashMap<>();
  private final Map<ServiceKey, Instant> exposed = new HashMap<>();
  private Duration longestIll = Duration.ZERO;
  private Duration allowance = Duration.ZERO;

  Watchman(Story story, Stage stage, VirtualTime time) {
    this.story = story;
    this.stage = stage;
    this.time = time;
  }

  /** A flaw lets things take longer. */
  void allow(Duration more) {
    allowance = more;
  }

  Duration longestIll() {
    return longestIll;
  }

  @Override
  public Answer get(Request request) {
    String host = String.valueOf(request.url().getHost());
    boolean bad = ill.keySet().stream().anyMatch(key -> host.contains("." + key.region() + "."));
    return new Answer(bad ? 503 : 200, Duration.ofMillis(10), "ok");
  }

  void look(Collection<Rollout> rollouts) {
    List<String> candidates =
        rollouts.stream().map(rollout -> rollout.revision().value()).distinct().toList();
    for (ServiceKey key : stage.keys(story)) {
      Optional<Service> service = stage.cloud().service(key.resource());
      if (service.isPresent()) {
        look(key, service.get(), candidates);
      }
    }
  }

  private void look(ServiceKey key, Service service, List<String> candidates) {
    int sum = service.getTrafficList().stream().mapToInt(TrafficTarget::getPercent).sum();
    if (sum != 100 && service.getTrafficCount() > 0) {
      throw new AssertionError("traffic sums to " + sum + ": " + text(service));
    }
    if (!story.before().equals("nothing")) {
      tag(service, "blue", Stage.ONE.value());
      tag(service, "green", Stage.TWO.value());
    }
    int share =
        service.getTrafficStatusesList().stream()
            .filter(status -> candidates.contains(revision(service, status)))
            .mapToInt(TrafficTargetStatus::getPercent)
            .sum();
    boolean ready =
        candidates.stream().anyMatch(service.getLatestReadyRevision()::endsWith) || share > 0;
    if (ready && story.sick().test(key, share)) {
      ill.putIfAbsent(key, time.instant());
    }
    if (ill.containsKey(key) && share > 0) {
      Duration since =
          Duration.between(exposed.computeIfAbsent(key, k -> time.instant()), time.instant());
      longestIll = since.compareTo(longestIll) > 0 ? since : longestIll;
      if (since.compareTo(MOST_ILL.plus(allowance)) > 0) {
        throw new AssertionError("for " + since + " on an ill revision: " + text(service));
      }
    } else {
      exposed.remove(key);
    }
  }

  private static void tag(Service service, String tag, String revision) {
    if (service.getTrafficList().stream()
        .noneMatch(
            target -> target.getTag().equals(tag) && target.getRevision().equals(revision))) {
      throw new AssertionError("the tag " + tag + " is gone: " + text(service));
    }
  }

  private static String revision(Service service, TrafficTargetStatus status) {
    String latest = service.getLatestReadyRevision();
    return status.getRevision().isEmpty()
        ? latest.substring(latest.lastIndexOf('/') + 1)
        : status.getRevision();
  }

  /**
   * The traffic of a service, the names of its revisions without what differs from case to case.
   */
  static String text(Service service) {
    List<String> rows = new ArrayList<>();
    for (TrafficTarget target : service.getTrafficList()) {
      String revision = target.getRevision().isEmpty() ? "LATEST" : target.getRevision();
      rows.add(
          (target.getPercent() > 0 ? target.getPercent() + " " : "")
              + revision
              + (target.getTag().isEmpty() ? "" : "#" + target.getTag()));
    }
    return rows.stream().sorted().collect(Collectors.joining(", "));
  }
}
