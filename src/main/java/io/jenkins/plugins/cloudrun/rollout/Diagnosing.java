package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.rollout.port.Condition;
import io.jenkins.plugins.cloudrun.rollout.port.RevisionState;
import io.jenkins.plugins.cloudrun.rollout.port.ServiceState;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads what explains a failure, conditions and the container's last lines, while it is still
 * there.
 *
 * @param cause what went wrong, for people
 */
record Diagnosing(String cause) implements Phase {
  static final String KIND = "diagnosing";

  /** How many of the container's last lines go into the log. */
  static final int LOG_LINES = 50;

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String status(Rollout rollout) {
    return "reading what explains the failure of " + rollout.revision();
  }

  @Override
  public Query query(Rollout rollout) {
    return Query.SERVICE.withRevision().withLogs();
  }

  @Override
  public Step decide(Rollout rollout, Observation seen) {
    Rollout next = rollout;
    for (String line : conditions(seen)) {
      next = next.saying(seen.at(), Entry.WARNING, line);
    }
    if (!seen.logs().isEmpty()) {
      next = next.saying(seen.at(), "The last lines of revision " + rollout.revision() + ":");
      for (String line : seen.logs()) {
        next = next.saying(seen.at(), Entry.LOG, line);
      }
    }
    return after(next, seen);
  }

  /** Where a failed rollout goes once the explanation is written. */
  Step after(Rollout rollout, Observation seen) {
    Baseline before = Endings.baseline(rollout);
    if (!before.hasStable()) {
      return Endings.settle(
          rollout,
          seen,
          Outcome.FAILED,
          message(rollout)
              + ". There is nothing to roll back to: no other revision of the service was ready before. "
              + "Mend the cause and deploy again.");
    }
    if (rollout.plan().onFailure() == Plan.OnFailure.KEEP) {
      return Endings.settle(
          rollout,
          seen,
          Outcome.FAILED,
          message(rollout)
              + ". Everything was left as it is (onFailure: 'keep'). Back by hand: "
              + Endings.rollbackCommand(rollout));
    }
    return Step.to(rollout.in(RollingBack.to(Outcome.ROLLED_BACK, cause), seen.at()));
  }

  private String message(Rollout rollout) {
    return "Revision "
        + rollout.revision()
        + " of "
        + rollout.key()
        + " failed: "
        + cause.replaceFirst("\\.+$", "");
  }

  private static List<String> conditions(Observation seen) {
    Set<String> lines = new LinkedHashSet<>();
    List<Condition> all = new ArrayList<>();
    seen.revision().map(RevisionState::conditions).ifPresent(all::addAll);
    seen.service()
        .ifPresent(
            (ServiceState service) -> {
              all.add(service.ready());
              all.addAll(service.conditions());
            });
    for (Condition condition : all) {
      if (condition.failed()) {
        lines.add(
            "Condition "
                + condition.type()
                + " is false"
                + (condition.reason().isEmpty() ? "" : " (" + condition.reason() + ")")
                + (condition.message().isEmpty() ? "" : ": " + condition.message()));
      }
    }
    return List.copyOf(lines);
  }
}
