package io.jenkins.plugins.cloudrun.rollout.traffic;

import io.jenkins.plugins.cloudrun.model.Percent;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.TrafficTag;
import java.util.Optional;

/**
 * One entry of a service's traffic (TrafficTarget).
 *
 * @param revision a revision, or empty for LATEST: whatever revision became ready last
 * @param percent the share; 0 for an entry that only carries a tag
 */
public record Target(Optional<RevisionName> revision, Percent percent, Optional<TrafficTag> tag) {
  /** LATEST with all traffic: how a service is born. */
  public static final Target LATEST_ALL =
      new Target(Optional.empty(), Percent.ALL, Optional.empty());

  /** A share for a revision, without a tag. */
  public static Target share(RevisionName revision, Percent percent) {
    return new Target(Optional.of(revision), percent, Optional.empty());
  }

  /** A tag for a revision, without a share. */
  public static Target tagged(RevisionName revision, TrafficTag tag) {
    return new Target(Optional.of(revision), Percent.NONE, Optional.of(tag));
  }

  public boolean latest() {
    return revision.isEmpty();
  }
}
