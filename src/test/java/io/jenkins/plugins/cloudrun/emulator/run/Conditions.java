package io.jenkins.plugins.cloudrun.emulator.run;

import com.google.cloud.run.v2.Condition;
import com.google.cloud.run.v2.Condition.CommonReason;
import com.google.cloud.run.v2.Condition.ExecutionReason;
import com.google.cloud.run.v2.Condition.RevisionReason;
import com.google.cloud.run.v2.Condition.State;
import com.google.protobuf.Timestamp;
import java.util.List;

/** Conditions of resources. */
final class Conditions {
  private Conditions() {}

  static Condition succeeded(String type, Timestamp at) {
    return of(type, State.CONDITION_SUCCEEDED, "", at);
  }

  static Condition pending(String type, Timestamp at) {
    return of(type, State.CONDITION_PENDING, "", at);
  }

  static Condition reconciling(String type, String message, Timestamp at) {
    return of(type, State.CONDITION_RECONCILING, message, at);
  }

  static Condition of(String type, State state, String message, Timestamp at) {
    return Condition.newBuilder()
        .setType(type)
        .setState(state)
        .setMessage(message)
        .setLastTransitionTime(at)
        .build();
  }

  static Condition failed(String type, CommonReason reason, String message, Timestamp at) {
    return of(type, State.CONDITION_FAILED, message, at).toBuilder().setReason(reason).build();
  }

  static Condition failed(String type, RevisionReason reason, String message, Timestamp at) {
    return of(type, State.CONDITION_FAILED, message, at).toBuilder()
        .setRevisionReason(reason)
        .build();
  }

  static Condition failed(String type, ExecutionReason reason, String message, Timestamp at) {
    return of(type, State.CONDITION_FAILED, message, at).toBuilder()
        .setExecutionReason(reason)
        .build();
  }

  /** The same condition under another type. */
  static Condition as(String type, Condition condition) {
    return condition.toBuilder().setType(type).build();
  }

  static boolean ready(List<Condition> conditions) {
    return conditions.stream()
        .anyMatch(c -> c.getType().equals("Ready") && c.getState() == State.CONDITION_SUCCEEDED);
  }
}
