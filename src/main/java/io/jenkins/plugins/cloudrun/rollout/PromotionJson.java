package io.jenkins.plugins.cloudrun.rollout;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.durable.Json;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.model.ServiceName;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.promotion.RulesJson;
import io.jenkins.plugins.cloudrun.rollout.port.ContainerJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a rollout takes its image from, as a member of a stored plan; what it decided on. */
final class PromotionJson {
  private PromotionJson() {}

  static JsonObject write(Promotion promotion) {
    JsonObject json = new JsonObject();
    json.addProperty("from", promotion.from().value());
    json.addProperty("to", promotion.to().value());
    json.add(
        "sources",
        Json.array(
            promotion.sources(),
            key -> {
              JsonObject row = new JsonObject();
              row.addProperty("project", key.project().value());
              row.addProperty("region", key.region().value());
              row.addProperty("service", key.service().value());
              return row;
            }));
    json.add("account", ContainerJson.write(promotion.account()));
    Json.put(json, "sourceRepository", promotion.sourceRepository());
    Json.put(json, "repository", promotion.repository());
    Json.put(json, "digest", promotion.digest());
    json.add("order", Json.array(promotion.order().stream().map(TargetName::value).toList()));
    json.add("rules", RulesJson.write(promotion.rules()));
    Json.put(json, "serviceAccount", promotion.serviceAccount());
    AdmissionJson.override(json, promotion.override());
    json.addProperty("reason", promotion.reason());
    return json;
  }

  static Optional<Promotion> read(JsonObject plan) {
    if (!plan.has("promotion")) {
      return Optional.empty();
    }
    JsonObject json = Json.object(plan, "promotion");
    return Optional.of(
        new Promotion(
            new TargetName(Json.text(json, "from")),
            new TargetName(Json.text(json, "to")),
            Json.list(json, "sources", e -> key(e.getAsJsonObject())),
            ContainerJson.account(Json.object(json, "account")),
            Json.maybe(json, "sourceRepository").map(ImageName::parse),
            Json.maybe(json, "repository").map(ImageName::parse),
            Json.maybe(json, "digest").map(ImageDigest::new),
            Json.list(json, "order", e -> new TargetName(e.getAsString())),
            RulesJson.read(Json.object(json, "rules")),
            Json.maybe(json, "serviceAccount"),
            AdmissionJson.override(json),
            Json.text(json, "reason")));
  }

  private static ServiceKey key(JsonObject row) {
    return new ServiceKey(
        new ProjectId(Json.text(row, "project")),
        new Region(Json.text(row, "region")),
        new ServiceName(Json.text(row, "service")));
  }

  static JsonObject write(Passage passage) {
    JsonObject json = new JsonObject();
    json.addProperty("image", passage.image().toString());
    CommitJson.put(json, passage.commit());
    json.add("basis", Json.any(passage.basis()));
    if (!passage.people().isEmpty()) {
      json.add("people", Json.array(passage.people()));
    }
    return json;
  }

  static Optional<Passage> passage(JsonObject rollout) {
    if (!rollout.has("passage")) {
      return Optional.empty();
    }
    JsonObject json = Json.object(rollout, "passage");
    Map<String, Object> basis = new LinkedHashMap<>();
    for (Map.Entry<String, JsonElement> entry : Json.object(json, "basis").entrySet()) {
      basis.put(entry.getKey(), Json.plain(entry.getValue()));
    }
    return Optional.of(
        new Passage(
            ImageReference.parse(Json.text(json, "image")),
            CommitJson.read(json),
            basis,
            json.has("people") ? Json.list(json, "people", JsonElement::getAsString) : List.of()));
  }
}
