package io.jenkins.plugins.cloudrun.promotion;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.durable.Json;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Rules as they stand in a stored plan. */
public final class RulesJson {
  private RulesJson() {}

  public static JsonObject write(Rules rules) {
    JsonObject json = new JsonObject();
    json.add("gates", Json.array(rules.gates()));
    rules
        .approval()
        .ifPresent(
            approval -> {
              JsonObject row = new JsonObject();
              row.addProperty("count", approval.count());
              row.add("by", Json.array(approval.by()));
              row.addProperty("notStarter", approval.notBy().starter());
              row.addProperty("notAuthor", approval.notBy().author());
              row.addProperty("within", approval.within().toString());
              json.add("approval", row);
            });
    json.add("freezes", Json.array(rules.freezes(), RulesJson::freeze));
    json.add("sources", Json.array(rules.sources()));
    return json;
  }

  /**
   * @throws RuntimeException when it is not what {@link #write} wrote
   */
  public static Rules read(JsonObject json) {
    return new Rules(
        Json.list(json, "gates", JsonElement::getAsString),
        json.has("approval")
            ? Optional.of(approval(Json.object(json, "approval")))
            : Optional.empty(),
        Json.list(json, "freezes", e -> freeze(e.getAsJsonObject())),
        Json.list(json, "sources", JsonElement::getAsString));
  }

  private static RequiredApproval approval(JsonObject row) {
    return new RequiredApproval(
        Json.number(row, "count"),
        Json.list(row, "by", JsonElement::getAsString),
        new NotBy(Json.flag(row, "notStarter"), Json.flag(row, "notAuthor")),
        Duration.parse(Json.text(row, "within")));
  }

  private static JsonObject freeze(Freeze freeze) {
    JsonObject row = new JsonObject();
    row.addProperty("name", freeze.name());
    if (freeze instanceof WeeklyFreeze weekly) {
      row.addProperty(
          "days",
          new TreeSet<>(weekly.days())
              .stream().map(DayOfWeek::name).collect(Collectors.joining(" ")));
      row.addProperty("from", weekly.from().toString());
      row.addProperty("until", weekly.until().toString());
      row.addProperty("zone", weekly.zone().getId());
    } else if (freeze instanceof DatedFreeze dated) {
      row.addProperty("from", dated.from().toString());
      row.addProperty("until", dated.until().toString());
      row.addProperty("zone", dated.zone().getId());
    }
    return row;
  }

  private static Freeze freeze(JsonObject row) {
    String name = Json.text(row, "name");
    ZoneId zone = ZoneId.of(Json.text(row, "zone"));
    return row.has("days")
        ? new WeeklyFreeze(
            name,
            WeeklyFreeze.days(Json.text(row, "days")),
            LocalTime.parse(Json.text(row, "from")),
            LocalTime.parse(Json.text(row, "until")),
            zone)
        : new DatedFreeze(
            name,
            LocalDateTime.parse(Json.text(row, "from")),
            LocalDateTime.parse(Json.text(row, "until")),
            zone);
  }
}
