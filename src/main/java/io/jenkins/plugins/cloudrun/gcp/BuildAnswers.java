package io.jenkins.plugins.cloudrun.gcp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.BuildState;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.Logs;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.Pushed;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.Status;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.StepState;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.Trouble;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/** What Cloud Build answers, in the engine's terms. */
final class BuildAnswers {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,99}");

  /** Written to Cloud Logging, and not to a bucket. */
  private static final Set<String> CLOUD_LOGGING = Set.of("CLOUD_LOGGING_ONLY", "STACKDRIVER_ONLY");

  private BuildAnswers() {}

  /** The build's id in the operation that began it. */
  static Optional<String> id(JsonObject operation) {
    Optional<String> told =
        object(operation, "metadata")
            .flatMap(metadata -> object(metadata, "build"))
            .map(build -> text(build, "id"));
    // operations/build/PROJECT/ID, the id in base 64
    String name = text(operation, "name");
    return told.filter(id -> ID.matcher(id).matches())
        .or(() -> decoded(name.substring(name.lastIndexOf('/') + 1)));
  }

  /** What Cloud Run warns of when it submits a build, such as a runtime that is out of support. */
  static List<String> warnings(JsonObject submitted) {
    String warning = text(submitted, "baseImageWarning").strip();
    return warning.isEmpty() ? List.of() : List.of(warning);
  }

  private static Optional<String> decoded(String text) {
    try {
      String id = new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
      return ID.matcher(id).matches() ? Optional.of(id) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Of a list, newest first, the build with a tag. */
  static Optional<String> tagged(JsonObject list, String tag) {
    return objects(list, "builds").stream()
        .filter(build -> texts(build, "tags").contains(tag))
        .map(build -> text(build, "id"))
        .filter(id -> ID.matcher(id).matches())
        .findFirst();
  }

  static BuildState state(JsonObject build) {
    JsonObject options = object(build, "options").orElseGet(JsonObject::new);
    String logging = text(options, "logging");
    JsonObject failure = object(build, "failureInfo").orElseGet(JsonObject::new);
    return new BuildState(
        text(build, "id"),
        status(text(build, "status")),
        text(build, "statusDetail"),
        text(build, "logUrl"),
        new Logs(
            CLOUD_LOGGING.contains(logging) ? "" : text(build, "logsBucket"),
            logging.equals("NONE")),
        objects(build, "steps").stream().map(BuildAnswers::step).toList(),
        object(build, "results").map(BuildAnswers::images).orElse(List.of()),
        new Trouble(text(failure, "type"), text(failure, "detail")),
        objects(build, "warnings").stream()
            .map(warning -> text(warning, "text"))
            .filter(text -> !text.isBlank())
            .toList());
  }

  private static Status status(String name) {
    return switch (name) {
      case "", "STATUS_UNKNOWN", "PENDING", "QUEUED" -> Status.WAITING;
      case "SUCCESS" -> Status.SUCCESS;
      case "FAILURE" -> Status.FAILURE;
      case "INTERNAL_ERROR" -> Status.INTERNAL_ERROR;
      case "TIMEOUT" -> Status.TIMEOUT;
      case "CANCELLED" -> Status.CANCELLED;
      case "EXPIRED" -> Status.EXPIRED;
      // What is unknown here goes on, until the time limit.
      default -> Status.WORKING;
    };
  }

  private static StepState step(JsonObject step) {
    Status status = status(text(step, "status"));
    String exit = text(step, "exitCode");
    // A zero is left out of the answer.
    OptionalInt code =
        exit.matches("-?[0-9]{1,9}") ? OptionalInt.of(Integer.parseInt(exit)) : OptionalInt.empty();
    return new StepState(text(step, "name"), text(step, "id"), status, code);
  }

  private static List<Pushed> images(JsonObject results) {
    List<Pushed> images = new ArrayList<>();
    for (JsonObject image : objects(results, "images")) {
      try {
        images.add(new Pushed(text(image, "name"), new ImageDigest(text(image, "digest"))));
      } catch (InvalidValueException e) {
        // Without a digest it says nothing: the registry is asked.
        continue;
      }
    }
    return images;
  }

  private static Optional<JsonObject> object(JsonObject in, String field) {
    return in.get(field) instanceof JsonObject object ? Optional.of(object) : Optional.empty();
  }

  private static List<JsonObject> objects(JsonObject in, String field) {
    List<JsonObject> found = new ArrayList<>();
    if (in.get(field) instanceof JsonArray array) {
      for (JsonElement element : array) {
        if (element instanceof JsonObject object) {
          found.add(object);
        }
      }
    }
    return found;
  }

  private static List<String> texts(JsonObject in, String field) {
    List<String> found = new ArrayList<>();
    if (in.get(field) instanceof JsonArray array) {
      array.forEach(element -> found.add(element.getAsString()));
    }
    return found;
  }

  private static String text(JsonObject in, String field) {
    return in.get(field) instanceof JsonPrimitive value ? value.getAsString() : "";
  }
}
