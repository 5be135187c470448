package io.jenkins.plugins.cloudrun.durable;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.jenkins.plugins.cloudrun.durable.Codec.UnreadableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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

  /**
   * Where a value stands, by its name in small letters.
   *
   * @throws UnreadableException when a newer version of the plugin has put it there
   */
  public static <P extends Enum<P>> P phase(JsonObject json, P[] known) throws UnreadableException {
    String name = text(json, "phase");
    for (P phase : known) {
      if (phase.name().toLowerCase(Locale.ROOT).equals(name)) {
        return phase;
      }
    }
    throw unknownPhase(name);
  }

  public static UnreadableException unknownPhase(String name) {
    return new UnreadableException(
        "it is in the phase '" + name + "', which this version of the plugin does not know",
        true,
        null);
  }
}
