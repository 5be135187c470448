package io.jenkins.plugins.cloudrun.job;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.durable.Json;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.JobKey;
import io.jenkins.plugins.cloudrun.model.JobName;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.rollout.port.ContainerJson;
import io.jenkins.plugins.cloudrun.rollout.port.Jobs.JobSettings;
import io.jenkins.plugins.cloudrun.rollout.port.Jobs.Overrides;
import java.time.Duration;
import java.util.Optional;

/**
 * A job plan as JSON text. It holds values of environment variables: seal the text before it
 * reaches a file.
 */
public final class JobPlanJson {
  private JobPlanJson() {}

  public static String write(JobPlan plan) {
    JsonObject json = new JsonObject();
    json.addProperty("project", plan.key().project().value());
    json.addProperty("region", plan.key().region().value());
    json.addProperty("job", plan.key().job().value());
    Json.put(json, "image", plan.image());
    plan.settings().ifPresent(settings -> json.add("settings", settings(settings)));
    JsonObject overrides = new JsonObject();
    Json.put(overrides, "args", plan.overrides().args());
    overrides.add("env", Json.map(plan.overrides().env()));
    Json.put(overrides, "tasks", plan.overrides().tasks());
    Json.put(overrides, "taskTimeout", plan.overrides().taskTimeout());
    json.add("overrides", overrides);
    json.addProperty("await", plan.await());
    json.addProperty("timeLimit", plan.timeLimit().toString());
    json.add("account", ContainerJson.write(plan.account()));
    return json.toString();
  }

  /**
   * @throws RuntimeException when the text is not a job plan
   */
  public static JobPlan read(String text) {
    JsonObject json = JsonParser.parseString(text).getAsJsonObject();
    JsonObject overrides = Json.object(json, "overrides");
    return new JobPlan(
        new JobKey(
            new ProjectId(Json.text(json, "project")),
            new Region(Json.text(json, "region")),
            new JobName(Json.text(json, "job"))),
        Json.maybe(json, "image").map(ImageReference::parse),
        json.has("settings")
            ? Optional.of(settings(Json.object(json, "settings")))
            : Optional.empty(),
        new Overrides(
            Json.maybeTexts(overrides, "args"),
            Json.texts(overrides, "env"),
            Json.maybeNumber(overrides, "tasks"),
            Json.maybeDuration(overrides, "taskTimeout")),
        Json.flag(json, "await"),
        Duration.parse(Json.text(json, "timeLimit")),
        ContainerJson.account(Json.object(json, "account")));
  }

  private static JsonObject settings(JobSettings settings) {
    JsonObject json = new JsonObject();
    json.add("container", ContainerJson.write(settings.container()));
    Json.put(json, "tasks", settings.tasks());
    Json.put(json, "parallelism", settings.parallelism());
    Json.put(json, "maxRetries", settings.maxRetries());
    Json.put(json, "taskTimeout", settings.taskTimeout());
    Json.put(json, "serviceAccount", settings.serviceAccount());
    json.add("labels", Json.map(settings.labels()));
    return json;
  }

  private static JobSettings settings(JsonObject json) {
    return new JobSettings(
        Optional.empty(),
        ContainerJson.read(Json.object(json, "container")),
        Json.maybeNumber(json, "tasks"),
        Json.maybeNumber(json, "parallelism"),
        Json.maybeNumber(json, "maxRetries"),
        Json.maybeDuration(json, "taskTimeout"),
        Json.maybe(json, "serviceAccount"),
        Json.texts(json, "labels"));
  }
}
