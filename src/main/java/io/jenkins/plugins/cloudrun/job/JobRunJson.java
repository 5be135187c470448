package io.jenkins.plugins.cloudrun.job;

import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.durable.Codec;
import io.jenkins.plugins.cloudrun.durable.CourseJson;
import io.jenkins.plugins.cloudrun.durable.Json;
import io.jenkins.plugins.cloudrun.durable.Seal;
import io.jenkins.plugins.cloudrun.job.JobRun.Phase;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import java.util.Locale;

/** A job execution as a JSON file, the plan sealed. */
public final class JobRunJson implements Codec<JobRun> {
  static final int FORMAT = 1;
  private final Seal seal;

  public JobRunJson(Seal seal) {
    this.seal = seal;
  }

  @Override
  public String write(JobRun run) {
    JsonObject json = new JsonObject();
    json.addProperty("format", FORMAT);
    json.addProperty("kind", "job");
    CourseJson.write(json, run.course());
    json.addProperty("project", run.plan().key().project().value());
    json.addProperty("job", run.plan().key().job().value());
    json.addProperty("plan", seal.seal(JobPlanJson.write(run.plan())));
    json.addProperty("phase", run.phase().name().toLowerCase(Locale.ROOT));
    json.addProperty("since", run.since().toString());
    Json.put(json, "image", run.image());
    Json.put(json, "operation", run.operation());
    Json.put(json, "execution", run.execution());
    Json.put(json, "ending", run.ending());
    json.addProperty("failures", run.failures());
    json.addProperty("failingSince", run.failingSince().toString());
    return json.toString();
  }

  @Override
  public JobRun read(String text) throws UnreadableException {
    return Json.read(text, FORMAT, this::run);
  }

  private JobRun run(JsonObject json) throws UnreadableException {
    return new JobRun(
        CourseJson.read(json),
        JobPlanJson.read(seal.open(Json.text(json, "plan"))),
        Json.phase(json, Phase.values()),
        Json.instant(json, "since"),
        Json.maybe(json, "image").map(ImageReference::parse),
        Json.maybe(json, "operation"),
        Json.maybe(json, "execution"),
        Json.maybe(json, "ending"),
        Json.number(json, "failures"),
        Json.instant(json, "failingSince"));
  }
}
