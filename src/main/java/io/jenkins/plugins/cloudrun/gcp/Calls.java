package io.jenkins.plugins.cloudrun.gcp;

import com.google.api.gax.rpc.UnaryCallable;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Failure.Reason;
import java.util.Optional;

/** Calls of Google's library, whose exceptions become the engine's failures. */
final class Calls {
  private Calls() {}

  static <Q, R> R call(UnaryCallable<Q, R> callable, Q request, Doing doing) throws Failure {
    try {
      return callable.call(request);
    } catch (RuntimeException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof InterruptedException) {
          // The library forgets it.
          Thread.currentThread().interrupt();
        }
      }
      throw Failures.of(e, doing);
    }
  }

  /** What was asked for, or empty if the API says that there is none. */
  static <Q, R> Optional<R> find(UnaryCallable<Q, R> callable, Q request, Doing doing)
      throws Failure {
    try {
      return Optional.of(call(callable, request, doing));
    } catch (Failure.Permanent e) {
      if (e.reason() == Reason.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
