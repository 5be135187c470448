package io.jenkins.plugins.cloudrun.emulator.logs;

import io.jenkins.plugins.cloudrun.emulator.http.ApiException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A filter of Cloud Logging, as far as it is a conjunction: comparisons joined by AND, a new line,
 * or a space. Anything else is refused rather than misread.
 */
final class Filter {
  private static final Pattern COMPARISON =
      Pattern.compile(
          "\\s*(?:AND\\b\\s*)?((?:[A-Za-z_][A-Za-z_0-9]*|\"[^\"]+\")(?:\\.(?:[A-Za-z_][A-Za-z_0-9]*|\"[^\"]+\"))*)\\s*(>=|<=|!=|=|>|<|:)\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s()]+)\\s*");
  private static final List<String> SEVERITIES =
      List.of(
          "DEFAULT",
          "DEBUG",
          "INFO",
          "NOTICE",
          "WARNING",
          "ERROR",
          "CRITICAL",
          "ALERT",
          "EMERGENCY");

  private final List<Comparison> comparisons;

  private record Comparison(String field, String operator, String value) {}

  private Filter(List<Comparison> comparisons) {
    this.comparisons = comparisons;
  }

  static Filter parse(String text) {
    List<Comparison> comparisons = new ArrayList<>();
    Matcher matcher = COMPARISON.matcher(text);
    int at = 0;
    while (at < text.length() && !text.substring(at).isBlank()) {
      if (!matcher.find(at) || matcher.start() != at) {
        throw ApiException.invalid("Unparseable filter: syntax error at position " + at + ".");
      }
      comparisons.add(
          new Comparison(
              matcher.group(1).replace("\"", ""), matcher.group(2), unquoted(matcher.group(3))));
      at = matcher.end();
    }
    return new Filter(comparisons);
  }

  private static String unquoted(String value) {
    return value.startsWith("\"")
        ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1")
        : value;
  }

  boolean accepts(LogStore.Line line) {
    return comparisons.stream().allMatch(comparison -> accepts(comparison, line));
  }

  private static boolean accepts(Comparison comparison, LogStore.Line line) {
    String field = comparison.field();
    if (field.equals("timestamp")) {
      try {
        return ordered(
            comparison.operator(), line.at().compareTo(Instant.parse(comparison.value())));
      } catch (DateTimeException e) {
        throw ApiException.invalid("Unparseable filter: timestamp " + comparison.value());
      }
    }
    if (field.equals("severity")) {
      int wanted = SEVERITIES.indexOf(comparison.value().toUpperCase(Locale.ROOT));
      return ordered(
          comparison.operator(), Integer.compare(SEVERITIES.indexOf(line.severity()), wanted));
    }
    Optional<String> value = value(field, line);
    return switch (comparison.operator()) {
      case "=" -> value.filter(comparison.value()::equals).isPresent();
      case "!=" -> value.filter(comparison.value()::equals).isEmpty();
      case ":" ->
          value
              .map(v -> v.toLowerCase(Locale.ROOT))
              .filter(v -> v.contains(comparison.value().toLowerCase(Locale.ROOT)))
              .isPresent();
      default -> throw ApiException.invalid("Unparseable filter: order of " + field);
    };
  }

  private static boolean ordered(String operator, int order) {
    return switch (operator) {
      case "=" -> order == 0;
      case "!=" -> order != 0;
      case ">=" -> order >= 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      case "<" -> order < 0;
      default -> throw ApiException.invalid("Unparseable filter: " + operator);
    };
  }

  private static Optional<String> value(String field, LogStore.Line line) {
    if (field.equals("resource.type")) {
      return Optional.of(line.type());
    }
    if (field.startsWith("resource.labels.")) {
      return Optional.ofNullable(line.resource().get(field.substring("resource.labels.".length())));
    }
    if (field.startsWith("labels.")) {
      return Optional.ofNullable(line.labels().get(field.substring("labels.".length())));
    }
    if (field.equals("textPayload")) {
      return Optional.of(line.text());
    }
    if (field.equals("logName")) {
      return Optional.of(Logging.logName(line));
    }
    throw ApiException.invalid("Unparseable filter: field " + field + " is not known here.");
  }
}
