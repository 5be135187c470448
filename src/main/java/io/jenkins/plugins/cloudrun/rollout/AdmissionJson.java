package io.jenkins.plugins.cloudrun.rollout;

import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.durable.Json;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.promotion.FreezeOverride;
import io.jenkins.plugins.cloudrun.promotion.RulesJson;
import java.util.Optional;

/** What a target asks, as a member of a stored plan. */
final class AdmissionJson {
  private static final String OVERRIDE = "override";

  private AdmissionJson() {}

  static JsonObject write(Admission admission) {
    JsonObject json = new JsonObject();
    json.addProperty("target", admission.target().value());
    json.add("rules", RulesJson.write(admission.rules()));
    override(json, admission.override());
    return json;
  }

  static Admission read(JsonObject json) {
    return new Admission(
        new TargetName(Json.text(json, "target")),
        RulesJson.read(Json.object(json, "rules")),
        override(json));
  }

  static void override(JsonObject json, Optional<FreezeOverride> override) {
    override.ifPresent(
        given -> {
          JsonObject row = new JsonObject();
          row.addProperty("by", given.by());
          row.addProperty("reason", given.reason());
          json.add(OVERRIDE, row);
        });
  }

  static Optional<FreezeOverride> override(JsonObject json) {
    if (!json.has(OVERRIDE)) {
      return Optional.empty();
    }
    JsonObject row = Json.object(json, OVERRIDE);
    return Optional.of(new FreezeOverride(Json.text(row, "by"), Json.text(row, "reason")));
  }
}
