package io.jenkins.plugins.cloudrun.durable;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.model.TargetName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What all durable values have in common, as members of the tree of each. */
public final class CourseJson {
  private CourseJson() {}

  public static void write(JsonObject json, Course course) {
    json.addProperty("id", course.id());
    json.add("origin", origin(course.origin()));
    json.addProperty("startedAt", course.startedAt().toString());
    json.addProperty("version", course.version());
    json.add("history", Json.array(course.history(), CourseJson::entry));
    course.command().ifPresent(command -> json.add("command", command(command)));
    course.settlement().ifPresent(end -> json.add("settlement", settlement(end)));
  }

  public static Course read(JsonObject json) {
    return new Course(
        Json.text(json, "id"),
        origin(Json.object(json, "origin")),
        Json.instant(json, "startedAt"),
        Json.longNumber(json, "version"),
        Json.list(json, "history", element -> entry(element.getAsJsonObject())),
        maybeCommand(json, "command"),
        json.has("settlement")
            ? Optional.of(settlement(Json.object(json, "settlement")))
            : Optional.empty());
  }

  /** A command, or a person's answer. */
  public static JsonObject command(Command command) {
    JsonObject json = new JsonObject();
    json.addProperty("kind", command.kind());
    json.addProperty("actor", command.actor());
    json.addProperty("reason", command.reason());
    json.addProperty("at", command.at().toString());
    return json;
  }

  public static Command command(JsonObject json) {
    return new Command(
        Json.text(json, "kind"),
        Json.text(json, "actor"),
        Json.text(json, "reason"),
        Json.instant(json, "at"));
  }

  public static Optional<Command> maybeCommand(JsonObject json, String name) {
    return json.has(name) ? Optional.of(command(Json.object(json, name))) : Optional.empty();
  }

  private static JsonObject origin(Origin origin) {
    JsonObject json = new JsonObject();
    json.addProperty("item", origin.item());
    Json.put(json, "run", origin.run());
    json.addProperty("actor", origin.actor());
    Json.put(json, "target", origin.target().map(TargetName::value));
    if (!origin.people().isEmpty()) {
      json.add("people", Json.array(origin.people()));
    }
    return json;
  }

  private static Origin origin(JsonObject json) {
    OptionalInt run = Json.maybeNumber(json, "run");
    return new Origin(
        Json.text(json, "item"),
        run.isPresent() ? Optional.of(run.getAsInt()) : Optional.empty(),
        Json.text(json, "actor"),
        Json.maybe(json, "target").map(TargetName::new),
        json.has("people") ? Json.list(json, "people", JsonElement::getAsString) : List.of());
  }

  private static JsonObject entry(Entry entry) {
    JsonObject json = new JsonObject();
    json.addProperty("at", entry.at().toString());
    json.addProperty("kind", entry.kind());
    json.addProperty("text", entry.text());
    return json;
  }

  private static Entry entry(JsonObject json) {
    return new Entry(Json.instant(json, "at"), Json.text(json, "kind"), Json.text(json, "text"));
  }

  private static JsonObject settlement(Settlement end) {
    JsonObject json = new JsonObject();
    json.addProperty("success", end.success());
    json.addProperty("message", end.message());
    json.add("result", Json.any(end.result()));
    return json;
  }

  @SuppressWarnings("unchecked")
  private static Settlement settlement(JsonObject json) {
    return new Settlement(
        Json.flag(json, "success"),
        Json.text(json, "message"),
        (Map<String, Object>) Json.plain(Json.object(json, "result")));
  }
}
