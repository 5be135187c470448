package io.jenkins.plugins.cloudrun.emulator.build;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Fields of a build that may be left out. */
final class Field {
  private Field() {}

  static String text(JsonObject of, String name) {
    return of.has(name) ? of.get(name).getAsString() : "";
  }

  static boolean flag(JsonObject of, String name) {
    return of.has(name) && of.get(name).getAsBoolean();
  }

  static JsonObject object(JsonObject of, String name) {
    return of.has(name) ? of.getAsJsonObject(name) : new JsonObject();
  }

  static JsonArray array(JsonObject of, String name) {
    return of.has(name) ? of.getAsJsonArray(name) : new JsonArray();
  }

  static List<String> texts(JsonObject of, String name) {
    List<String> texts = new ArrayList<>();
    for (JsonElement each : array(of, name)) {
      texts.add(each.getAsString());
    }
    return texts;
  }

  /** Seconds as {@code 600s}. */
  static Duration duration(JsonObject of, String name, Duration otherwise) {
    String text = text(of, name);
    return text.isEmpty()
        ? otherwise
        : Duration.ofNanos(
            Math.round(Double.parseDouble(text.substring(0, text.length() - 1)) * 1e9));
  }

  static JsonObject span(String start, String end) {
    JsonObject span = new JsonObject();
    span.addProperty("startTime", start);
    span.addProperty("endTime", end);
    return span;
  }
}
