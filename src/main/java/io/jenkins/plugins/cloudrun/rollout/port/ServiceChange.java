package io.jenkins.plugins.cloudrun.rollout.port;

import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.rollout.traffic.Target;
import java.util.List;
import java.util.Optional;

/**
 * One write to a service. It is applied to the service as it is now; if that no longer has {@code
 * etag}, nothing is written and the call fails with {@link Failure.Reason#CONFLICT}.
 *
 * @param etag of the state that the change was decided on; empty creates the service, and conflicts
 *     if it exists
 * @param revision the new revision, or empty to change traffic alone
 * @param traffic the whole traffic after the change
 */
public record ServiceChange(
    ServiceKey key, Optional<String> etag, Optional<NewRevision> revision, List<Target> traffic) {
  public ServiceChange {
    traffic = List.copyOf(traffic);
  }

  /**
   * A revision to make.
   *
   * @param name chosen by us, so that a repeat meets it
   * @param image by digest
   */
  public record NewRevision(RevisionName name, ImageReference image, RevisionSettings settings) {}
}
