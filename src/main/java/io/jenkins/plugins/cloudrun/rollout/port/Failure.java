package io.jenkins.plugins.cloudrun.rollout.port;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call to the outside that did not give what was asked. The message is for people: what was
 * tried, on what, what came back and what to do next; it never holds a secret.
 */
public abstract sealed class Failure extends Exception {
  private static final long serialVersionUID = 1L;

  private final String explanation;

  private Failure(String message, @Nullable Throwable cause) {
    super(message, cause);
    this.explanation = message;
  }

  /** The message; never absent. */
  public String explanation() {
    return explanation;
  }

  /** Did nothing and may work when repeated: unavailable, throttled, connection refused. */
  public static final class Transient extends Failure {
    private static final long serialVersionUID = 1L;
    private final Optional<Duration> retryAfter;

    public Transient(String message, Optional<Duration> retryAfter, @Nullable Throwable cause) {
      super(message, cause);
      this.retryAfter = retryAfter;
    }

    /** How long the service asked to be left alone. */
    public Optional<Duration> retryAfter() {
      return retryAfter;
    }
  }

  /** Will not work when repeated as it is. */
  public static final class Permanent extends Failure {
    private static final long serialVersionUID = 1L;
    private final Reason reason;

    public Permanent(Reason reason, String message, @Nullable Throwable cause) {
      super(message, cause);
      this.reason = reason;
    }

    public Reason reason() {
      return reason;
    }
  }

  /** Sent, and nobody knows whether it took effect: observe again, never repeat blindly. */
  public static final class Ambiguous extends Failure {
    private static final long serialVersionUID = 1L;

    public Ambiguous(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** Why a call is refused for good. */
  public enum Reason {
    /** INVALID_ARGUMENT, OUT_OF_RANGE, and refusals before anything was sent. */
    INVALID,
    /** NOT_FOUND. */
    NOT_FOUND,
    /** PERMISSION_DENIED. */
    DENIED,
    /** UNAUTHENTICATED, and every failure to get a token. */
    UNAUTHENTICATED,
    /**
     * ABORTED, a stale etag: read again and apply the intent again, if nobody else changed the
     * resource.
     */
    CONFLICT,
    /** ALREADY_EXISTS. */
    EXISTS,
    /** FAILED_PRECONDITION and everything else. */
    REFUSED
  }
}
