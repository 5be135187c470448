package io.jenkins.plugins.cloudrun.rollout.gate;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A PromQL expression with the threshold that its values must keep: {@code sum(rate(jobs_failed
 * {revision="{{revision}}"}[5m])) < 0.1}. The comparison at its end is not sent: Prometheus drops
 * the values that do not keep it, and a revision that is bad would look like one without data.
 */
public record PromQuery(String text) {
  private static final int LONGEST = 4000;
  private static final Pattern COMPARED =
      Pattern.compile(
          "(.*\\S)\\s*(<=|>=|==|!=|<|>)\\s*(-?[0-9]+(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]{1,3})?)",
          Pattern.DOTALL);
  private static final Pattern PLACE = Pattern.compile("\\{\\{\\s*([^{}]*?)\\s*\\}\\}");
  private static final Set<String> PLACES =
      Set.of("project", "location", "service", "revision", "stable");

  public PromQuery {
    text = text.trim();
    if (text.length() > LONGEST) {
      throw new InvalidValueException(
          "The gate's query is longer than " + LONGEST + " characters.");
    }
    Matcher compared = compared(text);
    String expression = compared.group(1);
    if (expression.chars().filter(c -> c == '(').count()
        != expression.chars().filter(c -> c == ')').count()) {
      throw new InvalidValueException(
          "The gate's query has a parenthesis without its partner: " + expression);
    }
    Matcher place = PLACE.matcher(expression);
    while (place.find()) {
      if (!PLACES.contains(place.group(1))) {
        throw new InvalidValueException(
            "The gate's query names {{"
                + place.group(1)
                + "}}; it may name "
                + PLACES.stream()
                    .sorted()
                    .map(p -> "{{" + p + "}}")
                    .collect(Collectors.joining(", "))
                + ".");
      }
    }
  }

  private static Matcher compared(String text) {
    Matcher compared = COMPARED.matcher(text);
    if (!compared.matches()) {
      throw new InvalidValueException(
          "The gate's query must end with the threshold that its values keep, such as"
              + " 'sum(rate(my_errors[5m])) < 0.1'.");
    }
    return compared;
  }

  /** What is sent, its places filled in. */
  String expression(Map<String, String> places) {
    return PLACE
        .matcher(compared(text).group(1))
        .replaceAll(found -> Matcher.quoteReplacement(places.getOrDefault(found.group(1), "")));
  }

  /** The comparison and the threshold, for people. */
  String limit() {
    Matcher compared = compared(text);
    return compared.group(2) + " " + compared.group(3);
  }

  /** Those of the values that do not keep the threshold. */
  List<Double> beyond(List<Double> values) {
    Matcher compared = compared(text);
    double threshold = Double.parseDouble(compared.group(3));
    String operator = compared.group(2);
    return values.stream()
        .filter(
            value ->
                switch (operator) {
                  case "<" -> !(value < threshold);
                  case "<=" -> !(value <= threshold);
                  case ">" -> !(value > threshold);
                  case ">=" -> !(value >= threshold);
                  case "==" -> value != threshold;
                  default -> value == threshold;
                })
        .toList();
  }

  @Override
  public String toString() {
    return text;
  }
}
