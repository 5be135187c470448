package io.jenkins.plugins.cloudrun.rollout;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.durable.Json;
import io.jenkins.plugins.cloudrun.durable.Notes;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.rollout.ServiceRecord.Failed;
import io.jenkins.plugins.cloudrun.rollout.ServiceRecord.Proven;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The records of services, a file for each. Only the rollout that has the service writes its
 * record, so that no two writes of one meet.
 */
public final class ServiceRecords {
  private static final Logger LOGGER = Logger.getLogger(ServiceRecords.class.getName());

  private final Notes notes;

  public ServiceRecords(Notes notes) {
    this.notes = notes;
  }

  /** What is known of a service; nothing if its file cannot be read, which the log says. */
  public ServiceRecord read(ServiceKey key) {
    Optional<String> text = notes.read(key.resource());
    if (text.isEmpty()) {
      return ServiceRecord.EMPTY;
    }
    try {
      return record(JsonParser.parseString(text.get()).getAsJsonObject());
    } catch (RuntimeException e) {
      LOGGER.log(
          Level.WARNING,
          "The record of " + key + " cannot be read: which revisions were proven is forgotten",
          e);
      return ServiceRecord.EMPTY;
    }
  }

  /**
   * @throws io.jenkins.plugins.cloudrun.durable.StoreException when it is not on the disk
   */
  void write(ServiceKey key, ServiceRecord record) {
    JsonObject json = new JsonObject();
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
    notes.write(key.resource(), json.toString());
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
                  Json.flag(row, "before"));
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
            }));
  }
}
