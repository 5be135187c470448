package io.jenkins.plugins.cloudrun.gcp;

import io.jenkins.plugins.cloudrun.rollout.port.Condition;
import java.util.List;
import java.util.Optional;

/** Conditions of the API as the engine knows them. */
final class Conditions {
  private Conditions() {}

  static List<Condition> of(List<com.google.cloud.run.v2.Condition> conditions) {
    return conditions.stream().map(Conditions::of).toList();
  }

  static Condition of(com.google.cloud.run.v2.Condition condition) {
    Condition.State state =
        switch (condition.getState()) {
          case CONDITION_SUCCEEDED -> Condition.State.SUCCEEDED;
          case CONDITION_FAILED -> Condition.State.FAILED;
          case CONDITION_RECONCILING -> Condition.State.RECONCILING;
          default -> Condition.State.PENDING;
        };
    String reason =
        switch (condition.getReasonsCase()) {
          case REASON -> condition.getReason().name();
          case REVISION_REASON -> condition.getRevisionReason().name();
          case EXECUTION_REASON -> condition.getExecutionReason().name();
          default -> "";
        };
    return new Condition(condition.getType(), state, reason, condition.getMessage());
  }

  /** The condition of a type; pending while the API does not show it. */
  static Condition of(List<com.google.cloud.run.v2.Condition> conditions, String type) {
    Optional<Condition> found =
        conditions.stream().filter(c -> c.getType().equals(type)).findFirst().map(Conditions::of);
    return found.orElse(new Condition(type, Condition.State.PENDING, "", ""));
  }
}
