package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.model.Moments;
import io.jenkins.plugins.cloudrun.model.Region;
import java.util.List;
import java.util.stream.Collectors;

/** Other rollouts of a service, for people: which build, since when, what it waits for. */
final class Others {
  private Others() {}

  /** The build that a rollout belongs to: {@code team/shop #7}. */
  static String name(Rollout rollout) {
    Origin origin = rollout.origin();
    return origin.item() + origin.run().map(number -> " #" + number).orElse("");
  }

  /** Who has one of the services of {@code rollout}, or waits for one before it. */
  static String text(Rollout rollout, List<Rollout> ahead) {
    if (ahead.isEmpty()) {
      return "another rollout of " + rollout.key() + " is under way";
    }
    return ahead.stream().map(other -> text(rollout, other)).collect(Collectors.joining("; "));
  }

  private static String text(Rollout rollout, Rollout other) {
    String regions =
        rollout.plan().regions().stream()
            .filter(other.plan().regions()::contains)
            .map(Region::value)
            .collect(Collectors.joining(", "));
    return name(other)
        + (other.phase() instanceof Queued ? " waits for " : " has ")
        + other.plan().service()
        + " in "
        + regions
        + " since "
        + Moments.text(other.startedAt(), rollout.startedAt())
        + " ("
        + other.status()
        + ", rollout "
        + other.id()
        + ")";
  }
}
