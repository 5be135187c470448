package io.jenkins.plugins.cloudrun.gcp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.jenkins.plugins.cloudrun.model.Severity;
import io.jenkins.plugins.cloudrun.rollout.port.Scans.Scan;
import io.jenkins.plugins.cloudrun.rollout.port.Scans.Status;
import io.jenkins.plugins.cloudrun.rollout.port.Scans.Vulnerability;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Occurrences in the engine's terms: {@code grafeas.v1.Occurrence} as JSON. */
final class Occurrences {
  private Occurrences() {}

  /** What a DISCOVERY says of the scan. */
  static Scan scan(JsonObject occurrence) {
    JsonObject discovery = object(occurrence, "discovery");
    Status status =
        switch (text(discovery, "analysisStatus")) {
          case "SCANNING" -> Status.SCANNING;
          case "FINISHED_SUCCESS", "COMPLETE" -> Status.FINISHED;
          case "FINISHED_FAILED" -> Status.FAILED;
          case "FINISHED_UNSUPPORTED" -> Status.UNSUPPORTED;
          // Known, and nothing has happened yet: PENDING, or not said.
          default -> Status.PENDING;
        };
    return new Scan(status, text(object(discovery, "analysisStatusError"), "message"));
  }

  /** What a VULNERABILITY says, for each package that it concerns. */
  static List<Vulnerability> vulnerabilities(JsonObject occurrence) {
    JsonObject found = object(occurrence, "vulnerability");
    String note = text(occurrence, "noteName");
    String named = note.substring(note.lastIndexOf('/') + 1);
    String id = named.isEmpty() ? text(found, "shortDescription") : named;
    boolean dismissed =
        switch (text(object(found, "vexAssessment"), "state")) {
          case "NOT_AFFECTED", "FIXED" -> true;
          default -> false;
        };
    List<Vulnerability> all = new ArrayList<>();
    if (found.get("packageIssue") != null && found.get("packageIssue").isJsonArray()) {
      for (JsonElement each : found.getAsJsonArray("packageIssue")) {
        if (each instanceof JsonObject issue) {
          all.add(
              new Vulnerability(
                  id,
                  severity(issue, found),
                  text(issue, "affectedPackage"),
                  version(object(issue, "affectedVersion")),
                  version(object(issue, "fixedVersion")),
                  cvss(found),
                  dismissed));
        }
      }
    }
    if (all.isEmpty()) {
      // It counts, whatever it is in.
      all.add(new Vulnerability(id, severity(found, found), "", "", "", cvss(found), dismissed));
    }
    return all;
  }

  /** The package's own rank, else the vulnerability's, else the scanner's. */
  private static Severity severity(JsonObject issue, JsonObject vulnerability) {
    return Stream.of(
            text(issue, "effectiveSeverity"),
            text(vulnerability, "effectiveSeverity"),
            text(vulnerability, "severity"))
        .flatMap(text -> Severity.named().stream().filter(s -> s.name().equals(text)))
        .findFirst()
        .orElse(Severity.UNSPECIFIED);
  }

  /** {@code EPOCH:NAME-REVISION}; empty for "none yet", which is the kind MAXIMUM. */
  private static String version(JsonObject version) {
    if (text(version, "kind").equals("MAXIMUM")) {
      return "";
    }
    String full = text(version, "fullName");
    if (!full.isEmpty()) {
      return full;
    }
    String epoch = text(version, "epoch");
    String revision = text(version, "revision");
    return (epoch.isEmpty() || epoch.equals("0") ? "" : epoch + ":")
        + text(version, "name")
        + (revision.isEmpty() ? "" : "-" + revision);
  }

  private static double cvss(JsonObject vulnerability) {
    return Stream.of(
            number(object(vulnerability, "cvssv3"), "baseScore"),
            number(vulnerability, "cvssScore"),
            number(object(vulnerability, "cvssV4"), "baseScore"))
        .filter(score -> score > 0)
        .findFirst()
        .orElse(0.0);
  }

  /** Whether a refusal says that the API is switched off in the project (google.rpc.ErrorInfo). */
  static boolean isDisabled(@Nullable String content) {
    try {
      JsonElement read = JsonParser.parseString(content == null ? "" : content);
      if (read instanceof JsonObject body
          && object(body, "error").get("details") instanceof JsonArray details) {
        for (JsonElement detail : details) {
          if (detail instanceof JsonObject info
              && text(info, "reason").equals("SERVICE_DISABLED")) {
            return true;
          }
        }
      }
      return false;
    } catch (JsonParseException e) {
      return false;
    }
  }

  private static JsonObject object(JsonObject of, String name) {
    return of.get(name) instanceof JsonObject object ? object : new JsonObject();
  }

  private static String text(JsonObject of, String name) {
    return of.get(name) instanceof JsonPrimitive value ? value.getAsString() : "";
  }

  private static double number(JsonObject of, String name) {
    return of.get(name) instanceof JsonPrimitive value && value.isNumber()
        ? value.getAsDouble()
        : 0;
  }
}
