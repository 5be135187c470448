package io.jenkins.plugins.cloudrun.rollout;

import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.durable.Json;
import io.jenkins.plugins.cloudrun.rollout.gate.Trial;
import io.jenkins.plugins.cloudrun.rollout.gate.Verdict.Health;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A trial, flat among the members of its phase. What stands there besides {@code passes}, {@code
 * began} and {@code told} is younger than the form: without it, nobody had failed to tell, and what
 * the log was told was that the revision is not healthy.
 */
final class TrialJson {
  private TrialJson() {}

  static void write(JsonObject json, Trial trial) {
    json.addProperty("passes", trial.passes());
    json.addProperty("began", trial.began().toString());
    json.addProperty("told", !trial.told().isEmpty());
    if (!trial.told().isEmpty()) {
      json.add("toldOf", Json.array(trial.told().stream().map(Health::text).sorted().toList()));
    }
    Json.put(json, "inconclusiveSince", trial.inconclusiveSince());
    Json.put(json, "errorSince", trial.errorSince());
    if (trial.refusals() > 0) {
      json.addProperty("refusals", trial.refusals());
    }
  }

  static Trial read(JsonObject json) {
    List<Health> told =
        json.has("toldOf")
            ? Json.list(
                json, "toldOf", e -> Health.valueOf(e.getAsString().toUpperCase(Locale.ROOT)))
            : Json.flag(json, "told") ? List.of(Health.UNHEALTHY) : List.of();
    return new Trial(
        Json.instant(json, "began"),
        Json.number(json, "passes"),
        Set.copyOf(told),
        Json.maybe(json, "inconclusiveSince").map(Instant::parse),
        Json.maybe(json, "errorSince").map(Instant::parse),
        Json.maybeNumber(json, "refusals").orElse(0));
  }
}
