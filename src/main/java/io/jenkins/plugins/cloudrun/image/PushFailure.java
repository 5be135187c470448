package io.jenkins.plugins.cloudrun.image;

import com.google.cloud.tools.jib.api.InsecureRegistryException;
import com.google.cloud.tools.jib.api.RegistryAuthenticationFailedException;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.RegistryUnauthorizedException;
import com.google.cloud.tools.jib.http.ResponseException;
import com.google.cloud.tools.jib.registry.RegistryCredentialsNotSentException;
import io.jenkins.plugins.cloudrun.image.registry.Refusal;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** What jib's exceptions mean for the one who waits for the image. */
final class PushFailure {
  private final ImageName target;
  private final boolean withCredentials;

  PushFailure(ImageName target, boolean withCredentials) {
    this.target = target;
    this.withCredentials = withCredentials;
  }

  Failure of(Throwable thrown) {
    Throwable cause = thrown;
    while (cause instanceof ExecutionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String tried = "Could not push " + target + ": ";
    if (cause instanceof RegistryUnauthorizedException e) {
      ImageName name = named(e.getImageReference());
      String what = name.equals(target) ? tried : "Could not read the base image " + name + ": ";
      return refused(what, e.getHttpResponseException().getStatusCode(), name, cause);
    }
    if (cause instanceof RegistryAuthenticationFailedException e) {
      ImageName name = named(e.getServerUrl() + "/" + e.getImageName());
      String what = name.equals(target) ? tried : "Could not read the base image " + name + ": ";
      Optional<ResponseException> answer = response(cause);
      if (answer.isPresent()) {
        return status(what, answer.get(), name, cause);
      }
      return isOfConnection(cause)
          ? transientFailure(
              what + "no token from " + name.registry() + " (" + last(cause) + ").", cause)
          : permanent(Failure.Reason.UNAUTHENTICATED, what + e.getMessage(), cause);
    }
    if (cause instanceof RegistryCredentialsNotSentException) {
      return permanent(
          Failure.Reason.REFUSED,
          tried
              + target.registry()
              + " speaks plain http, where no credentials are sent. Use https (for a registry on"
              + " this machine, start Java with -DsendCredentialsOverHttp=true).",
          cause);
    }
    if (cause instanceof InsecureRegistryException) {
      return permanent(
          Failure.Reason.REFUSED,
          tried
              + "no secure connection ("
              + last(cause)
              + "). If a proxy or the registry has a certificate of its own, add its authority to"
              + " the trust store of the agent's Java.",
          cause);
    }
    Optional<ResponseException> answer = response(cause);
    if (cause instanceof RegistryException) {
      String said = oneLine(String.valueOf(cause.getMessage()));
      if (answer
          .map(ResponseException::getContent)
          .filter(c -> c.contains("BLOB_UPLOAD"))
          .isPresent()) {
        return transientFailure(tried + "the registry lost the upload.", cause);
      }
      return answer.map(ResponseException::getStatusCode).orElse(0) == 404
          ? permanent(Failure.Reason.NOT_FOUND, tried + missing(), cause)
          : permanent(Failure.Reason.REFUSED, tried + said, cause);
    }
    if (answer.isPresent()) {
      return status(tried, answer.get(), target, cause);
    }
    if (cause instanceof FileSystemException) {
      return permanent(
          Failure.Reason.REFUSED,
          tried + "the agent's disk refused it (" + oneLine(String.valueOf(cause)) + ").",
          cause);
    }
    if (cause instanceof IOException) {
      return transientFailure(
          tried
              + "the connection to "
              + target.registry()
              + " failed ("
              + last(cause)
              + "). Check name, network and proxy.",
          cause);
    }
    return permanent(Failure.Reason.REFUSED, tried + oneLine(String.valueOf(cause)), cause);
  }

  private Failure status(String what, ResponseException answer, ImageName name, Throwable cause) {
    int status = answer.getStatusCode();
    if (status == 429 || status >= 500) {
      return transientFailure(what + name.registry() + " answered HTTP " + status + ".", cause);
    }
    return refused(what, status, name, cause);
  }

  private Failure refused(String what, int status, ImageName name, Throwable cause) {
    if (status == 401) {
      return permanent(
          Failure.Reason.UNAUTHENTICATED,
          what + Refusal.unauthenticated(name.registry(), withCredentials),
          cause);
    }
    if (status == 403) {
      return permanent(
          Failure.Reason.DENIED, what + Refusal.denied(name, name.equals(target)), cause);
    }
    return permanent(
        Failure.Reason.REFUSED, what + name.registry() + " answered HTTP " + status + ".", cause);
  }

  private String missing() {
    return "the registry "
        + target.registry()
        + " has no such repository (404). Artifact Registry makes none by itself: check the name,"
        + " or create it with gcloud artifacts repositories create.";
  }

  private ImageName named(String image) {
    try {
      return ImageName.parse(image);
    } catch (InvalidValueException e) {
      return target;
    }
  }

  private static Optional<ResponseException> response(Throwable thrown) {
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      if (at instanceof ResponseException e) {
        return Optional.of(e);
      }
    }
    return Optional.empty();
  }

  private static boolean isOfConnection(Throwable thrown) {
    for (Throwable at = thrown.getCause(); at != null; at = at.getCause()) {
      if (at instanceof IOException) {
        return true;
      }
    }
    return false;
  }

  private static String last(Throwable thrown) {
    Throwable at = thrown;
    while (at.getCause() != null) {
      at = at.getCause();
    }
    return oneLine(at.getMessage() == null ? at.getClass().getSimpleName() : at.getMessage());
  }

  /** Without what a registry has put in to fill a log. */
  private static String oneLine(String text) {
    String line = text.replaceAll("\\s+", " ").trim();
    return line.length() <= 500 ? line : line.substring(0, 497) + "...";
  }

  private static Failure transientFailure(String message, Throwable cause) {
    return new Failure.Transient(message, Optional.empty(), cause);
  }

  private static Failure permanent(Failure.Reason reason, String message, Throwable cause) {
    return new Failure.Permanent(reason, message, cause);
  }
}
