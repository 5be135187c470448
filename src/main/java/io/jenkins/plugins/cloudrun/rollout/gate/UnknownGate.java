package io.jenkins.plugins.cloudrun.rollout.gate;

import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Providers;
import java.time.Duration;
import java.util.Optional;

/**
 * A gate of a kind that this version does not know. Kept as it was stored and never asked: the
 * rollout that has it is refused.
 *
 * @param json the gate as it was stored
 */
public record UnknownGate(String kind, String json) implements Gate {
  private static final Terms NONE =
      new Terms(Duration.ZERO, Optional.empty(), 1, Duration.ZERO, Duration.ZERO, Duration.ZERO);

  @Override
  public String describe() {
    return "a gate of the unknown kind '" + kind + "'";
  }

  @Override
  public Terms terms() {
    return NONE;
  }

  @Override
  public Verdict look(Subject subject, Providers providers) throws Failure {
    throw new Failure.Permanent(
        Failure.Reason.INVALID, "This version of the plugin cannot ask " + describe() + ".", null);
  }
}
