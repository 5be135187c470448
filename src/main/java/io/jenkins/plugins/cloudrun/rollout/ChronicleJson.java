package io.jenkins.plugins.cloudrun.rollout;

import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.durable.Json;
import io.jenkins.plugins.cloudrun.rollout.Chronicle.Address;
import io.jenkins.plugins.cloudrun.rollout.Chronicle.Difference;
import io.jenkins.plugins.cloudrun.rollout.Chronicle.Kind;
import io.jenkins.plugins.cloudrun.rollout.Chronicle.Moment;
import io.jenkins.plugins.cloudrun.rollout.port.Condition;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/** A chronicle as JSON. It is for the page alone: what is not known is passed over. */
final class ChronicleJson {
  private static final String REGION = "region";

  private ChronicleJson() {}

  static JsonObject write(Chronicle chronicle) {
    JsonObject json = new JsonObject();
    json.add("moments", Json.array(chronicle.moments(), ChronicleJson::moment));
    if (!chronicle.before().isEmpty()) {
      json.add("before", Json.map(chronicle.before()));
    }
    json.add(
        "differences",
        Json.array(
            chronicle.differences(),
            difference -> {
              JsonObject row = new JsonObject();
              row.addProperty(REGION, difference.region());
              row.addProperty("setting", difference.setting());
              row.addProperty("before", difference.before());
              row.addProperty("after", difference.after());
              return row;
            }));
    json.add(
        "addresses",
        Json.array(
            chronicle.addresses(),
            address -> {
              JsonObject row = new JsonObject();
              row.addProperty(REGION, address.region());
              row.addProperty("url", address.url());
              row.addProperty("tagUrl", address.tagUrl());
              return row;
            }));
    json.add(
        "conditions",
        Json.array(
            chronicle.conditions(),
            condition -> {
              JsonObject row = new JsonObject();
              row.addProperty("type", condition.type());
              row.addProperty("state", condition.state().name());
              row.addProperty("reason", condition.reason());
              row.addProperty("message", condition.message());
              return row;
            }));
    json.addProperty("logUri", chronicle.logUri());
    return json;
  }

  private static JsonObject moment(Moment moment) {
    JsonObject row = new JsonObject();
    row.addProperty("at", moment.at().toString());
    row.addProperty(REGION, moment.region());
    row.addProperty("kind", moment.kind().name().toLowerCase(Locale.ROOT));
    if (!moment.shares().isEmpty()) {
      row.add(
          "shares",
          Json.array(
              moment.shares(),
              share -> {
                JsonObject part = new JsonObject();
                part.addProperty("revision", share.revision());
                part.addProperty("percent", share.percent());
                return part;
              }));
    }
    return row;
  }

  /** Empty in files that are older than this member. */
  static Chronicle read(JsonObject rollout) {
    if (!(rollout.get("chronicle") instanceof JsonObject json)) {
      return Chronicle.EMPTY;
    }
    List<Moment> moments =
        Json.list(json, "moments", row -> moments(row.getAsJsonObject())).stream()
            .flatMap(rows -> rows)
            .toList();
    return new Chronicle(
        moments,
        Json.texts(json, "before"),
        Json.list(json, "differences", row -> difference(row.getAsJsonObject())),
        Json.list(json, "addresses", row -> address(row.getAsJsonObject())),
        Json.list(json, "conditions", row -> condition(row.getAsJsonObject())),
        Json.maybe(json, "logUri").orElse(""));
  }

  private static Stream<Moment> moments(JsonObject row) {
    String kind = Json.text(row, "kind");
    return Stream.of(Kind.values())
        .filter(known -> Objects.equals(known.name().toLowerCase(Locale.ROOT), kind))
        .map(
            known ->
                new Moment(
                    Json.instant(row, "at"),
                    Json.text(row, REGION),
                    known,
                    Json.list(
                        row,
                        "shares",
                        share ->
                            new Share(
                                Json.text(share.getAsJsonObject(), "revision"),
                                Json.number(share.getAsJsonObject(), "percent")))));
  }

  private static Difference difference(JsonObject row) {
    return new Difference(
        Json.text(row, REGION),
        Json.text(row, "setting"),
        Json.text(row, "before"),
        Json.text(row, "after"));
  }

  private static Address address(JsonObject row) {
    return new Address(Json.text(row, REGION), Json.text(row, "url"), Json.text(row, "tagUrl"));
  }

  private static Condition condition(JsonObject row) {
    return new Condition(
        Json.text(row, "type"),
        Condition.State.valueOf(Json.text(row, "state")),
        Json.text(row, "reason"),
        Json.text(row, "message"));
  }
}
