package io.jenkins.plugins.cloudrun.release;

import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.durable.StoreException;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.model.Sha256;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.rollout.Goal;
import io.jenkins.plugins.cloudrun.rollout.Plan;
import io.jenkins.plugins.cloudrun.rollout.Policy;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import io.jenkins.plugins.cloudrun.rollout.Shift;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Rollbacks that people start on a page: the same as the step's, of no build. */
final class Returns {
  static final String NOT_STORED = "It could not be stored, so nothing was begun. Try again.";

  private Returns() {}

  /**
   * Who wishes it.
   *
   * @param once of the form: sent twice, it is begun once
   */
  record Wish(String person, String reason, String once) {}

  /** Why a rollback cannot be begun just now; empty when it can. */
  static String busy(ServiceKey key) {
    return Platform.get().rollouts().going().stream()
        .filter(rollout -> rollout.claims().contains(key.resource()))
        .findFirst()
        .map(
            rollout ->
                "A rollout of the "
                    + key
                    + " is under way ("
                    + rollout.status()
                    + "). Wait for its end, or abort it: that puts traffic back by itself.")
        .orElse("");
  }

  /**
   * Begins it.
   *
   * @param item whose credentials are used
   * @return the rollout's id; empty when it could not be stored
   */
  static Optional<String> start(
      ServiceKey key,
      String item,
      Optional<RevisionName> to,
      Account account,
      Wish wish,
      Instant now) {
    Plan plan =
        new Plan(
            key.project(),
            List.of(key.region()),
            key.service(),
            Goal.back(to),
            Shift.AT_ONCE,
            Plan.DEFAULT_TIME_LIMIT,
            account,
            Policy.DEFAULT);
    Origin origin =
        new Origin(
            item,
            Optional.empty(),
            "Rolled back by "
                + wish.person()
                + (wish.reason().isEmpty() ? "" : " (" + wish.reason() + ")"));
    try {
      return Optional.of(
          Platform.get().rollouts().start(Rollout.start(id(key, wish), origin, plan, now)).id());
    } catch (StoreException e) {
      return Optional.empty();
    }
  }

  private static String id(ServiceKey key, Wish wish) {
    return "b-"
        + Sha256.hex(key.resource() + '\n' + wish.person() + '\n' + wish.once()).substring(0, 20);
  }
}
