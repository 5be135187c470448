package io.jenkins.plugins.cloudrun.emulator.build;

import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.emulator.http.ApiException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A filter of builds: comparisons joined by AND. */
final class BuildFilter {
  private static final Pattern COMPARISON =
      Pattern.compile(
          "\\s*(?:AND\\b\\s*)?([A-Za-z_.]+)\\s*(>=|<=|!=|=|>|<|:)\\s*(\"[^\"]*\"|[^\\s()]+)\\s*");

  private final List<Comparison> comparisons = new ArrayList<>();

  private record Comparison(String field, String operator, String value) {}

  BuildFilter(String text) {
    Matcher matcher = COMPARISON.matcher(text);
    int at = 0;
    while (at < text.length() && !text.substring(at).isBlank()) {
      if (!matcher.find(at) || matcher.start() != at) {
        throw ApiException.invalid("invalid list filter: syntax error at position " + at);
      }
      String value = matcher.group(3);
      comparisons.add(
          new Comparison(
              matcher.group(1),
              matcher.group(2),
              value.startsWith("\"") ? value.substring(1, value.length() - 1) : value));
      at = matcher.end();
    }
  }

  boolean accepts(JsonObject build) {
    return comparisons.stream().allMatch(comparison -> accepts(comparison, build));
  }

  private static boolean accepts(Comparison comparison, JsonObject build) {
    String value = comparison.value();
    switch (comparison.field()) {
      case "status":
        return equal(comparison, Field.text(build, "status").equals(value));
      case "build_id", "id":
        return equal(comparison, Field.text(build, "id").equals(value));
      case "tags":
        return equal(comparison, Field.texts(build, "tags").contains(value));
      case "create_time":
        try {
          int order =
              Instant.parse(Field.text(build, "createTime")).compareTo(Instant.parse(value));
          return switch (comparison.operator()) {
            case ">" -> order > 0;
            case ">=" -> order >= 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            default -> equal(comparison, order == 0);
          };
        } catch (DateTimeException e) {
          throw ApiException.invalid("invalid list filter: create_time " + value);
        }
      default:
        throw ApiException.invalid("invalid list filter: unknown field " + comparison.field());
    }
  }

  private static boolean equal(Comparison comparison, boolean same) {
    return switch (comparison.operator()) {
      case "=", ":" -> same;
      case "!=" -> !same;
      default ->
          throw ApiException.invalid("invalid list filter: operator " + comparison.operator());
    };
  }
}
