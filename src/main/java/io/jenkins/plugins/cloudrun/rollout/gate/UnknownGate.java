package io.jenkins.plugins.cloudrun.rollout.gate;

/**
 * A gate of a kind that this version does not know. Kept as it was stored and never evaluated: the
 * rollout that has it is refused.
 *
 * @param json the gate as it was stored
 */
public record UnknownGate(String kind, String json) implements Gate {
  @Override
  public String describe() {
    return "a gate of the unknown kind '" + kind + "'";
  }
}
