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
  /** Links stand behind an empty line. */
  private static final String LINKS = "\\R\\s*\\R";

  /** Condition.state without its prefix. */
  public enum State {
    PENDING,
    RECONCILING,
    SUCCEEDED,
    FAILED
  }

  /** What the message says first, in one line; what follows are links for more. */
  public String headline() {
    return headline(message);
  }

  /** What a message of the service, such as that of an operation's error, says first. */
  public static String headline(String message) {
    return message.strip().split(LINKS, 2)[0].replaceAll("\\s+", " ");
  }

  /** What the message says beside its headline, in one line; empty when that is all. */
  public String more() {
    String[] parts = message.strip().split(LINKS, 2);
    return parts.length == 1 ? "" : parts[1].strip().replaceAll("\\s+", " ");
  }

  public boolean failed() {
    return state == State.FAILED;
  }

  public boolean succeeded() {
    return state == State.SUCCEEDED;
  }
}
