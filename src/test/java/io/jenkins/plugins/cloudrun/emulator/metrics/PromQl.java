package io.jenkins.plugins.cloudrun.emulator.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The part of PromQL that questions about Cloud Run's requests need: {@code rate} and {@code
 * increase} of a metric over a window, matchers, {@code sum}, {@code avg}, {@code min}, {@code max}
 * and {@code count} with {@code by}, arithmetic, {@code or}, {@code vector} and numbers. Rates are
 * counts divided by the window, where Prometheus extrapolates. A metric that nobody knows has no
 * series.
 */
final class PromQl {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:([0-9]+(?:\\.[0-9]+)?)([smhd]?)|([a-zA-Z_][a-zA-Z0-9_:]*)"
              + "|\"((?:[^\"\\\\]|\\\\.)*)\"|(=~|!~|!=|[-+*/(){}\\[\\],=]))");
  private static final Set<String> AGGREGATES = Set.of("sum", "avg", "min", "max", "count");

  /** Who knows the metrics. */
  interface Source {
    /** How often it was counted within the last {@code window}, by the labels of each series. */
    Map<Map<String, String>, Double> counted(String metric, Duration window);
  }

  /** A query that is refused; the message is Prometheus' own kind. */
  static final class ParseException extends Exception {
    private static final long serialVersionUID = 1;

    ParseException(int at, String text) {
      super("invalid parameter \"query\": 1:" + (at + 1) + ": parse error: " + text);
    }
  }

  private final String text;
  private final Source source;
  private int at;
  private String token = "";
  private String kind = "";

  private PromQl(String text, Source source) {
    this.text = text;
    this.source = source;
  }

  /** The value of each series, by its labels. */
  static Map<Map<String, String>, Double> evaluate(String text, Source source)
      throws ParseException {
    PromQl query = new PromQl(text, source);
    query.advance();
    Map<Map<String, String>, Double> vector = query.or();
    if (!query.kind.equals("end")) {
      throw query.unexpected();
    }
    return vector;
  }

  private void advance() throws ParseException {
    Matcher matcher = TOKEN.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      if (!text.substring(at).isBlank()) {
        throw new ParseException(at, "unexpected character: '" + text.substring(at).strip() + "'");
      }
      kind = "end";
      token = "end of input";
      return;
    }
    at = matcher.end();
    if (matcher.group(1) != null) {
      kind = matcher.group(2).isEmpty() ? "number" : "duration";
      token = matcher.group(1) + matcher.group(2);
    } else if (matcher.group(3) != null) {
      kind = "name";
      token = matcher.group(3);
    } else if (matcher.group(4) != null) {
      kind = "text";
      token = matcher.group(4).replaceAll("\\\\(.)", "$1");
    } else {
      kind = "sign";
      token = matcher.group(5);
    }
  }

  private ParseException unexpected() {
    return new ParseException(at, "unexpected " + token);
  }

  private boolean next(String wanted) throws ParseException {
    if (kind.equals("text") || !token.equals(wanted)) {
      return false;
    }
    advance();
    return true;
  }

  private void expect(String wanted) throws ParseException {
    if (!next(wanted)) {
      throw kind.equals("end") && wanted.equals(")")
          ? new ParseException(at, "unclosed left parenthesis")
          : unexpected();
    }
  }

  private String take(String wanted) throws ParseException {
    if (!kind.equals(wanted)) {
      throw unexpected();
    }
    String taken = token;
    advance();
    return taken;
  }

  private Map<Map<String, String>, Double> or() throws ParseException {
    Map<Map<String, String>, Double> left = sum();
    while (next("or")) {
      Map<Map<String, String>, Double> both = new LinkedHashMap<>(sum());
      both.putAll(left);
      left = both;
    }
    return left;
  }

  private Map<Map<String, String>, Double> sum() throws ParseException {
    Map<Map<String, String>, Double> left = product();
    while (kind.equals("sign") && (token.equals("+") || token.equals("-"))) {
      boolean plus = token.equals("+");
      advance();
      left = joined(left, product(), plus ? Double::sum : (one, other) -> one - other);
    }
    return left;
  }

  private Map<Map<String, String>, Double> product() throws ParseException {
    Map<Map<String, String>, Double> left = atom();
    while (kind.equals("sign") && (token.equals("*") || token.equals("/"))) {
      boolean times = token.equals("*");
      advance();
      left =
          joined(left, atom(), times ? (one, other) -> one * other : (one, other) -> one / other);
    }
    return left;
  }

  /** A number stands for a series without labels that fits each other. */
  private static final Map<String, String> NUMBER = Map.of("", "number");

  private static Map<Map<String, String>, Double> joined(
      Map<Map<String, String>, Double> left,
      Map<Map<String, String>, Double> right,
      DoubleBinaryOperator operator) {
    Map<Map<String, String>, Double> all = new LinkedHashMap<>();
    if (left.containsKey(NUMBER) && !right.containsKey(NUMBER)) {
      right.forEach(
          (labels, value) -> all.put(labels, operator.applyAsDouble(left.get(NUMBER), value)));
      return all;
    }
    left.forEach(
        (labels, value) -> {
          Double other = right.containsKey(NUMBER) ? right.get(NUMBER) : right.get(labels);
          if (other != null) {
            all.put(labels, operator.applyAsDouble(value, other));
          }
        });
    return all;
  }

  private Map<Map<String, String>, Double> atom() throws ParseException {
    if (kind.equals("number")) {
      return Map.of(NUMBER, Double.parseDouble(take("number")));
    }
    if (next("(")) {
      Map<Map<String, String>, Double> inner = or();
      expect(")");
      return inner;
    }
    String name = take("name");
    if (AGGREGATES.contains(name)) {
      return aggregate(name);
    }
    if (name.equals("vector")) {
      expect("(");
      double value = Double.parseDouble(take("number"));
      expect(")");
      return Map.of(Map.of(), value);
    }
    if (name.equals("rate") || name.equals("increase")) {
      expect("(");
      String metric = take("name");
      List<Condition> conditions = conditions();
      expect("[");
      Duration window = duration(take("duration"));
      expect("]");
      expect(")");
      double divisor = name.equals("rate") ? window.toSeconds() : 1;
      Map<Map<String, String>, Double> found = new LinkedHashMap<>();
      source
          .counted(metric, window)
          .forEach(
              (labels, count) -> {
                if (conditions.stream().allMatch(c -> c.holds(labels))) {
                  found.put(labels, count / divisor);
                }
              });
      return found;
    }
    if (token.equals("(")) {
      throw new ParseException(at, "the emulator does not know the function \"" + name + "\"");
    }
    // Only counters are known here, which mean nothing at one moment.
    List<Condition> unused = conditions();
    return Map.of();
  }

  private static Duration duration(String text) {
    String iso = text.toUpperCase(Locale.ROOT);
    return Duration.parse(iso.endsWith("D") ? "P" + iso : "PT" + iso);
  }

  private Map<Map<String, String>, Double> aggregate(String name) throws ParseException {
    List<String> by = new ArrayList<>(by());
    expect("(");
    Map<Map<String, String>, Double> inner = or();
    expect(")");
    by.addAll(by());
    Map<Map<String, String>, List<Double>> groups = new LinkedHashMap<>();
    inner.forEach(
        (labels, value) -> {
          Map<String, String> kept = new TreeMap<>(labels);
          kept.keySet().retainAll(by);
          groups.computeIfAbsent(kept, group -> new ArrayList<>()).add(value);
        });
    return groups.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                group -> {
                  var values = group.getValue().stream().mapToDouble(Double::doubleValue);
                  return switch (name) {
                    case "sum" -> values.sum();
                    case "avg" -> values.average().orElse(0);
                    case "min" -> values.min().orElse(0);
                    case "max" -> values.max().orElse(0);
                    default -> (double) values.count();
                  };
                }));
  }

  private List<String> by() throws ParseException {
    List<String> labels = new ArrayList<>();
    if (next("by")) {
      expect("(");
      while (!next(")")) {
        labels.add(take("name"));
        boolean unused = next(",");
      }
    }
    return labels;
  }

  private record Condition(String label, String operator, String value) {
    boolean holds(Map<String, String> labels) {
      String is = labels.getOrDefault(label, "");
      return switch (operator) {
        case "=" -> is.equals(value);
        case "!=" -> !is.equals(value);
        case "=~" -> is.matches(value);
        default -> !is.matches(value);
      };
    }
  }

  private List<Condition> conditions() throws ParseException {
    List<Condition> all = new ArrayList<>();
    if (next("{")) {
      while (!next("}")) {
        String label = take("name");
        if (!Set.of("=", "!=", "=~", "!~").contains(token)) {
          throw unexpected();
        }
        String operator = take("sign");
        all.add(new Condition(label, operator, take("text")));
        boolean unused = next(",");
      }
    }
    return all;
  }
}
