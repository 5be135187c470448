package io.jenkins.plugins.cloudrun.durable;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.jenkins.plugins.cloudrun.durable.Codec.UnreadableException;
import io.jenkins.plugins.cloudrun.model.TargetName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * JSON trees of the values that durable values are made of. Written by hand, so that a renamed
 * class renames nothing in a file.
 */
public final class Json {
  private Json() {}

  public static String text(JsonObject object, String name) {
    JsonElement element = object.get(name);
    if (element == null || !element.isJsonPrimitive()) {
      throw new IllegalArgumentException("'" + name + "' is missing");
    }
    return element.getAsString();
  }

  public static Optional<String> maybe(JsonObject object, String name) {
    return object.has(name) ? Optional.of(text(object, name)) : Optional.empty();
  }

  public static Optional<Boolean> maybeFlag(JsonObject object, String name) {
    return object.has(name) ? Optional.of(object.get(name).getAsBoolean()) : Optional.empty();
  }

  public static OptionalInt maybeNumber(JsonObject object, String name) {
    return object.has(name) ? OptionalInt.of(object.get(name).getAsInt()) : OptionalInt.empty();
  }

  public static int number(JsonObject object, String name) {
    return (int) longNumber(object, name);
  }

  public static long longNumber(JsonObject object, String name) {
    return Long.parseLong(text(object, name));
  }

  public static boolean flag(JsonObject object, String name) {
    return Boolean.parseBoolean(text(object, name));
  }

  public static Instant instant(JsonObject object, String name) {
    return Instant.parse(text(object, name));
  }

  public static Optional<Duration> maybeDuration(JsonObject object, String name) {
    return maybe(object, name).map(Duration::parse);
  }

  public static JsonObject object(JsonObject object, String name) {
    JsonElement element = object.get(name);
    if (element == null || !element.isJsonObject()) {
      throw new IllegalArgumentException("'" + name + "' is missing");
    }
    return element.getAsJsonObject();
  }

  public static <T> List<T> list(JsonObject object, String name, Function<JsonElement, T> read) {
    List<T> result = new ArrayList<>();
    if (object.has(name)) {
      object.get(name).getAsJsonArray().forEach(element -> result.add(read.apply(element)));
    }
    return result;
  }

  public static Optional<List<String>> maybeTexts(JsonObject object, String name) {
    return object.has(name)
        ? Optional.of(list(object, name, JsonElement::getAsString))
        : Optional.empty();
  }

  public static Map<String, String> texts(JsonObject object, String name) {
    Map<String, String> result = new LinkedHashMap<>();
    if (object.has(name)) {
      object(object, name)
          .entrySet()
          .forEach(e -> result.put(e.getKey(), e.getValue().getAsString()));
    }
    return result;
  }

  public static <T> JsonArray array(List<T> values, Function<T, JsonElement> write) {
    JsonArray array = new JsonArray();
    values.forEach(value -> array.add(write.apply(value)));
    return array;
  }

  public static JsonArray array(List<String> values) {
    return array(values, JsonPrimitive::new);
  }

  public static JsonObject map(Map<String, String> values) {
    JsonObject object = new JsonObject();
    values.forEach(object::addProperty);
    return object;
  }

  public static void put(JsonObject object, String name, Optional<?> value) {
    value.ifPresent(v -> object.add(name, any(v)));
  }

  public static void put(JsonObject object, String name, OptionalInt value) {
    value.ifPresent(v -> object.addProperty(name, v));
  }

  /** A tree of text, numbers, booleans, lists and maps; anything else as its text. */
  public static JsonElement any(Object value) {
    if (value instanceof Map<?, ?> map) {
      JsonObject object = new JsonObject();
      map.forEach((k, v) -> object.add(String.valueOf(k), v == null ? JsonNull.INSTANCE : any(v)));
      return object;
    }
    if (value instanceof List<?> list) {
      JsonArray array = new JsonArray();
      list.forEach(v -> array.add(any(v)));
      return array;
    }
    if (value instanceof Number number) {
      return new JsonPrimitive(number);
    }
    if (value instanceof Boolean flag) {
      return new JsonPrimitive(flag);
    }
    return new JsonPrimitive(value.toString());
  }

