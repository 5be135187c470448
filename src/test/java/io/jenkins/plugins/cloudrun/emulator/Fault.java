package io.jenkins.plugins.cloudrun.emulator;

import java.time.Duration;
import java.util.OptionalInt;

/** What goes wrong with a call. */
public sealed interface Fault {
  /**
   * The call is refused and has no effect.
   *
   * @param status of HTTP, such as 503
   * @param retryAfterSeconds the header Retry-After, if any
   */
  record Refused(int status, String message, OptionalInt retryAfterSeconds) implements Fault {}

  /** The call takes effect, but the answer says that it failed. */
  record FailedAfterwards(int status, String message) implements Fault {}

  /** The call takes effect, and the connection is cut before the answer. */
  record AnswerLost() implements Fault {}

  /** The connection is cut before the call takes effect. */
  record Cut() implements Fault {}

  /**
   * The connection is cut in the middle of the body; what came before may be kept.
   *
   * @param bytes of the body that arrive
   */
  record CutWithin(long bytes) implements Fault {}

  /** The call takes effect at once and is answered late. */
  record Slow(Duration delay) implements Fault {}

  /**
   * The write is accepted and its operation ends with an error; the resource is left as the failed
   * reconciliation would leave it.
   *
   * @param code of google.rpc.Code, such as 13
   */
  record OperationFails(int code, String message) implements Fault {}
}
