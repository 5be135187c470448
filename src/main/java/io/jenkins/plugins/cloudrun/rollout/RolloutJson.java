package io.jenkins.plugins.cloudrun.rollout;

import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.durable.Codec;
import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.durable.CourseJson;
import io.jenkins.plugins.cloudrun.durable.Json;
import io.jenkins.plugins.cloudrun.durable.Seal;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.Percent;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.TrafficTag;
import io.jenkins.plugins.cloudrun.rollout.Rollout.GateResult;
import io.jenkins.plugins.cloudrun.rollout.Rollout.RegionResult;
import io.jenkins.plugins.cloudrun.rollout.Rollout.Trouble;
import io.jenkins.plugins.cloudrun.rollout.traffic.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A rollout as a JSON file. The plan is sealed; beside it stands, readable, what an administrator
 * may want to search for.
 */
public final class RolloutJson implements Codec<Rollout> {
  /**
   * What is written. To 1 came, without a number of their own, policies, shifts, more gates and
   * what is known of the service; 2 is that with an approval; 4 adds the chronicle, promotions and
   * approvals by several people. A version that knows 1 alone would pass over them.
   */
  static final int FORMAT = 4;

  private final Seal seal;

  public RolloutJson(Seal seal) {
    this.seal = seal;
  }

  @Override
  public String write(Rollout rollout) {
    JsonObject json = new JsonObject();
    json.addProperty("format", FORMAT);
    json.addProperty("kind", "rollout");
    CourseJson.write(json, rollout.course());
    json.addProperty("project", rollout.plan().project().value());
    json.addProperty("service", rollout.plan().service().value());
    json.addProperty("plan", seal.seal(PlanJson.write(rollout.plan())));
    json.addProperty("region", rollout.region());
    json.add("phase", PhaseJson.write(rollout.phase()));
    json.addProperty("since", rollout.since().toString());
    Json.put(json, "digest", rollout.digest());
    rollout.baseline().ifPresent(baseline -> json.add("baseline", baseline(baseline)));
    Json.put(json, "generation", rollout.generation());
    if (!rollout.known().isEmpty()) {
      json.add("known", Json.map(rollout.known()));
    }
    Json.put(json, "found", rollout.found());
    if (rollout.condemned()) {
      json.addProperty("condemned", true);
    }
    rollout.ruling().ifPresent(ruling -> json.add("ruling", CourseJson.command(ruling)));
    // The ruling alone says it where one person is asked.
    if (rollout.assents().size() > 1
        || (rollout.ruling().isEmpty() && !rollout.assents().isEmpty())
        || rollout.assents().size() == 1
            && !rollout.ruling().equals(Optional.of(rollout.assents().get(0)))) {
      json.add("assents", Json.array(rollout.assents(), CourseJson::command));
    }
    rollout.passage().ifPresent(passage -> json.add("passage", PromotionJson.write(passage)));
    Json.put(json, "everyone", rollout.everyone());
    JsonObject trouble = new JsonObject();
    trouble.addProperty("count", rollout.trouble().count());
    trouble.addProperty("conflicts", rollout.trouble().conflicts());
    trouble.addProperty("since", rollout.trouble().since().toString());
    json.add("trouble", trouble);
    json.add(
        "verdicts",
        Json.array(
            rollout.verdicts(),
            verdict -> {
              JsonObject row = new JsonObject();
              row.addProperty("at", verdict.at().toString());
              row.addProperty("gate", verdict.gate());
              row.addProperty("percent", verdict.percent());
              row.addProperty("health", verdict.health());
              row.addProperty("measured", verdict.measured());
              if (!verdict.values().isEmpty()) {
                row.add("values", Json.any(verdict.values()));
              }
              return row;
            }));
    json.add(
        "done",
        Json.array(
            rollout.done(),
            region -> {
              JsonObject row = new JsonObject();
              row.addProperty("region", region.region());
              row.addProperty("revision", region.revision());
              row.addProperty("url", region.url());
              return row;
            }));
    if (!rollout.chronicle().isEmpty()) {
      json.add("chronicle", ChronicleJson.write(rollout.chronicle()));
    }
    return json.toString();
  }

