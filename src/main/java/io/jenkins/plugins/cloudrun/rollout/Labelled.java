package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.rollout.port.RevisionSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a rollout says of the revision that it makes. */
final class Labelled {
  /** A label's value has at most 63 characters, a SHA-256 commit 64. */
  private static final int LONGEST = 63;

  private Labelled() {}

  /**
   * The settings with the labels that every service of ours carries: who manages it, and the commit
   * it was made from. A promotion that does not know it says so: the one before is not it.
   */
  static RevisionSettings of(Rollout rollout) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("managed-by", "jenkins");
    Optional<String> made =
        rollout
            .commit()
            .map(sha -> sha.value().substring(0, Math.min(LONGEST, sha.value().length())));
    made.ifPresent(sha -> labels.put("commit-sha", sha));
    Optional<Promotion> promotion = rollout.plan().promotion();
    if (made.isEmpty() && promotion.isPresent()) {
      labels.put("commit-sha", "");
    }
    boolean makes = rollout.baseline().filter(before -> !before.existed()).isPresent();
    Optional<String> account = promotion.filter(p -> makes).flatMap(Promotion::serviceAccount);
    RevisionSettings settings = rollout.plan().revision();
    return account.map(settings::as).orElse(settings).withLabels(labels);
  }
}
