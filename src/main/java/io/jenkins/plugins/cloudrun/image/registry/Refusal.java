package io.jenkins.plugins.cloudrun.image.registry;

import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Turns a registry's refusals into failures that say what to do. */
public final class Refusal {
  private Refusal() {}

  static Failure of(
      HttpResponse<?> response,
      String what,
      ImageName name,
      String actions,
      boolean withCredentials,
      boolean changes) {
    int status = response.statusCode();
    Throwable cause = new IllegalStateException("HTTP " + status);
    String tried = "Could not " + what + ": ";
    switch (status) {
      case 401:
        return new Failure.Permanent(
            Failure.Reason.UNAUTHENTICATED,
            tried + unauthenticated(name.registry(), withCredentials),
            cause);
      case 403:
        return new Failure.Permanent(
            Failure.Reason.DENIED, tried + denied(name, actions.contains("push")), cause);
      case 404:
        return new Failure.Permanent(
            Failure.Reason.NOT_FOUND,
            tried
                + "the registry "
                + name.registry()
                + " has no such image (404). Check name and tag, and that the repository exists.",
            cause);
      case 429:
      case 503:
        return new Failure.Transient(
            tried + name.registry() + " is busy (HTTP " + status + ").",
            retryAfter(response),
            cause);
      default:
        String message = tried + name.registry() + " answered HTTP " + status + ".";
        if (status < 500) {
          return new Failure.Permanent(Failure.Reason.REFUSED, message, cause);
        }
        return changes
            ? new Failure.Ambiguous(message, cause)
            : new Failure.Transient(message, retryAfter(response), cause);
    }
  }

  /** A sentence for HTTP 401. */
  public static String unauthenticated(String registry, boolean withCredentials) {
    return withCredentials
        ? "the registry "
            + registry
            + " does not accept the access token (401). It may have expired, or its account may be"
            + " disabled: check the credentials of this step."
        : "the registry "
            + registry
            + " wants credentials (401) and was asked without any. Give credentialsId; a Google"
            + " access token is sent only to Google's registries and to those that an"
            + " administrator has named.";
  }

  /** A sentence for HTTP 403. */
  public static String denied(ImageName name, boolean push) {
    String role = push ? "roles/artifactregistry.writer" : "roles/artifactregistry.reader";
    String permission =
        push
            ? "artifactregistry.repositories.uploadArtifacts"
            : "artifactregistry.repositories.downloadArtifacts";
    return "the account of this step may not "
        + (push ? "push to " : "read ")
        + name
        + " (403). It needs the permission "
        + permission
        + ": grant "
        + role
        + " on the repository"
        + grant(name, role)
        + ".";
  }

  /** The command that mends it, where the name tells project, location and repository. */
  private static String grant(ImageName name, String role) {
    String[] parts = name.path().split("/", -1);
    if (!name.registry().endsWith("-docker.pkg.dev") || parts.length < 2) {
      return "";
    }
    String location =
        name.registry().substring(0, name.registry().length() - "-docker.pkg.dev".length());
    return ", for example: gcloud artifacts repositories add-iam-policy-binding "
        + parts[1]
        + " --project="
        + parts[0]
        + " --location="
        + location
        + " --member=serviceAccount:EMAIL --role="
        + role;
  }

  private static Optional<Duration> retryAfter(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(text -> text.matches("\\d{1,5}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }
}
