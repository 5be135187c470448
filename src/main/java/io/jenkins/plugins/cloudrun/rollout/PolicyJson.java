package io.jenkins.plugins.cloudrun.rollout;

import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.durable.Json;
import java.util.Locale;

/** A policy as a member of a stored plan; what older files leave out is the default. */
final class PolicyJson {
  private PolicyJson() {}

  static JsonObject write(Policy policy) {
    JsonObject json = new JsonObject();
    json.addProperty("concurrent", policy.concurrent().name().toLowerCase(Locale.ROOT));
    json.addProperty("force", policy.force());
    return json;
  }

  static Policy read(JsonObject plan) {
    if (!plan.has("policy")) {
      return Policy.DEFAULT;
    }
    JsonObject json = Json.object(plan, "policy");
    return new Policy(
        Policy.Concurrent.valueOf(Json.text(json, "concurrent").toUpperCase(Locale.ROOT)),
        Json.maybeFlag(json, "force").orElse(false));
  }
}
