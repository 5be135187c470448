package io.jenkins.plugins.cloudrun.image.registry;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Turns a registry's refusals into failures that say what to do. */
public final class Refusal {
  private static final int MOST_SAID = 16 * 1024;

  /** Google's sentence about an API that is off has 350 characters, with its address in them. */
  private static final int MOST_SHOWN = 400;

  private Refusal() {}

  static Failure of(
      HttpResponse<?> response,
      String what,
      Scope scope,
      boolean withCredentials,
      boolean changes) {
    int status = response.statusCode();
    ImageName name = scope.name();
    String said = said(response);
    Throwable cause = new IllegalStateException("HTTP " + status);
    String tried = "Could not " + what + ": ";
    if (status / 100 == 4 && said.toLowerCase(Locale.ROOT).contains("immutab")) {
      return new Failure.Permanent(
          Failure.Reason.EXISTS,
          tried
              + "the repository has immutable tags, and this one is on another image already ("
              + said
              + "). Push under another tag, or ask the repository's owner to delete the tag or to"
              + " allow that tags move.",
          cause);
    }
    switch (status) {
      case 401:
        return new Failure.Permanent(
            Failure.Reason.UNAUTHENTICATED,
            tried + unauthenticated(name.registry(), withCredentials),
            cause);
      case 403:
        // Google says so of an API that is off, too: a role would not mend that.
        return new Failure.Permanent(
            Failure.Reason.DENIED,
            tried
                + (said.contains("has not been used in project")
                    ? said
                    : denied(name, scope.actions().contains("push"))),
            cause);
      case 404:
        return new Failure.Permanent(
            Failure.Reason.NOT_FOUND,
            tried + "the registry " + name.registry() + missing(response, changes),
            cause);
      case 408:
      case 429:
      case 503:
        return new Failure.Transient(
            tried + name.registry() + " is busy (HTTP " + status + ").",
            retryAfter(response),
            cause);
      default:
        String message = tried + name.registry() + " answered HTTP " + status;
        message += said.isEmpty() ? "." : " (" + said + ").";
        if (status < 500) {
          return new Failure.Permanent(Failure.Reason.REFUSED, message, cause);
        }
        return changes
            ? new Failure.Ambiguous(message, cause)
            : new Failure.Transient(message, retryAfter(response), cause);
    }
  }

  private static String missing(HttpResponse<?> response, boolean changes) {
    if (error(response, "code").equals("MANIFEST_BLOB_UNKNOWN")) {
      return " no longer has a part of the image (404: "
          + said(response)
          + "). If it is cleaned up while images are pushed, push again.";
    }
    return changes
        ? " has no such repository (404). Artifact Registry makes none by itself: check the name,"
            + " or create it with gcloud artifacts repositories create."
        : " has no such image (404). Check name and tag, and that the repository exists.";
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

  /** The registry's own words, as far as the distribution API has a place for them; one line. */
  static String said(HttpResponse<?> response) {
    String text = error(response, "message").replaceAll("[\\s\\p{Cntrl}]+", " ").trim();
    return text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "…" : text;
  }

  private static String error(HttpResponse<?> response, String field) {
    if (!(response.body() instanceof byte[] body) || body.length > MOST_SAID) {
      return "";
    }
    try {
      JsonObject first =
          JsonParser.parseString(new String(body, StandardCharsets.UTF_8))
              .getAsJsonObject()
              .getAsJsonArray("errors")
              .get(0)
              .getAsJsonObject();
      return first.get(field).getAsString();
    } catch (JsonParseException
        | IllegalStateException
        | UnsupportedOperationException
        | ClassCastException
        | NullPointerException
        | IndexOutOfBoundsException e) {
      return "";
    }
  }

  private static Optional<Duration> retryAfter(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(text -> text.matches("\\d{1,5}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }
}
