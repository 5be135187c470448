package io.jenkins.plugins.cloudrun.rollout.port;

import java.util.Optional;

/**
 * A long-running operation.
 *
 * @param error the status message when it ended in error
 */
public record OperationState(boolean done, Optional<String> error) {
  public static final OperationState RUNNING = new OperationState(false, Optional.empty());
}
