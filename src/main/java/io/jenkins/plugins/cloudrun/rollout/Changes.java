package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.rollout.port.ServiceState;
import io.jenkins.plugins.cloudrun.rollout.traffic.Split;
import io.jenkins.plugins.cloudrun.rollout.traffic.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What somebody else changed of a service since this rollout saw it last. */
final class Changes {
  private static final String TRAFFIC = "traffic";
  private static final String LABELS = "labels";

  private Changes() {}

  /** What is remembered of a service: its traffic in words, and what tells its parts apart. */
  static Map<String, String> remembered(ServiceState service) {
    Map<String, String> known = new LinkedHashMap<>(service.parts());
    known.put(TRAFFIC, traffic(service.traffic()));
    return known;
  }

  private static String traffic(List<Target> traffic) {
    String tags =
        Split.normalised(traffic).stream()
            .filter(target -> target.tag().isPresent())
            .map(
                target ->
                    target.tag().map(Object::toString).orElse("")
                        + "="
                        + target.revision().map(Object::toString).orElse("LATEST"))
            .collect(Collectors.joining(", "));
    return Split.text(traffic) + (tags.isEmpty() ? "" : " (tags " + tags + ")");
  }

  /**
   * Whether the service is no longer as this rollout left it. Its labels do not count in its
   * generation.
   */
  static boolean foreign(Rollout rollout, ServiceState service) {
    String labels = rollout.known().getOrDefault(LABELS, "");
    return service.generation() != rollout.generation().orElse(0L)
        || (!labels.isEmpty() && !labels.equals(service.parts().getOrDefault(LABELS, labels)));
  }

  /** What changed, for people: which part, and of the traffic from what to what. */
  static String text(Rollout rollout, ServiceState service) {
    Map<String, String> now = remembered(service);
    List<String> changes = new ArrayList<>();
    rollout
        .known()
        .forEach(
            (part, before) -> {
              String after = now.getOrDefault(part, before);
              if (!after.equals(before)) {
                changes.add(
                    part.equals(TRAFFIC)
                        ? "its traffic was " + before + " and is " + after
                        : "its " + part + " changed");
              }
            });
    service
        .latestCreatedRevision()
        .filter(latest -> !latest.equals(rollout.revision()))
        .filter(latest -> changes.stream().anyMatch(change -> !change.startsWith("its traffic")))
        .ifPresent(latest -> changes.add("its latest revision is " + latest));
    return changes.isEmpty() ? "" : "; " + String.join(", ", changes);
  }
}
