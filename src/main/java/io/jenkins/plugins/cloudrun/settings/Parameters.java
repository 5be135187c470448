package io.jenkins.plugins.cloudrun.settings;

import io.jenkins.plugins.cloudrun.model.Defaults;
import io.jenkins.plugins.cloudrun.model.Durations;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.Target;
import io.jenkins.plugins.cloudrun.promotion.AuditEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a settings object was given: expands variables, parses, and names the parameter in
 * every refusal.
 */
final class Parameters {
  private final Expander expander;

  Parameters(Expander expander) {
    this.expander = expander;
  }

  /** The targets that may be named. */
  List<Target> targets() {
    return expander.targets();
  }

  /** What holds where nothing is given. */
  Defaults defaults() {
    return expander.defaults();
  }

  /** Empty also when nothing is left after expansion. */
  Optional<String> text(@Nullable String given) {
    return Optional.ofNullable(given)
        .map(expander::expand)
        .map(String::trim)
        .filter(text -> !text.isEmpty());
  }

  /**
   * Why something is done, for the record: short, as on the pages, so that nobody fills the files
   * in which the reasons of others are kept.
   */
  Optional<String> reason(String parameter, @Nullable String given) {
    Optional<String> reason = text(given);
    if (reason.filter(text -> text.length() > AuditEntry.LONGEST_REASON).isPresent()) {
      throw new InvalidValueException(
          parameter
              + " is longer than "
              + AuditEntry.LONGEST_REASON
              + " characters: say it in fewer.");
    }
    return reason;
  }

  /** What was given, not trimmed: for values in which blanks may matter. */
  String verbatim(String given) {
    return expander.expand(given);
  }

  <T> Optional<T> parsed(String parameter, @Nullable String given, Function<String, T> parser) {
    return text(given).map(text -> refused(parameter, () -> parser.apply(text)));
  }

  <T> T required(
      String parameter, @Nullable String given, Function<String, T> parser, String example) {
    return parsed(parameter, given, parser)
        .orElseThrow(
            () ->
                new InvalidValueException(
                    parameter + " is missing: name it, such as " + example + "."));
  }

  Optional<Duration> duration(String parameter, @Nullable String given) {
    return parsed(parameter, given, Durations::parse);
  }

  OptionalInt number(@Nullable Integer given) {
    return given == null ? OptionalInt.empty() : OptionalInt.of(given);
  }

  /** The elements of a list, expanded; an element may be empty, such as an empty argument. */
  List<String> list(String parameter, @Nullable List<String> given) {
    List<String> elements = new ArrayList<>();
    for (Object element : given == null ? List.of() : given) {
      if (element == null) {
        throw new InvalidValueException(parameter + " holds an element without a value (null).");
      }
      elements.add(verbatim(element.toString()));
    }
    return elements;
  }

  Optional<List<String>> optionalList(String parameter, @Nullable List<String> given) {
    return given == null || given.isEmpty()
        ? Optional.empty()
        : Optional.of(list(parameter, given));
  }

  /** Rows as a map in their order; a value may be empty, a name may stand there once. */
  Map<String, String> pairs(String parameter, @Nullable List<NameValue> rows) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (NameValue row : rows == null ? List.<NameValue>of() : rows) {
      String name = text(row.getName()).orElse("");
      String value = row.getValue();
      if (name.isEmpty()) {
        throw new InvalidValueException(parameter + " has an entry without a name.");
      }
      if (value == null) {
        throw new InvalidValueException(
            parameter + ": '" + name + "' has no value (null): give a text, which may be empty.");
      }
      if (pairs.put(name, verbatim(value)) != null) {
        throw new InvalidValueException(parameter + " names '" + name + "' twice.");
      }
    }
    return pairs;
  }

  <E extends Enum<E>> E choice(String parameter, @Nullable String given, E[] values, E byDefault) {
    Optional<String> text = text(given);
    if (text.isEmpty()) {
      return byDefault;
    }
    return Stream.of(values)
        .filter(value -> spelled(value).equals(text.get()))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidValueException(
                    parameter
                        + " '"
                        + text.get()
                        + "' is not one of "
                        + Stream.of(values)
                            .map(value -> "'" + spelled(value) + "'")
                            .collect(Collectors.joining(", "))
                        + "."));
  }

  /** How a value of a choice is written: {@code rollback}. */
  static String spelled(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static <T> T refused(String parameter, java.util.function.Supplier<T> parser) {
    try {
      return parser.get();
    } catch (InvalidValueException e) {
      throw new InvalidValueException(parameter + ": " + e.getMessage());
    }
  }
}
