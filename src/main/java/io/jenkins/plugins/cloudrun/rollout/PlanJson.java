package io.jenkins.plugins.cloudrun.rollout;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.durable.Json;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.Percent;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.ServiceName;
import io.jenkins.plugins.cloudrun.rollout.port.ContainerJson;
import io.jenkins.plugins.cloudrun.rollout.port.RevisionSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A plan as JSON text. It holds values of environment variables: seal the text before it reaches a
 * file.
 */
public final class PlanJson {
  private PlanJson() {}

  public static String write(Plan plan) {
    JsonObject json = new JsonObject();
    json.addProperty("project", plan.project().value());
    json.add("regions", Json.array(plan.regions().stream().map(Region::value).toList()));
    json.addProperty("service", plan.service().value());
    Json.put(json, "image", plan.image());
    Json.put(json, "existing", plan.existing());
    if (plan.back() && !plan.previous()) {
      json.addProperty("back", true);
    }
    if (plan.previous()) {
      json.addProperty("previous", true);
    }
    CommitJson.put(json, plan.commit());
    json.add("revision", revision(plan.revision()));
    Json.put(json, "everyone", plan.everyone());
    json.add("gates", Json.array(plan.gates(), GateJson::write));
    json.addProperty("traffic", plan.traffic().name().toLowerCase(Locale.ROOT));
    json.add(
        "canary",
        Json.array(
            plan.canary(),
            step -> {
              JsonObject row = new JsonObject();
              row.addProperty("percent", step.percent().value());
              row.addProperty("bake", step.bake().toString());
              return row;
            }));
    json.addProperty("onFailure", plan.onFailure().name().toLowerCase(Locale.ROOT));
    json.addProperty("timeLimit", plan.timeLimit().toString());
    json.add("account", ContainerJson.write(plan.account()));
    json.add("policy", PolicyJson.write(plan.policy()));
    plan.promotion().ifPresent(promotion -> json.add("promotion", PromotionJson.write(promotion)));
    return json.toString();
  }

  /**
   * @throws RuntimeException when the text is not a plan
   */
  public static Plan read(String text) {
    JsonObject json = JsonParser.parseString(text).getAsJsonObject();
    return new Plan(
        new ProjectId(Json.text(json, "project")),
        Json.list(json, "regions", e -> new Region(e.getAsString())),
        new ServiceName(Json.text(json, "service")),
        goal(json),
        new Shift(
            Json.list(json, "gates", e -> GateJson.read(e.getAsJsonObject())),
            Plan.Traffic.valueOf(Json.text(json, "traffic").toUpperCase(Locale.ROOT)),
            Json.list(
                json,
                "canary",
                e ->
                    new CanaryStep(
                        new Percent(Json.number(e.getAsJsonObject(), "percent")),
                        Duration.parse(Json.text(e.getAsJsonObject(), "bake")))),
            Plan.OnFailure.valueOf(Json.text(json, "onFailure").toUpperCase(Locale.ROOT))),
        Duration.parse(Json.text(json, "timeLimit")),
        ContainerJson.account(Json.object(json, "account")),
        PolicyJson.read(json));
  }

  private static Goal goal(JsonObject json) {
    List<Goal> goals = new ArrayList<>();
    Json.maybe(json, "image")
        .map(
            image ->
                new Goal.Made(
                    ImageReference.parse(image),
                    CommitJson.read(json),
                    revision(Json.object(json, "revision")),
                    Json.maybeFlag(json, "everyone")))
        .ifPresent(goals::add);
    Json.maybe(json, "existing")
        .map(RevisionName::new)
        .map(to -> new Goal.Existing(to, Json.maybeFlag(json, "back").orElse(false)))
        .ifPresent(goals::add);
    if (Json.maybeFlag(json, "previous").orElse(false)) {
      goals.add(new Goal.Previous());
    }
    PromotionJson.read(json).ifPresent(goals::add);
    if (goals.size() != 1) {
      throw new IllegalArgumentException("A rollout has one goal, not " + goals.size() + ".");
    }
    return goals.get(0);
  }

  private static JsonObject revision(RevisionSettings revision) {
    JsonObject json = new JsonObject();
    json.add("container", ContainerJson.write(revision.container()));
    Json.put(json, "concurrency", revision.concurrency());
    Json.put(json, "timeout", revision.timeout());
    Json.put(json, "minInstances", revision.minInstances());
    Json.put(json, "maxInstances", revision.maxInstances());
    Json.put(json, "serviceAccount", revision.serviceAccount());
    json.add("labels", Json.map(revision.labels()));
    return json;
  }

  private static RevisionSettings revision(JsonObject json) {
    return new RevisionSettings(
        ContainerJson.read(Json.object(json, "container")),
        Json.maybeNumber(json, "concurrency"),
        Json.maybeDuration(json, "timeout"),
        Json.maybeNumber(json, "minInstances"),
        Json.maybeNumber(json, "maxInstances"),
        Json.maybe(json, "serviceAccount"),
        Json.texts(json, "labels"));
  }
}
