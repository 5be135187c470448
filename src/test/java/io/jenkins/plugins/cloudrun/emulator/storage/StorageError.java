package io.jenkins.plugins.cloudrun.emulator.storage;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.OptionalInt;

/** A call that is refused, in the form that Cloud Storage has for it. */
final class StorageError extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String reason;
  private final int retryAfter;

  private StorageError(int status, String reason, String message, int retryAfter) {
    super(message);
    this.status = status;
    this.reason = reason;
    this.retryAfter = retryAfter;
  }

  static StorageError of(int status, String reason, String message) {
    return new StorageError(status, reason, message, 0);
  }

  static StorageError invalid(String message) {
    return of(400, "invalid", message);
  }

  static StorageError noBucket() {
    return of(404, "notFound", "The specified bucket does not exist.");
  }

  static StorageError noObject(String bucket, String object) {
    return of(404, "notFound", "No such object: " + bucket + "/" + object);
  }

  static StorageError precondition() {
    return of(
        412, "conditionNotMet", "At least one of the pre-conditions you specified did not hold.");
  }

  static StorageError unauthenticated() {
    return of(401, "authError", "Invalid Credentials");
  }

  static StorageError denied(String email, String permission, String kind) {
    return of(
        403,
        "forbidden",
        ("%s does not have %s access to the Google Cloud Storage %s. Permission '%s' denied on"
                + " resource (or it may not exist).")
            .formatted(email, permission, kind, permission));
  }

  /** What a fault asks for. */
  static StorageError planned(int status, String message, OptionalInt retryAfterSeconds) {
    String reason =
        switch (status) {
          case 410 -> "uploadBroken";
          case 429 -> "rateLimitExceeded";
          case 503 -> "backendError";
          default -> "internalError";
        };
    return new StorageError(status, reason, message, retryAfterSeconds.orElse(0));
  }

  int status() {
    return status;
  }

  /** Seconds; 0 for none. */
  int retryAfter() {
    return retryAfter;
  }

  JsonObject body() {
    String message = String.valueOf(getMessage());
    JsonObject detail = new JsonObject();
    detail.addProperty("message", message);
    detail.addProperty("domain", "global");
    detail.addProperty("reason", reason);
    JsonArray errors = new JsonArray();
    errors.add(detail);
    JsonObject error = new JsonObject();
    error.addProperty("code", status);
    error.addProperty("message", message);
    error.add("errors", errors);
    JsonObject body = new JsonObject();
    body.add("error", error);
    return body;
  }
}
