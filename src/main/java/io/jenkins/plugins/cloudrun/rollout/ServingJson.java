package io.jenkins.plugins.cloudrun.rollout;

import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.durable.Json;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.rollout.Serving.Health;
import io.jenkins.plugins.cloudrun.rollout.port.ContainerJson;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** What serves, as a member of a service's record. */
final class ServingJson {
  private ServingJson() {}

  static JsonObject write(Serving serving) {
    JsonObject json = new JsonObject();
    json.addProperty("revision", serving.revision().value());
    Json.put(json, "digest", serving.digest());
    CommitJson.put(json, serving.commit());
    json.add(
        "traffic",
        Json.array(
            serving.traffic(),
            share -> {
              JsonObject row = new JsonObject();
              row.addProperty("revision", share.revision());
              row.addProperty("percent", share.percent());
              return row;
            }));
    json.addProperty("health", serving.health().text());
    json.addProperty("since", serving.since().toString());
    json.addProperty("item", serving.by().item());
    Json.put(json, "run", serving.by().run());
    json.addProperty("actor", serving.by().actor());
    Json.put(json, "target", serving.by().target());
    json.addProperty("rollout", serving.rollout());
    json.add("account", ContainerJson.write(serving.account()));
    Json.put(json, "outcome", serving.outcome().map(Outcome::text));
    return json;
  }

  static Serving read(JsonObject json) {
    OptionalInt run = Json.maybeNumber(json, "run");
    return new Serving(
        new RevisionName(Json.text(json, "revision")),
        Json.maybe(json, "digest").map(ImageDigest::new),
        CommitJson.read(json),
        Json.list(
            json,
            "traffic",
            e ->
                new Share(
                    Json.text(e.getAsJsonObject(), "revision"),
                    Json.number(e.getAsJsonObject(), "percent"))),
        Health.valueOf(Json.text(json, "health").toUpperCase(Locale.ROOT)),
        Json.instant(json, "since"),
        new Origin(
            Json.text(json, "item"),
            run.isPresent() ? Optional.of(run.getAsInt()) : Optional.empty(),
            Json.text(json, "actor"),
            Json.maybe(json, "target").map(TargetName::new)),
        Json.text(json, "rollout"),
        ContainerJson.account(Json.object(json, "account")),
        Json.maybe(json, "outcome").map(text -> Outcome.valueOf(text.toUpperCase(Locale.ROOT))));
  }
}
