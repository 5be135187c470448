package io.jenkins.plugins.cloudrun.rollout;

import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.durable.Codec.UnreadableException;
import io.jenkins.plugins.cloudrun.durable.Json;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** A phase as JSON: its kind and what it remembers. */
final class PhaseJson {
  private PhaseJson() {}

  static JsonObject write(Phase phase) {
    JsonObject json = new JsonObject();
    json.addProperty("kind", phase.kind());
    if (phase instanceof Queued queued) {
      json.addProperty("told", queued.told());
    } else if (phase instanceof Copying copying) {
      json.addProperty("from", copying.from().toString());
    } else if (phase instanceof Deploying deploying) {
      json.addProperty("sent", deploying.sent());
      Json.put(json, "operation", deploying.operation());
    } else if (phase instanceof Tagging tagging) {
      json.addProperty("sent", tagging.sent());
      Json.put(json, "operation", tagging.operation());
    } else if (phase instanceof Publishing publishing) {
      json.addProperty("sent", publishing.sent());
    } else if (phase instanceof Gating gating) {
      json.addProperty("stop", gating.stop());
      json.addProperty("gate", gating.gate());
      TrialJson.write(json, gating.trial());
    } else if (phase instanceof Shifting shifting) {
      json.addProperty("stop", shifting.stop());
      json.addProperty("sent", shifting.sent());
      Json.put(json, "operation", shifting.operation());
    } else if (phase instanceof Baking baking) {
      json.addProperty("stop", baking.stop());
      json.addProperty("until", baking.until().toString());
      json.addProperty("turn", baking.turn());
      json.add("due", Json.array(baking.due().stream().map(Instant::toString).toList()));
    } else if (phase instanceof Approving approving) {
      JsonObject watch = write(approving.watch());
      json.add("watch", watch);
      if (approving.heard() > 0) {
        json.addProperty("heard", approving.heard());
      }
    } else if (phase instanceof Diagnosing diagnosing) {
      json.addProperty("cause", diagnosing.cause());
    } else if (phase instanceof RollingBack rollback) {
      json.addProperty("outcome", rollback.outcome().text());
      json.addProperty("cause", rollback.cause());
      json.addProperty("sent", rollback.sent());
      Json.put(json, "operation", rollback.operation());
    } else if (phase instanceof Finished finished) {
      json.addProperty("outcome", finished.outcome().text());
    }
    return json;
  }

  static Phase read(JsonObject json) throws UnreadableException {
    String kind = Json.text(json, "kind");
    return switch (kind) {
      case Queued.KIND -> new Queued(Json.flag(json, "told"));
      case Promoting.KIND -> new Promoting();
      case Copying.KIND -> new Copying(ImageReference.parse(Json.text(json, "from")));
      case Preparing.KIND -> new Preparing();
      case Deploying.KIND -> new Deploying(Json.flag(json, "sent"), Json.maybe(json, "operation"));
      case Tagging.KIND -> new Tagging(Json.flag(json, "sent"), Json.maybe(json, "operation"));
      case Publishing.KIND -> new Publishing(Json.flag(json, "sent"));
      case Gating.KIND ->
          new Gating(Json.number(json, "stop"), Json.number(json, "gate"), TrialJson.read(json));
      case Shifting.KIND ->
          new Shifting(
              Json.number(json, "stop"), Json.flag(json, "sent"), Json.maybe(json, "operation"));
      case Baking.KIND ->
          new Baking(
              Json.number(json, "stop"),
              Json.instant(json, "until"),
              Json.number(json, "turn"),
              json.has("due")
                  ? Json.list(json, "due", e -> Instant.parse(e.getAsString()))
                  : List.of());
      case Approving.KIND ->
          new Approving(
              (Baking) read(Json.object(json, "watch")), Json.maybeNumber(json, "heard").orElse(0));
      case Diagnosing.KIND -> new Diagnosing(Json.text(json, "cause"));
      case RollingBack.KIND ->
          new RollingBack(
              outcome(json),
              Json.text(json, "cause"),
              Json.flag(json, "sent"),
              Json.maybe(json, "operation"));
      case Finished.KIND -> new Finished(outcome(json));
      default -> throw Json.unknownPhase(kind);
    };
  }

  private static Outcome outcome(JsonObject json) {
    return Outcome.valueOf(Json.text(json, "outcome").toUpperCase(Locale.ROOT));
  }
}