  @Override
  public Rollout read(String text) throws UnreadableException {
    return Json.read(text, FORMAT, this::rollout);
  }

  private Rollout rollout(JsonObject json) throws UnreadableException {
    JsonObject trouble = Json.object(json, "trouble");
    return new Rollout(
        CourseJson.read(json),
        PlanJson.read(seal.open(Json.text(json, "plan"))),
        Json.number(json, "region"),
        PhaseJson.read(Json.object(json, "phase")),
        Json.instant(json, "since"),
        Json.maybe(json, "digest").map(ImageDigest::new),
        json.has("baseline")
            ? Optional.of(baseline(Json.object(json, "baseline")))
            : Optional.empty(),
        Json.maybe(json, "generation").map(Long::valueOf),
        json.has("known") ? Json.texts(json, "known") : Map.of(),
        Json.maybe(json, "found").map(RevisionName::new),
        Json.maybeFlag(json, "condemned").orElse(false),
        CourseJson.maybeCommand(json, "ruling"),
        assents(json),
        PromotionJson.passage(json),
        Json.maybeFlag(json, "everyone"),
        new Trouble(
            Json.number(trouble, "count"),
            Json.number(trouble, "conflicts"),
            Json.instant(trouble, "since")),
        Json.list(
            json,
            "verdicts",
            e -> {
              JsonObject row = e.getAsJsonObject();
              return new GateResult(
                  Json.instant(row, "at"),
                  Json.text(row, "gate"),
                  Json.number(row, "percent"),
                  Json.text(row, "health"),
                  Json.text(row, "measured"),
                  values(row));
            }),
        Json.list(
            json,
            "done",
            e -> {
              JsonObject row = e.getAsJsonObject();
              return new RegionResult(
                  Json.text(row, "region"), Json.text(row, "revision"), Json.text(row, "url"));
            }),
        ChronicleJson.read(json));
  }

  /** Empty in files that are older than this member, and where the ruling alone says it. */
  private static List<Command> assents(JsonObject json) {
    if (json.has("assents")) {
      return Json.list(json, "assents", e -> CourseJson.command(e.getAsJsonObject()));
    }
    return CourseJson.maybeCommand(json, "ruling")
        .filter(answer -> answer.kind().equals(Command.APPROVE))
        .stream()
        .toList();
  }

  /** Empty in files that are older than this member. */
  private static Map<String, Object> values(JsonObject row) {
    Map<String, Object> values = new LinkedHashMap<>();
    if (row.get("values") instanceof JsonObject object) {
      object.entrySet().forEach(e -> values.put(e.getKey(), Json.plain(e.getValue())));
    }
    return values;
  }

  private static JsonObject baseline(Baseline baseline) {
    JsonObject json = new JsonObject();
    json.addProperty("existed", baseline.existed());
    json.addProperty("generation", baseline.generation());
    json.add("traffic", Json.array(baseline.traffic(), RolloutJson::target));
    Json.put(json, "previous", baseline.previous());
    json.add("original", Json.array(baseline.original(), RolloutJson::target));
    Json.put(json, "latest", baseline.latest());
    return json;
  }

  private static JsonObject target(Target target) {
    JsonObject row = new JsonObject();
    Json.put(row, "revision", target.revision());
    row.addProperty("percent", target.percent().value());
    Json.put(row, "tag", target.tag());
    return row;
  }

  private static List<Target> traffic(JsonObject json, String name) {
    return Json.list(
        json,
        name,
        e -> {
          JsonObject row = e.getAsJsonObject();
          return new Target(
              Json.maybe(row, "revision").map(RevisionName::new),
              new Percent(Json.number(row, "percent")),
              Json.maybe(row, "tag").map(TrafficTag::new));
        });
  }

  private static Baseline baseline(JsonObject json) {
    return new Baseline(
        Json.flag(json, "existed"),
        Json.longNumber(json, "generation"),
        traffic(json, "traffic"),
        Json.maybe(json, "previous").map(RevisionName::new),
        traffic(json, json.has("original") ? "original" : "traffic"),
        Json.maybe(json, "latest").map(RevisionName::new));
  }
}
