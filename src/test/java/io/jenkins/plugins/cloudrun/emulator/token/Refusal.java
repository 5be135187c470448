package io.jenkins.plugins.cloudrun.emulator.token;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** An answer that is an error, in the JSON of the endpoint that refuses. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  final int status;
  final transient JsonObject body;

  private Refusal(int status, String message, JsonObject body) {
    super(message);
    this.status = status;
    this.body = body;
  }

  /** As the OAuth endpoints say it (RFC 6749, section 5.2). */
  static Refusal oauth(int status, String error, String description) {
    JsonObject body = new JsonObject();
    body.addProperty("error", error);
    body.addProperty("error_description", description);
    return new Refusal(status, description, body);
  }

  /** As Google's APIs say it. */
  static Refusal api(int code, String status, String message) {
    JsonObject error = new JsonObject();
    error.addProperty("code", code);
    error.addProperty("message", message);
    error.addProperty("status", status);
    JsonObject body = new JsonObject();
    body.add("error", error);
    return new Refusal(code, message, body);
  }

  /** A caller without an IAM permission on a service account. */
  static Refusal permission(String permission) {
    Refusal refusal =
        api(
            403,
            "PERMISSION_DENIED",
            "Permission '" + permission + "' denied on resource (or it may not exist).");
    JsonObject metadata = new JsonObject();
    metadata.addProperty("permission", permission);
    JsonObject info = new JsonObject();
    info.addProperty("@type", "type.googleapis.com/google.rpc.ErrorInfo");
    info.addProperty("reason", "IAM_PERMISSION_DENIED");
    info.addProperty("domain", "iam.googleapis.com");
    info.add("metadata", metadata);
    JsonArray details = new JsonArray();
    details.add(info);
    refusal.body.getAsJsonObject("error").add("details", details);
    return refusal;
  }

  static Refusal unauthenticated() {
    return api(
        401,
        "UNAUTHENTICATED",
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login"
            + " cookie or other valid authentication credential. See"
            + " https://developers.google.com/identity/sign-in/web/devconsole-project.");
  }
}
