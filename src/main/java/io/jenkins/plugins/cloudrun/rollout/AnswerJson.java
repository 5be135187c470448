package io.jenkins.plugins.cloudrun.rollout;

import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.durable.Json;

/** A person's answer as a member of a stored rollout. */
final class AnswerJson {
  private AnswerJson() {}

  static JsonObject write(Command answer) {
    JsonObject row = new JsonObject();
    row.addProperty("kind", answer.kind());
    row.addProperty("actor", answer.actor());
    row.addProperty("reason", answer.reason());
    row.addProperty("at", answer.at().toString());
    return row;
  }

  static Command read(JsonObject row) {
    return new Command(
        Json.text(row, "kind"),
        Json.text(row, "actor"),
        Json.text(row, "reason"),
        Json.instant(row, "at"));
  }
}
