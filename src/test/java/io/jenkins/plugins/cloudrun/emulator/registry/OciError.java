package io.jenkins.plugins.cloudrun.emulator.registry;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** A refusal in the words of the OCI distribution specification. */
final class OciError extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  OciError(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  Answer answer() {
    JsonObject error = new JsonObject();
    error.addProperty("code", code);
    error.addProperty("message", getMessage());
    JsonArray errors = new JsonArray();
    errors.add(error);
    JsonObject body = new JsonObject();
    body.add("errors", errors);
    return Answer.of(status, body);
  }
}
