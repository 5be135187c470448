package io.jenkins.plugins.cloudrun.image.assembly;

import com.google.cloud.tools.jib.api.buildplan.ContainerBuildPlan;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.image.layer.LayerBlob;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An image's configuration: the base's with the plan's words on top, merged as jib merges them. Of
 * the base's, stop signal and shell stay too, which jib drops; triggers ({@code ONBUILD}) do not,
 * as they were meant for the build of this image.
 */
final class ConfigJson {
  private final ContainerBuildPlan plan;
  private final ConfigExtras extras;
  private final boolean isOci;
  private final JsonObject base;
  private final JsonObject baseRun;

  /**
   * @param base the base's configuration; empty for {@code scratch}
   */
  ConfigJson(
      ContainerBuildPlan plan, Optional<JsonObject> base, ConfigExtras extras, boolean isOci) {
    this.plan = plan;
    this.extras = extras;
    this.isOci = isOci;
    this.base = base.orElseGet(JsonObject::new);
    this.baseRun = object(this.base, "config");
  }

  /**
   * @param baseLayers how many layers the base has
   * @param names of the own layers
   */
  JsonObject make(int baseLayers, List<LayerBlob> layers, List<String> names) {
    JsonObject json = new JsonObject();
    String created = plan.getCreationTime().toString();
    json.addProperty("created", created);
    extras.author().ifPresent(author -> json.addProperty("author", author));
    Platform platform = plan.getPlatforms().iterator().next();
    json.addProperty("architecture", text(base, "architecture").orElse(platform.getArchitecture()));
    json.addProperty("os", text(base, "os").orElse(platform.getOs()));
    text(base, "variant").ifPresent(variant -> json.addProperty("variant", variant));
    json.add("config", run());
    json.add("history", History.of(array(base, "history"), baseLayers, created, names));

    JsonArray diffIds = new JsonArray();
    diffIds.addAll(array(object(base, "rootfs"), "diff_ids"));
    layers.forEach(layer -> diffIds.add(layer.diffId().value()));
    JsonObject rootfs = new JsonObject();
    rootfs.addProperty("type", "layers");
    rootfs.add("diff_ids", diffIds);
    json.add("rootfs", rootfs);
    return json;
  }

  private JsonObject run() {
    JsonObject run = new JsonObject();
    addText(run, "User", plan.getUser());
    addKeys(run, "ExposedPorts", ports());
    addAll(run, "Env", env());
    command(run);
    addKeys(run, "Volumes", plan.getVolumes().stream().map(Object::toString).toList());
    addText(
        run,
        "WorkingDir",
        plan.getWorkingDirectory() == null ? null : plan.getWorkingDirectory().toString());
    labels(run);
    addText(run, "StopSignal", extras.stopSignal().orElse(null));
    List<String> shell = extras.shell().isEmpty() ? texts(array(baseRun, "Shell")) : extras.shell();
    addAll(run, "Shell", shell);
    addAll(run, "OnBuild", extras.onBuild());
    healthcheck(run);
    return run;
  }

  private List<String> ports() {
    return plan.getExposedPorts().stream()
        .map(port -> port.getPort() + "/" + port.getProtocol())
        .toList();
  }

  /** The base's in its order, with new values in their old places; new names behind. */
  private List<String> env() {
    Map<String, String> all = new LinkedHashMap<>();
    for (String variable : texts(array(baseRun, "Env"))) {
      int equals = variable.indexOf('=');
      all.put(
          equals < 0 ? variable : variable.substring(0, equals),
          equals < 0 ? "" : variable.substring(equals + 1));
    }
    all.putAll(new TreeMap<>(plan.getEnvironment()));
    List<String> variables = new ArrayList<>();
    all.forEach((name, value) -> variables.add(name + "=" + value));
    return variables;
  }

  /** An own entrypoint makes the base's command go, and an own command leaves the entrypoint. */
  private void command(JsonObject run) {
    List<String> entrypoint = plan.getEntrypoint();
    List<String> command = plan.getCmd();
    if (entrypoint == null) {
      addAll(run, "Entrypoint", texts(array(baseRun, "Entrypoint")));
    } else {
      addAll(run, "Entrypoint", entrypoint);
    }
    if (command != null) {
      addAll(run, "Cmd", command);
    } else if (entrypoint == null && !extras.clearCommand()) {
      addAll(run, "Cmd", texts(array(baseRun, "Cmd")));
    }
  }

  private void labels(JsonObject run) {
    Map<String, String> all = new TreeMap<>();
    object(baseRun, "Labels").asMap().forEach((name, value) -> all.put(name, value.getAsString()));
    all.putAll(plan.getLabels());
    JsonObject labels = new JsonObject();
    all.forEach(labels::addProperty);
    if (!all.isEmpty()) {
      run.add("Labels", labels);
    }
  }

  /** The OCI specification has no word for it, and tools ignore it there. */
  private void healthcheck(JsonObject run) {
    if (isOci) {
      return;
    }
    JsonElement check =
        extras
            .healthcheck()
            .map(JsonParser::parseString)
            .orElseGet(() -> object(baseRun, "Healthcheck"));
    if (check.isJsonObject() && !check.getAsJsonObject().isEmpty()) {
      run.add("Healthcheck", check);
    }
  }

  /** Ours, or else the base's. */
  private void addText(JsonObject run, String key, @Nullable String own) {
    Optional<String> value = own == null ? text(baseRun, key) : Optional.of(own);
    value.filter(text -> !text.isEmpty()).ifPresent(text -> run.addProperty(key, text));
  }

  /** A set, as Go writes one: the base's with ours, sorted. */
  private void addKeys(JsonObject run, String key, Collection<String> own) {
    TreeSet<String> all = new TreeSet<>(object(baseRun, key).keySet());
    all.addAll(own);
    JsonObject keys = new JsonObject();
    all.forEach(name -> keys.add(name, new JsonObject()));
    if (!all.isEmpty()) {
      run.add(key, keys);
    }
  }

  private static void addAll(JsonObject run, String key, List<String> values) {
    JsonArray array = new JsonArray();
    values.forEach(array::add);
    if (!array.isEmpty()) {
      run.add(key, array);
    }
  }

  /** Go writes what is missing as {@code null}. */
  private static JsonObject object(JsonObject parent, String key) {
    JsonElement value = parent.get(key);
    return value != null && value.isJsonObject() ? value.getAsJsonObject() : new JsonObject();
  }

  private static JsonArray array(JsonObject parent, String key) {
    JsonElement value = parent.get(key);
    return value != null && value.isJsonArray() ? value.getAsJsonArray() : new JsonArray();
  }

  private static Optional<String> text(JsonObject parent, String key) {
    JsonElement value = parent.get(key);
    return value != null && value.isJsonPrimitive()
        ? Optional.of(value.getAsString())
        : Optional.empty();
  }

  private static List<String> texts(JsonArray array) {
    List<String> texts = new ArrayList<>();
    array.forEach(value -> texts.add(value.getAsString()));
    return texts;
  }
}
