package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.model.Commit;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What serves in a region, as the last rollout that ended there left it. Nobody looks at the
 * service to show it: what was changed by hand since then is not known.
 *
 * @param revision that has most of the traffic
 * @param digest of its image, if known
 * @param commit it was made from, if known
 * @param traffic shares above zero, the largest first
 * @param health what the gates said of that revision last
 * @param since when the traffic has been so
 * @param by whose rollout made it so: the item, the build, and why it ran; the text is empty for
 *     what was found to be so
 * @param rollout the id of the rollout that ended last
 * @param account whom that rollout acted as
 * @param outcome of that rollout, which may have left all as it was; empty while it goes on in
 *     other regions, and if an older version stored it
 */
public record Serving(
    RevisionName revision,
    Optional<ImageDigest> digest,
    Optional<Commit> commit,
    List<Share> traffic,
    Health health,
    Instant since,
    Origin by,
    String rollout,
    Account account,
    Optional<Outcome> outcome) {
  public Serving {
    traffic = List.copyOf(traffic);
  }

  /** The same, of an item that has another full name now. */
  Serving of(String item) {
    return new Serving(
        revision, digest, commit, traffic, health, since, by.of(item), rollout, account, outcome);
  }

  /** What is known of the revision that serves. */
  public enum Health {
    /** A rollout ended with it, and its gates were satisfied. */
    HEALTHY,
    /** A gate or its own condition found it bad, and it serves all the same. */
    UNHEALTHY,
    /** No rollout has asked. */
    UNKNOWN;

    /** In lower case. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
