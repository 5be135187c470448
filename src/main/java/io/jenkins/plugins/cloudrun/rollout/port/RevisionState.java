package io.jenkins.plugins.cloudrun.rollout.port;

import io.jenkins.plugins.cloudrun.model.RevisionName;
import java.util.List;

/**
 * A revision as the Admin API shows it.
 *
 * @param image the first container's image, as deployed
 * @param conditions all of them; {@code Ready} among them
 * @param logUri where a person reads its logs, empty if unknown
 */
public record RevisionState(
    RevisionName name,
    String image,
    boolean reconciling,
    List<Condition> conditions,
    String logUri) {
  public RevisionState {
    conditions = List.copyOf(conditions);
  }

  /** Whether it can take traffic. */
  public boolean ready() {
    return conditions.stream().anyMatch(c -> c.type().equals("Ready") && c.succeeded());
  }
}
