package io.jenkins.plugins.cloudrun.image;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A request as text, so that a step can save it and repeat the build after a restart. Whoever saves
 * it encrypts it: values of variables may be secret.
 *
 * <p>Format: one object with {@code version} 1 and the request's own names; what is not given is
 * left out. A later format gets another number; a reader refuses one that it does not know.
 */
public final class ImageRequestJson {
  private static final int VERSION = 1;

  private ImageRequestJson() {}

  public static String write(ImageRequest request) {
    JsonObject json = new JsonObject();
    json.addProperty("version", VERSION);
    json.addProperty("image", request.image());
    text(json, "jar", request.jar());
    list(json, "layers", request.layers(), ImageRequestJson::layer);
    text(json, "context", request.context());
    text(json, "from", request.from());
    list(json, "tags", request.tags(), ImageRequestJson::string);
    text(json, "commit", request.commit());
    map(json, "env", request.env());
    map(json, "labels", request.labels());
    list(json, "entrypoint", request.entrypoint(), ImageRequestJson::string);
    list(json, "args", request.args(), ImageRequestJson::string);
    text(json, "user", request.user());
    list(json, "ports", request.ports(), JsonPrimitive::new);
    list(json, "jvmFlags", request.jvmFlags(), ImageRequestJson::string);
    text(json, "mainClass", request.mainClass());
    text(json, "war", request.war());
    text(json, "dockerfile", request.dockerfile());
    text(json, "builder", request.builder());
    text(json, "workdir", request.workdir());
    text(json, "platform", request.platform());
    text(json, "tagPolicy", request.tagPolicy());
    text(json, "lint", request.lint());
    if (request.sbom()) {
      json.addProperty("sbom", true);
    }
    if (!request.cloud().equals(CloudSource.NONE)) {
      json.add("cloud", cloud(request.cloud()));
    }
    text(json, "gitCommit", request.gitCommit());
    return json.toString();
  }

  /**
   * @throws InvalidValueException if the text is not a request of a known version; the message
   *     holds nothing of the text
   */
  public static ImageRequest read(String text) {
    try {
      JsonObject json = JsonParser.parseString(text).getAsJsonObject();
      int version = json.has("version") ? json.get("version").getAsInt() : 0;
      if (version != VERSION) {
        throw new InvalidValueException(
            "The saved image request has format "
                + version
                + ", this version of the plugin reads format "
                + VERSION
                + ": start the build again.");
      }
      return new ImageRequest(
          text(json, "image"),
          text(json, "jar"),
          list(json, "layers", ImageRequestJson::layer),
          text(json, "context"),
          text(json, "from"),
          list(json, "tags", JsonElement::getAsString),
          text(json, "commit"),
          map(json, "env"),
          map(json, "labels"),
          list(json, "entrypoint", JsonElement::getAsString),
          list(json, "args", JsonElement::getAsString),
          text(json, "user"),
          list(json, "ports", JsonElement::getAsInt),
          list(json, "jvmFlags", JsonElement::getAsString),
          text(json, "mainClass"),
          text(json, "war"),
          text(json, "dockerfile"),
          text(json, "builder"),
          text(json, "workdir"),
          text(json, "platform"),
          text(json, "tagPolicy"),
          text(json, "lint"),
          json.has("sbom") && json.get("sbom").getAsBoolean(),
          json.has("cloud") ? cloud(json.getAsJsonObject("cloud")) : CloudSource.NONE,
          text(json, "gitCommit"));
    } catch (JsonParseException
        | IllegalStateException
        | UnsupportedOperationException
        | ClassCastException
        | NumberFormatException e) {
      // The cause quotes the text, which may hold secrets.
      throw new InvalidValueException(
          "The saved image request cannot be read: start the build again.");
    }
  }

  private static JsonElement string(String value) {
    return new JsonPrimitive(value);
  }

  private static JsonObject cloud(CloudSource cloud) {
    JsonObject json = new JsonObject();
    text(json, "folder", cloud.folder());
    text(json, "config", cloud.config());
    text(json, "function", cloud.function());
    text(json, "baseImage", cloud.baseImage());
    map(json, "substitutions", cloud.substitutions());
    text(json, "bucket", cloud.bucket());
    text(json, "project", cloud.project());
    text(json, "region", cloud.region());
    text(json, "serviceAccount", cloud.serviceAccount());
    return json;
  }

  private static CloudSource cloud(JsonObject json) {
    return new CloudSource(
        text(json, "folder"),
        text(json, "config"),
        text(json, "function"),
        text(json, "baseImage"),
        map(json, "substitutions"),
        text(json, "bucket"),
        text(json, "project"),
        text(json, "region"),
        text(json, "serviceAccount"));
  }

  private static JsonElement layer(LayerSource layer) {
    JsonObject json = new JsonObject();
    json.addProperty("from", layer.from());
    json.addProperty("into", layer.into());
    text(json, "mode", layer.mode());
    text(json, "owner", layer.owner());
    list(json, "exclude", layer.exclude(), ImageRequestJson::string);
    return json;
  }

  private static LayerSource layer(JsonElement element) {
    JsonObject json = element.getAsJsonObject();
    return new LayerSource(
        text(json, "from"),
        text(json, "into"),
        text(json, "mode"),
        text(json, "owner"),
        list(json, "exclude", JsonElement::getAsString));
  }

  private static void text(JsonObject json, String name, String value) {
    if (!value.isEmpty()) {
      json.addProperty(name, value);
    }
  }

  private static String text(JsonObject json, String name) {
    return json.has(name) ? json.get(name).getAsString() : "";
  }

  private static <T> void list(
      JsonObject json, String name, List<T> values, Function<T, JsonElement> write) {
    if (!values.isEmpty()) {
      JsonArray array = new JsonArray();
      values.forEach(value -> array.add(write.apply(value)));
      json.add(name, array);
    }
  }

  private static <T> List<T> list(JsonObject json, String name, Function<JsonElement, T> read) {
    List<T> values = new ArrayList<>();
    if (json.has(name)) {
      json.getAsJsonArray(name).forEach(element -> values.add(read.apply(element)));
    }
    return values;
  }

  private static void map(JsonObject json, String name, Map<String, String> values) {
    if (!values.isEmpty()) {
      JsonObject object = new JsonObject();
      values.forEach(object::addProperty);
      json.add(name, object);
    }
  }

  private static Map<String, String> map(JsonObject json, String name) {
    Map<String, String> values = new LinkedHashMap<>();
    if (json.has(name)) {
      json.getAsJsonObject(name)
          .entrySet()
          .forEach(entry -> values.put(entry.getKey(), entry.getValue().getAsString()));
    }
    return values;
  }
}
