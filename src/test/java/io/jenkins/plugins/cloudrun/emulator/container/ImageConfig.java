package io.jenkins.plugins.cloudrun.emulator.container;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an image's configuration says of running it. */
record ImageConfig(
    String os,
    String architecture,
    List<String> entrypoint,
    List<String> cmd,
    Map<String, String> env,
    String workingDir) {

  static ImageConfig parse(String json) {
    JsonObject image = JsonParser.parseString(json).getAsJsonObject();
    JsonObject config =
        Optional.ofNullable(image.get("config"))
            .filter(JsonElement::isJsonObject)
            .map(JsonElement::getAsJsonObject)
            .orElseGet(JsonObject::new);
    Map<String, String> env = new LinkedHashMap<>();
    for (String entry : texts(config, "Env")) {
      int equals = entry.indexOf('=');
      env.put(
          equals < 0 ? entry : entry.substring(0, equals),
          equals < 0 ? "" : entry.substring(equals + 1));
    }
    return new ImageConfig(
        text(image, "os"),
        text(image, "architecture"),
        texts(config, "Entrypoint"),
        texts(config, "Cmd"),
        env,
        text(config, "WorkingDir"));
  }

  private static String text(JsonObject of, String name) {
    JsonElement value = of.get(name);
    return value == null || value.isJsonNull() ? "" : value.getAsString();
  }

  private static List<String> texts(JsonObject of, String name) {
    JsonElement value = of.get(name);
    List<String> texts = new ArrayList<>();
    if (value instanceof JsonArray array) {
      array.forEach(element -> texts.add(element.getAsString()));
    }
    return texts;
  }
}
