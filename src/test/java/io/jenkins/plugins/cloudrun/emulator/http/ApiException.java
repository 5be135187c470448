package io.jenkins.plugins.cloudrun.emulator.http;

import com.google.gson.JsonObject;
import com.google.rpc.Code;
import java.util.Optional;

/** A call that is refused, as google.rpc.Status and an HTTP status. */
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int http;
  private final Code code;
  private final transient Optional<JsonObject> detail;

  private ApiException(int http, Code code, String message) {
    this(http, code, message, Optional.empty());
  }

  private ApiException(int http, Code code, String message, Optional<JsonObject> detail) {
    super(message);
    this.http = http;
    this.code = code;
    this.detail = detail;
  }

  /** What stands in the error's details. */
  Optional<JsonObject> detail() {
    return detail;
  }

  /**
   * An API that is not enabled in the project.
   *
   * @param title such as {@code Cloud Build API}
   * @param service such as {@code cloudbuild.googleapis.com}
   */
  public static ApiException disabled(String title, String service, String projectNumber) {
    JsonObject metadata = new JsonObject();
    metadata.addProperty("service", service);
    metadata.addProperty("serviceTitle", title);
    metadata.addProperty("consumer", "projects/" + projectNumber);
    metadata.addProperty("containerInfo", projectNumber);
    JsonObject info = new JsonObject();
    info.addProperty("@type", "type.googleapis.com/google.rpc.ErrorInfo");
    info.addProperty("reason", "SERVICE_DISABLED");
    info.addProperty("domain", "googleapis.com");
    info.add("metadata", metadata);
    return new ApiException(
        403,
        Code.PERMISSION_DENIED,
        ("%1$s has not been used in project %2$s before or it is disabled. Enable it by visiting"
                + " https://console.developers.google.com/apis/api/%3$s/overview?project=%2$s then"
                + " retry. If you enabled this API recently, wait a few minutes for the action to"
                + " propagate to our systems and retry.")
            .formatted(title, projectNumber, service),
        Optional.of(info));
  }

  /** A query that Prometheus does not understand: its own form of an error, not Google's. */
  public static ApiException badQuery(String message) {
    JsonObject error = new JsonObject();
    error.addProperty("status", "error");
    error.addProperty("errorType", "bad_data");
    error.addProperty("error", message);
    return new ApiException(400, Code.INVALID_ARGUMENT, message, Optional.of(error));
  }

  /** The status of the HTTP answer. */
  public int http() {
    return http;
  }

  /** The canonical code, such as NOT_FOUND. */
  public Code code() {
    return code;
  }

  /** The text for people. */
  public String text() {
    return String.valueOf(getMessage());
  }

  /** An answer with this status; the canonical code follows from it. */
  public static ApiException status(int http, String message) {
    return new ApiException(http, codeOf(http), message);
  }

  public static ApiException invalid(String message) {
    return new ApiException(400, Code.INVALID_ARGUMENT, message);
  }

  /** A value of one field is refused: the field's path, then why. */
  public static ApiException violation(String field, String why) {
    return invalid(field + ": " + why);
  }

  public static ApiException precondition(String message) {
    return new ApiException(400, Code.FAILED_PRECONDITION, message);
  }

  public static ApiException unauthenticated() {
    return new ApiException(
        401,
        Code.UNAUTHENTICATED,
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login"
            + " cookie or other valid authentication credential. See"
            + " https://developers.google.com/identity/sign-in/web/devconsole-project.");
  }

  public static ApiException denied(String message) {
    return new ApiException(403, Code.PERMISSION_DENIED, message);
  }

  public static ApiException denied(String permission, String resource) {
    return denied(
        "Permission '%s' denied on resource '%s' (or resource may not exist)."
            .formatted(permission, resource));
  }

  public static ApiException notFound(String message) {
    return new ApiException(404, Code.NOT_FOUND, message);
  }

  public static ApiException exists(String message) {
    return new ApiException(409, Code.ALREADY_EXISTS, message);
  }

  public static ApiException aborted(String message) {
    return new ApiException(409, Code.ABORTED, message);
  }

  public static ApiException unimplemented() {
    return new ApiException(
        501, Code.UNIMPLEMENTED, "Operation is not implemented, or supported, or enabled.");
  }

  private static Code codeOf(int http) {
    return switch (http) {
      case 400 -> Code.INVALID_ARGUMENT;
      case 401 -> Code.UNAUTHENTICATED;
      case 403 -> Code.PERMISSION_DENIED;
      case 404 -> Code.NOT_FOUND;
      case 409 -> Code.ABORTED;
      case 412 -> Code.FAILED_PRECONDITION;
      case 429 -> Code.RESOURCE_EXHAUSTED;
      case 499 -> Code.CANCELLED;
      case 501 -> Code.UNIMPLEMENTED;
      case 503 -> Code.UNAVAILABLE;
      case 504 -> Code.DEADLINE_EXCEEDED;
      default -> http >= 500 ? Code.INTERNAL : Code.UNKNOWN;
    };
  }
}
