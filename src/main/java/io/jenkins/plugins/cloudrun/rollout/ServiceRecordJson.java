package io.jenkins.plugins.cloudrun.rollout;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.durable.Json;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.model.ServiceName;
import io.jenkins.plugins.cloudrun.rollout.ServiceRecord.Failed;
import io.jenkins.plugins.cloudrun.rollout.ServiceRecord.Proven;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The stored form of what is known of a service. */
final class ServiceRecordJson {
  /** The first form has no number. */
  private static final int FORMAT = 1;

  private static final Pattern RESOURCE =
      Pattern.compile("projects/([^/]+)/locations/([^/]+)/services/([^/]+)");

  private ServiceRecordJson() {}

  static String write(ServiceKey key, ServiceRecord record) {
    JsonObject json = new JsonObject();
    json.addProperty("format", FORMAT);
    json.addProperty("service", key.resource());
    json.add(
        "proven",
        Json.array(
            record.proven(),
            proven -> {
              JsonObject row = new JsonObject();
              row.addProperty("revision", proven.revision().value());
              row.addProperty("at", proven.at().toString());
              row.addProperty("rollout", proven.rollout());
              row.addProperty("before", proven.before());
              Json.put(row, "digest", proven.digest());
              CommitJson.put(row, proven.commit());
              proven.left().ifPresent(at -> row.addProperty("left", at.toString()));
              return row;
            }));
    json.add(
        "failed",
        Json.array(
            record.failed(),
            failed -> {
              JsonObject row = new JsonObject();
              row.addProperty("digest", failed.digest().value());
              row.addProperty("revision", failed.revision().value());
              row.addProperty("cause", failed.cause());
              row.addProperty("at", failed.at().toString());
              row.addProperty("rollout", failed.rollout());
              return row;
            }));
    // Older versions pass over it, and it is learnt again.
    record.serving().ifPresent(serving -> json.add("serving", ServingJson.write(serving)));
    return json.toString();
  }

  /**
   * Which service a text is of.
   *
   * @throws RuntimeException if it is no such text
   */
  static ServiceKey key(String text) {
    Matcher name =
        RESOURCE.matcher(Json.text(JsonParser.parseString(text).getAsJsonObject(), "service"));
    if (!name.matches()) {
      throw new IllegalArgumentException("it names no service");
    }
    return new ServiceKey(
        new ProjectId(name.group(1)), new Region(name.group(2)), new ServiceName(name.group(3)));
  }

  /**
   * @throws RuntimeException if it is no such text
   */
  static ServiceRecord read(String text) {
    JsonObject json = JsonParser.parseString(text).getAsJsonObject();
    int format = Json.maybeNumber(json, "format").orElse(FORMAT);
    if (format > FORMAT) {
      throw new IllegalArgumentException("it has the format " + format + " of a newer version");
    }
    return record(json);
  }

  private static ServiceRecord record(JsonObject json) {
    return new ServiceRecord(
        Json.list(
            json,
            "proven",
            e -> {
              JsonObject row = e.getAsJsonObject();
              return new Proven(
                  new RevisionName(Json.text(row, "revision")),
                  Json.instant(row, "at"),
                  Json.text(row, "rollout"),
                  Json.flag(row, "before"),
                  Json.maybe(row, "digest").map(ImageDigest::new),
                  CommitJson.read(row),
                  Json.maybe(row, "left").map(Instant::parse));
            }),
        Json.list(
            json,
            "failed",
            e -> {
              JsonObject row = e.getAsJsonObject();
              return new Failed(
                  new ImageDigest(Json.text(row, "digest")),
                  new RevisionName(Json.text(row, "revision")),
                  Json.text(row, "cause"),
                  Json.instant(row, "at"),
                  Json.text(row, "rollout"));
            }),
        json.has("serving")
            ? Optional.of(ServingJson.read(Json.object(json, "serving")))
            : Optional.empty());
  }
}
