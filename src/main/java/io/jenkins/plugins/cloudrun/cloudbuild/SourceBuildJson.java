package io.jenkins.plugins.cloudrun.cloudbuild;

import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.cloudbuild.SourceBuild.Phase;
import io.jenkins.plugins.cloudrun.durable.Codec;
import io.jenkins.plugins.cloudrun.durable.CourseJson;
import io.jenkins.plugins.cloudrun.durable.Json;
import io.jenkins.plugins.cloudrun.durable.Seal;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.LogMark;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.Status;
import java.util.Locale;

/** A build in the cloud as a JSON file, the plan sealed. */
public final class SourceBuildJson implements Codec<SourceBuild> {
  static final int FORMAT = 1;
  private final Seal seal;

  public SourceBuildJson(Seal seal) {
    this.seal = seal;
  }

  @Override
  public String write(SourceBuild run) {
    JsonObject json = new JsonObject();
    json.addProperty("format", FORMAT);
    json.addProperty("kind", "source-build");
    CourseJson.write(json, run.course());
    json.addProperty("historyStart", run.historyStart());
    json.addProperty("project", run.plan().place().project().value());
    json.addProperty("image", run.plan().image().toString());
    json.addProperty("plan", seal.seal(SourcePlanJson.write(run.plan())));
    json.addProperty("phase", run.phase().name().toLowerCase(Locale.ROOT));
    json.addProperty("since", run.since().toString());
    Json.put(json, "build", run.build());
    Json.put(json, "digest", run.digest());
    JsonObject log = new JsonObject();
    log.addProperty("offset", run.log().mark().offset());
    log.addProperty("entry", run.log().mark().entry());
    log.addProperty("closed", run.log().closed());
    log.addProperty("told", run.log().told().name().toLowerCase(Locale.ROOT));
    log.addProperty("url", run.log().url());
    json.add("log", log);
    Json.put(json, "ending", run.ending());
    json.addProperty("failures", run.failures());
    json.addProperty("failingSince", run.failingSince().toString());
    return json.toString();
  }

  @Override
  public SourceBuild read(String text) throws UnreadableException {
    return Json.read(text, FORMAT, this::run);
  }

  private SourceBuild run(JsonObject json) throws UnreadableException {
    JsonObject log = Json.object(json, "log");
    return new SourceBuild(
        CourseJson.read(json),
        SourcePlanJson.read(seal.open(Json.text(json, "plan"))),
        Json.phase(json, Phase.values()),
        Json.instant(json, "since"),
        Json.maybe(json, "build"),
        Json.maybe(json, "digest").map(ImageDigest::new),
        new LogProgress(
            new LogMark(Json.longNumber(log, "offset"), Json.text(log, "entry")),
            Json.flag(log, "closed"),
            Status.valueOf(Json.text(log, "told").toUpperCase(Locale.ROOT)),
            Json.text(log, "url")),
        Json.maybe(json, "ending"),
        Json.number(json, "failures"),
        Json.instant(json, "failingSince"),
        Json.number(json, "historyStart"));
  }
}
