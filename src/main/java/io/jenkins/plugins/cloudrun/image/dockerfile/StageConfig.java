package io.jenkins.plugins.cloudrun.image.dockerfile;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The configuration of an image while its stage is built; starts as the base's. */
final class StageConfig {
  /** What Docker and buildah set when the base sets none. */
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  final Map<String, String> env = new LinkedHashMap<>();
  final Map<String, String> labels = new LinkedHashMap<>();
  final Set<String> ports = new LinkedHashSet<>();
  final Set<String> volumes = new LinkedHashSet<>();
  final List<String> triggers = new ArrayList<>();
  List<String> entrypoint = List.of();
  List<String> command = List.of();
  List<String> shell = List.of();
  String user = "";
  String workdir = "";
  String stopSignal = "";
  Optional<JsonObject> healthcheck = Optional.empty();
  Optional<String> author = Optional.empty();

  /** Whether this file set the command, which an entrypoint then does not take away. */
  boolean commandSet;

  /** Of an image's configuration, as the OCI image specification has it. */
  static StageConfig of(JsonObject image) {
    StageConfig config = new StageConfig();
    JsonObject run = object(image, "config");
    for (String variable : texts(run, "Env")) {
      int equals = variable.indexOf('=');
      config.env.put(
          equals < 0 ? variable : variable.substring(0, equals),
          equals < 0 ? "" : variable.substring(equals + 1));
    }
    config.env.putIfAbsent("PATH", PATH);
    object(run, "Labels")
        .entrySet()
        .forEach(e -> config.labels.put(e.getKey(), text(e.getValue())));
    config.ports.addAll(object(run, "ExposedPorts").keySet());
    config.volumes.addAll(object(run, "Volumes").keySet());
    config.triggers.addAll(texts(run, "OnBuild"));
    config.entrypoint = texts(run, "Entrypoint");
    config.command = texts(run, "Cmd");
    config.shell = texts(run, "Shell");
    config.user = text(run.get("User"));
    config.workdir = text(run.get("WorkingDir"));
    config.stopSignal = text(run.get("StopSignal"));
    if (!object(run, "Healthcheck").isEmpty()) {
      config.healthcheck = Optional.of(object(run, "Healthcheck"));
    }
    config.author = Optional.of(text(image.get("author"))).filter(author -> !author.isEmpty());
    return config;
  }

  /** For another stage that builds on this one. */
  StageConfig copy() {
    StageConfig copy = new StageConfig();
    copy.env.putAll(env);
    copy.labels.putAll(labels);
    copy.ports.addAll(ports);
    copy.volumes.addAll(volumes);
    copy.triggers.addAll(triggers);
    copy.entrypoint = entrypoint;
    copy.command = command;
    copy.shell = shell;
    copy.user = user;
    copy.workdir = workdir;
    copy.stopSignal = stopSignal;
    copy.healthcheck = healthcheck;
    copy.author = author;
    return copy;
  }

  /** What the shell form runs in. */
  List<String> inShell(String command) {
    List<String> words = new ArrayList<>(shell.isEmpty() ? List.of("/bin/sh", "-c") : shell);
    words.add(command);
    return words;
  }

  private static JsonObject object(JsonObject parent, String key) {
    JsonElement value = parent.get(key);
    return value != null && value.isJsonObject() ? value.getAsJsonObject() : new JsonObject();
  }

  private static List<String> texts(JsonObject parent, String key) {
    JsonElement value = parent.get(key);
    JsonArray array =
        value != null && value.isJsonArray() ? value.getAsJsonArray() : new JsonArray();
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(text(element)));
    return List.copyOf(texts);
  }

  private static String text(@org.jspecify.annotations.Nullable JsonElement value) {
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }
}
