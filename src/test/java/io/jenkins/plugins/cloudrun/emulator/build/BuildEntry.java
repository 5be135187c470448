package io.jenkins.plugins.cloudrun.emulator.build;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;

/** A build as it stands, and the thread that works on it. */
final class BuildEntry {
  private static final Set<String> ENDED =
      Set.of("SUCCESS", "FAILURE", "INTERNAL_ERROR", "TIMEOUT", "CANCELLED", "EXPIRED");

  final String id;
  final String project;
  final String location;
  private final JsonObject build;
  private Thread worker = new Thread("none");
  private String stopped = "";

  BuildEntry(String id, String project, String location, JsonObject build) {
    this.id = id;
    this.project = project;
    this.location = location;
    this.build = build;
  }

  synchronized JsonObject json() {
    return build.deepCopy();
  }

  synchronized String status() {
    return build.get("status").getAsString();
  }

  synchronized boolean ended() {
    return ENDED.contains(status());
  }

  synchronized void set(String field, JsonElement value) {
    build.add(field, value);
  }

  synchronized void set(String field, String value) {
    build.addProperty(field, value);
  }

  /** Begins to work, unless it was stopped before. */
  synchronized boolean work(Thread thread) {
    if (!stopped.isEmpty()) {
      return false;
    }
    worker = thread;
    return true;
  }

  /** Nothing interrupts the thread from now on. */
  synchronized void rest() {
    worker = new Thread("none");
  }

  /**
   * Stops the work.
   *
   * @param status that the build ends with: CANCELLED or TIMEOUT
   * @return false if it has ended already
   */
  synchronized boolean stop(String status) {
    if (ended() || !stopped.isEmpty()) {
      return false;
    }
    stopped = status;
    worker.interrupt();
    return true;
  }

  /** What it was stopped with; empty if it was not. */
  synchronized String stopped() {
    return stopped;
  }

  String operation() {
    String encoded =
        Base64.getUrlEncoder().withoutPadding().encodeToString(id.getBytes(StandardCharsets.UTF_8));
    return location.equals("global")
        ? "operations/build/" + project + "/" + encoded
        : "projects/" + project + "/locations/" + location + "/operations/" + encoded;
  }

  /** The long-running operation of it. */
  JsonObject operationJson() {
    JsonObject metadata = new JsonObject();
    metadata.addProperty(
        "@type", "type.googleapis.com/google.devtools.cloudbuild.v1.BuildOperationMetadata");
    metadata.add("build", json());
    JsonObject operation = new JsonObject();
    operation.addProperty("name", operation());
    operation.add("metadata", metadata);
    if (ended()) {
      operation.addProperty("done", true);
      if (status().equals("SUCCESS")) {
        JsonObject response = json();
        response.addProperty("@type", "type.googleapis.com/google.devtools.cloudbuild.v1.Build");
        operation.add("response", response);
      } else {
        JsonObject error = new JsonObject();
        error.addProperty("code", status().equals("CANCELLED") ? 1 : 2);
        error.addProperty("message", "Build failed; check build logs for details");
        operation.add("error", error);
      }
    }
    return operation;
  }
}
