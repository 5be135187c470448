package io.jenkins.plugins.cloudrun.cloudbuild;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.durable.Json;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.rollout.port.ContainerJson;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.Place;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.Stored;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.Way;
import java.time.Duration;
import java.util.Optional;

/**
 * The plan of a build as JSON text. It may hold secrets in substitutions: seal the text before it
 * reaches a file.
 */
public final class SourcePlanJson {
  private SourcePlanJson() {}

  public static String write(SourcePlan plan) {
    JsonObject json = new JsonObject();
    json.addProperty("project", plan.place().project().value());
    json.addProperty("region", plan.place().region().value());
    JsonObject source = new JsonObject();
    source.addProperty("bucket", plan.source().bucket());
    source.addProperty("object", plan.source().object());
    source.addProperty("generation", plan.source().generation());
    json.add("source", source);
    json.add("way", write(plan.way()));
    json.addProperty("image", plan.image().toString());
    json.add("tags", Json.array(plan.tags()));
    json.addProperty("commit", plan.commit().value());
    json.addProperty("keepTags", plan.keepTags());
    Json.put(json, "serviceAccount", plan.serviceAccount());
    json.addProperty("timeLimit", plan.timeLimit().toString());
    json.add("account", ContainerJson.write(plan.account()));
    return json.toString();
  }

  /**
   * @throws RuntimeException when the text is not a plan of a build
   */
  public static SourcePlan read(String text) {
    JsonObject json = JsonParser.parseString(text).getAsJsonObject();
    JsonObject source = Json.object(json, "source");
    return new SourcePlan(
        new Place(new ProjectId(Json.text(json, "project")), new Region(Json.text(json, "region"))),
        new Stored(
            Json.text(source, "bucket"),
            Json.text(source, "object"),
            Json.longNumber(source, "generation")),
        way(Json.object(json, "way")),
        ImageName.parse(Json.text(json, "image")),
        Json.list(json, "tags", JsonElement::getAsString),
        new CommitSha(Json.text(json, "commit")),
        Json.flag(json, "keepTags"),
        Json.maybe(json, "serviceAccount"),
        Duration.parse(Json.text(json, "timeLimit")),
        ContainerJson.account(Json.object(json, "account")));
  }

  private static JsonObject write(Way way) {
    JsonObject json = new JsonObject();
    if (way instanceof Way.Buildpacks buildpacks) {
      json.addProperty("kind", "buildpacks");
      json.addProperty("function", buildpacks.function());
      json.addProperty("baseImage", buildpacks.baseImage());
      Json.put(
          json, "descriptor", Optional.of(buildpacks.descriptor()).filter(path -> !path.isEmpty()));
    } else if (way instanceof Way.Dockerfile dockerfile) {
      json.addProperty("kind", "dockerfile");
      json.addProperty("path", dockerfile.path());
    } else if (way instanceof Way.Config config) {
      json.addProperty("kind", "config");
      json.addProperty("json", config.json());
    }
    return json;
  }

  private static Way way(JsonObject json) {
    String kind = Json.text(json, "kind");
    return switch (kind) {
      case "buildpacks" ->
          new Way.Buildpacks(
              Json.text(json, "function"),
              Json.text(json, "baseImage"),
              Json.maybe(json, "descriptor").orElse(""));
      case "dockerfile" -> new Way.Dockerfile(Json.text(json, "path"));
      case "config" -> new Way.Config(Json.text(json, "json"));
      default ->
          throw new IllegalArgumentException("builds of the kind '" + kind + "' are unknown");
    };
  }
}
