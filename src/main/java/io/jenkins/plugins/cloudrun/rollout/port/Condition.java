package io.jenkins.plugins.cloudrun.rollout.port;

/**
 * A condition of a service, revision, job or execution.
 *
 * @param type for example {@code Ready}, {@code RoutesReady}, {@code ContainerHealthy}, {@code
 *     Completed}
 * @param reason the reason's name in the API, empty when there is none
 * @param message as the service wrote it, empty when there is none
 */
public record Condition(String type, State state, String reason, String message) {
  /** Condition.state without its prefix. */
  public enum State {
    PENDING,
    RECONCILING,
    SUCCEEDED,
    FAILED
  }

  public boolean failed() {
    return state == State.FAILED;
  }

  public boolean succeeded() {
    return state == State.SUCCEEDED;
  }
}
