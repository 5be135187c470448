package io.jenkins.plugins.cloudrun.gcp;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import com.google.auth.Retryable;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Failure.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong in a call of Google's libraries, in the engine's terms. The REST transport maps
 * statuses differently from gRPC: a conflict comes as ABORTED whatever it was, a refused connection
 * as UNKNOWN.
 */
final class Failures {
  private static final int MOST_TEXT = 1000;

  private Failures() {}

  static Failure of(RuntimeException error, Doing doing) {
    if (error instanceof ApiException api) {
      return of(api, doing);
    }
    return io(error, doing);
  }

  private static Failure of(ApiException error, Doing doing) {
    StatusCode.Code code = error.getStatusCode().getCode();
    String said = "Cloud Run could not " + doing.what() + ": " + words(error);
    return switch (code) {
      case NOT_FOUND -> permanent(Reason.NOT_FOUND, said + location(doing), error);
      case INVALID_ARGUMENT, OUT_OF_RANGE ->
          permanent(Reason.INVALID, said + " Correct the parameter and try again.", error);
      case PERMISSION_DENIED ->
          permanent(
              Reason.DENIED, said + " The account that deploys needs " + doing.role() + ".", error);
      case UNAUTHENTICATED ->
          permanent(
              Reason.UNAUTHENTICATED,
              said
                  + " Google did not accept the credentials: is the key still active, and the clock right?",
              error);
      case ALREADY_EXISTS -> permanent(Reason.EXISTS, said, error);
      case ABORTED ->
          words(error).contains("already exists")
              ? permanent(Reason.EXISTS, said, error)
              : permanent(Reason.CONFLICT, said, error);
      case UNIMPLEMENTED -> permanent(Reason.INVALID, said + location(doing), error);
      case RESOURCE_EXHAUSTED -> new Failure.Transient(said, retryAfter(error), error);
      case UNAVAILABLE, INTERNAL, DEADLINE_EXCEEDED, CANCELLED, DATA_LOSS ->
          // The server answered or fell silent after the request was out: a write may have taken
          // effect.
          doing.write()
              ? new Failure.Ambiguous(said, error)
              : new Failure.Transient(said, Optional.empty(), error);
      case UNKNOWN -> io(error, doing);
      default -> permanent(Reason.REFUSED, said, error);
    };
  }

  private static Failure io(RuntimeException error, Doing doing) {
    Throwable root = error;
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      root = cause;
      if (cause instanceof IOException && cause instanceof Retryable retryable) {
        // A token could not be had: nothing was sent to the API.
        return token(cause, retryable.isRetryable(), doing);
      }
      if (cause instanceof ConnectException
          || cause instanceof UnknownHostException
          || cause instanceof HttpConnectTimeoutException) {
        return new Failure.Transient(
            "Cloud Run could not be reached to "
                + doing.what()
                + ": "
                + text(cause.getMessage())
                + " ("
                + cause.getClass().getSimpleName()
                + "). Is the network or Jenkins' proxy all right?",
            Optional.empty(),
            error);
      }
    }
    String said =
        "The connection broke while trying to " + doing.what() + ": " + text(root.getMessage());
    return doing.write()
        ? new Failure.Ambiguous(said, error)
        : new Failure.Transient(said, Optional.empty(), error);
  }

  private static Failure token(Throwable cause, boolean retryable, Doing doing) {
    String said =
        "No access token could be had to "
            + doing.what()
            + ": "
            + text(cause.getMessage())
            + " Is the key still active, the clock right, and the token endpoint reachable?";
    return retryable
        ? new Failure.Transient(said, Optional.empty(), cause)
        : permanent(Reason.UNAUTHENTICATED, said, cause);
  }

  private static Failure.Permanent permanent(Reason reason, String message, Throwable cause) {
    return new Failure.Permanent(reason, message, cause);
  }

  /** The server's own words, without what the library puts around them. */
  private static String words(ApiException error) {
    String message = text(error.getMessage());
    // The library prefixes its exception's name and, for JSON errors, a status line.
    return message.replaceFirst("^(?:[\\w.]+Exception: )+", "").strip();
  }

  /** Wrong regions are answered in several ways, none of which names the region. */
  private static String location(Doing doing) {
    return " Does the region "
        + doing.region()
        + " exist, and is the Cloud Run Admin API enabled in the project"
        + " (gcloud run regions list)?";
  }

  private static Optional<Duration> retryAfter(ApiException error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof com.google.api.client.http.HttpResponseException http
          && http.getHeaders() != null
          && http.getHeaders().getRetryAfter() != null) {
        try {
          long seconds = Long.parseLong(http.getHeaders().getRetryAfter().trim());
          return Optional.of(Duration.ofSeconds(Math.min(300, Math.max(0, seconds))));
        } catch (NumberFormatException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private static String text(@Nullable String message) {
    String all = message == null ? "no explanation was given" : message.strip();
    String cut = all.length() <= MOST_TEXT ? all : all.substring(0, MOST_TEXT) + "...";
    return cut.endsWith(".") || cut.endsWith("!") || cut.endsWith("?") ? cut : cut + ".";
  }
}