  /** What {@link #any} wrote, as mutable and serializable collections. */
  public static Object plain(JsonElement element) {
    if (element.isJsonObject()) {
      Map<String, Object> map = new LinkedHashMap<>();
      element.getAsJsonObject().entrySet().forEach(e -> map.put(e.getKey(), plain(e.getValue())));
      return map;
    }
    if (element.isJsonArray()) {
      List<Object> list = new ArrayList<>();
      element.getAsJsonArray().forEach(e -> list.add(plain(e)));
      return list;
    }
    if (element.isJsonNull()) {
      return "";
    }
    JsonPrimitive primitive = element.getAsJsonPrimitive();
    if (primitive.isBoolean()) {
      return primitive.getAsBoolean();
    }
    if (primitive.isNumber()) {
      double number = primitive.getAsDouble();
      if (number != Math.rint(number)) {
        return number;
      }
      long whole = primitive.getAsLong();
      return whole == (int) whole ? (Object) (int) whole : (Object) whole;
    }
    return primitive.getAsString();
  }

  /** What every kind of durable value has in common. */
  public static void writeCommon(JsonObject json, Durable<?> value) {
    JsonObject origin = new JsonObject();
    origin.addProperty("item", value.origin().item());
    put(origin, "run", value.origin().run());
    origin.addProperty("actor", value.origin().actor());
    put(origin, "target", value.origin().target().map(TargetName::value));
    json.addProperty("id", value.id());
    json.add("origin", origin);
    json.addProperty("startedAt", value.startedAt().toString());
    json.addProperty("version", value.version());
    json.add(
        "history",
        array(
            value.history(),
            entry -> {
              JsonObject line = new JsonObject();
              line.addProperty("at", entry.at().toString());
              line.addProperty("kind", entry.kind());
              line.addProperty("text", entry.text());
              return line;
            }));
    value
        .command()
        .ifPresent(
            command -> {
              JsonObject object = new JsonObject();
              object.addProperty("kind", command.kind());
              object.addProperty("actor", command.actor());
              object.addProperty("reason", command.reason());
              object.addProperty("at", command.at().toString());
              json.add("command", object);
            });
    value
        .settlement()
        .ifPresent(
            settlement -> {
              JsonObject object = new JsonObject();
              object.addProperty("success", settlement.success());
              object.addProperty("message", settlement.message());
              object.add("result", any(settlement.result()));
              json.add("settlement", object);
            });
  }

  /**
   * Reads a file of a known format.
   *
   * @param newest the newest format that this version of the plugin knows
   */
  public static <V> V read(String text, int newest, Reading<V> reading) throws UnreadableException {
    try {
      JsonObject json = JsonParser.parseString(text).getAsJsonObject();
      int format = number(json, "format");
      if (format > newest) {
        throw new UnreadableException(
            "it has format " + format + ", this version of the plugin knows " + newest, true, null);
      }
      return reading.of(json);
    } catch (RuntimeException e) {
      throw new UnreadableException(
          "it is torn or was changed by hand (" + e.getMessage() + ")", false, e);
    }
  }

  /**
   * Turns a tree into a value; anything unchecked that it throws says that the tree is not whole.
   */
  public interface Reading<V> {
    V of(JsonObject json) throws UnreadableException;
  }

  public static Origin origin(JsonObject json) {
    JsonObject origin = object(json, "origin");
    OptionalInt run = maybeNumber(origin, "run");
    return new Origin(
        text(origin, "item"),
        run.isPresent() ? Optional.of(run.getAsInt()) : Optional.empty(),
        text(origin, "actor"),
        maybe(origin, "target").map(TargetName::new));
  }

  public static List<Entry> history(JsonObject json) {
    return list(
        json,
        "history",
        element -> {
          JsonObject line = element.getAsJsonObject();
          return new Entry(instant(line, "at"), text(line, "kind"), text(line, "text"));
        });
  }

  public static Optional<Command> command(JsonObject json) {
    if (!json.has("command")) {
      return Optional.empty();
    }
    JsonObject command = object(json, "command");
    return Optional.of(
        new Command(
            text(command, "kind"),
            text(command, "actor"),
            text(command, "reason"),
            instant(command, "at")));
  }

  @SuppressWarnings("unchecked")
  public static Optional<Durable.Settlement> settlement(JsonObject json) {
    if (!json.has("settlement")) {
      return Optional.empty();
    }
    JsonObject settlement = object(json, "settlement");
    return Optional.of(
        new Durable.Settlement(
            flag(settlement, "success"),
            text(settlement, "message"),
            (Map<String, Object>) plain(object(settlement, "result"))));
  }
}
