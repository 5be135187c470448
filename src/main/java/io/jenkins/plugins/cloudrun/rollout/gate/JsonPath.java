package io.jenkins.plugins.cloudrun.rollout.gate;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JSON answer must say: one place in it, in JSONPath's words for a single value, and what it
 * is compared with. {@code $.status == 'UP'}, {@code $.checks[0].ok}, {@code $['queue-length'] <
 * 10}. Without a comparison the value must be there, and be neither false nor null.
 *
 * @param text as it was written
 */
public record JsonPath(String text) {
  private static final int LONGEST = 500;
  private static final Pattern SEGMENT =
      Pattern.compile(
          "\\.([A-Za-z_][A-Za-z0-9_-]*)|\\[\\s*'([^']*)'\\s*\\]|\\[\\s*\"([^\"]*)\"\\s*\\]|\\[\\s*([0-9]{1,6})\\s*\\]");
  private static final Pattern COMPARISON =
      Pattern.compile("\\s*(==|!=|<=|>=|<|>)\\s*(.+?)\\s*", Pattern.DOTALL);

  public JsonPath {
    text = text.trim();
    read(text);
  }

  /** What is wrong with an answer, or empty if it says what it must. */
  public Optional<String> trouble(String body) {
    Parsed parsed = read(text);
    JsonElement root;
    try {
      // Not the usual parser: that one takes a page of HTML for a text without quotes.
      root = new Gson().getAdapter(JsonElement.class).fromJson(body);
    } catch (IOException | JsonParseException e) {
      return Optional.of("the body is not JSON");
    }
    Optional<JsonElement> found = parsed.find(root);
    if (found.isEmpty()) {
      return Optional.of("the body has no " + parsed.place());
    }
    JsonElement value = found.get();
    boolean fits =
        parsed.operator().isEmpty()
            ? !value.isJsonNull() && !value.equals(new JsonPrimitive(false))
            : compare(value, parsed.operator(), parsed.literal());
    return fits
        ? Optional.empty()
        : Optional.of(
            parsed.place()
                + " is "
                + shortened(value.toString())
                + (parsed.operator().isEmpty()
                    ? ""
                    : ", expected " + parsed.operator() + " " + parsed.literal()));
  }

  private record Parsed(String place, List<Object> segments, String operator, JsonElement literal) {
    Optional<JsonElement> find(JsonElement root) {
      JsonElement at = root;
      for (Object segment : segments) {
        if (segment instanceof String name && at instanceof JsonObject object && object.has(name)) {
          at = object.get(name);
        } else if (segment instanceof Integer index
            && at instanceof JsonArray array
            && index < array.size()) {
          at = array.get(index);
        } else {
          return Optional.empty();
        }
      }
      return Optional.of(at);
    }
  }

  private static Parsed read(String text) {
    if (!text.startsWith("$") || text.length() > LONGEST) {
      throw refused(text, "it begins with '$' and has at most " + LONGEST + " characters");
    }
    List<Object> segments = new ArrayList<>();
    Matcher segment = SEGMENT.matcher(text);
    int end = 1;
    while (segment.find(end) && segment.start() == end) {
      segments.add(named(segment));
      end = segment.end();
    }
    String place = text.substring(0, end);
    String rest = text.substring(end);
    if (rest.isBlank()) {
      return new Parsed(place, segments, "", JsonNull.INSTANCE);
    }
    Matcher comparison = COMPARISON.matcher(rest);
    if (!comparison.matches()) {
      throw refused(text, "after '" + place + "' comes nothing, or == != < <= > >= and a value");
    }
    String operator = comparison.group(1);
    JsonElement literal = literal(text, comparison.group(2));
    boolean ordered = operator.startsWith("<") || operator.startsWith(">");
    if (ordered && !isNumber(literal)) {
      throw refused(text, operator + " compares numbers alone");
    }
    return new Parsed(place, segments, operator, literal);
  }

  private static Object named(Matcher segment) {
    String index = segment.group(4);
    if (index != null) {
      return Integer.valueOf(index);
    }
    for (int i = 1; i <= 3; i++) {
      String name = segment.group(i);
      if (name != null) {
        return name;
      }
    }
    throw new IllegalStateException("one of the groups matched");
  }

  private static JsonElement literal(String text, String written) {
    if (written.length() >= 2 && written.startsWith("'") && written.endsWith("'")) {
      return new JsonPrimitive(written.substring(1, written.length() - 1));
    }
    boolean known =
        written.matches("-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]{1,3})?|true|false|null|\"[^\"]*\"");
    if (!known) {
      throw refused(
          text, "a value is a text in quotes, a number, true, false or null; not " + written);
    }
    return JsonParser.parseString(written);
  }

  private static boolean compare(JsonElement value, String operator, JsonElement literal) {
    boolean numbers = isNumber(value) && isNumber(literal);
    if (operator.equals("==") || operator.equals("!=")) {
      boolean same =
          numbers
              ? value.getAsBigDecimal().compareTo(literal.getAsBigDecimal()) == 0
              : value.equals(literal);
      return same == operator.equals("==");
    }
    if (!numbers) {
      return false;
    }
    BigDecimal left = value.getAsBigDecimal();
    int order = left.compareTo(literal.getAsBigDecimal());
    return switch (operator) {
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      default -> order >= 0;
    };
  }

  private static boolean isNumber(JsonElement value) {
    return value instanceof JsonPrimitive primitive && primitive.isNumber();
  }

  private static String shortened(String value) {
    return value.length() <= 100 ? value : value.substring(0, 97) + "...";
  }

  private static InvalidValueException refused(String text, String why) {
    return new InvalidValueException(
        "The gate's jsonPath '"
            + shortened(text)
            + "' is not understood: "
            + why
            + ". Write it as \"$.status == 'UP'\" or '$.checks[0].ok'.");
  }

  @Override
  public String toString() {
    return text;
  }
}
