package io.jenkins.plugins.cloudrun.rollout;

import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.durable.Json;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** A policy as a member of a stored plan; what older files leave out is the default. */
final class PolicyJson {
  private PolicyJson() {}

  static JsonObject write(Policy policy) {
    JsonObject json = new JsonObject();
    json.addProperty("concurrent", policy.concurrent().name().toLowerCase(Locale.ROOT));
    json.addProperty("force", policy.force());
    policy.approval().ifPresent(approval -> json.add("approval", approval(approval)));
    policy
        .admission()
        .ifPresent(admission -> json.add("admission", AdmissionJson.write(admission)));
    return json;
  }

  static Policy read(JsonObject plan) {
    if (!plan.has("policy")) {
      return Policy.DEFAULT;
    }
    JsonObject json = Json.object(plan, "policy");
    return new Policy(
        Policy.Concurrent.valueOf(Json.text(json, "concurrent").toUpperCase(Locale.ROOT)),
        Json.maybeFlag(json, "force").orElse(false),
        json.has("approval")
            ? Optional.of(approval(Json.object(json, "approval")))
            : Optional.empty(),
        json.has("admission")
            ? Optional.of(AdmissionJson.read(Json.object(json, "admission")))
            : Optional.empty());
  }

  private static JsonObject approval(Approval approval) {
    JsonObject json = new JsonObject();
    json.add("by", Json.array(approval.by()));
    json.addProperty("within", approval.within().toString());
    json.addProperty("before", approval.before());
    json.add("notBy", Json.array(approval.notBy()));
    if (approval.notAuthor()) {
      json.addProperty("notAuthor", true);
    }
    if (approval.count() != 1) {
      json.addProperty("count", approval.count());
    }
    return json;
  }

  private static Approval approval(JsonObject json) {
    return new Approval(
        Json.list(json, "by", e -> e.getAsString()),
        Duration.parse(Json.text(json, "within")),
        Json.number(json, "before"),
        Json.list(json, "notBy", e -> e.getAsString()),
        Json.maybeFlag(json, "notAuthor").orElse(false),
        // Older files know no number of people.
        Json.maybeNumber(json, "count").orElse(1));
  }
}
