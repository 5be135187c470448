package io.jenkins.plugins.cloudrun.config;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what was written into a field, and names the field in a refusal. */
final class Fields {
  private Fields() {}

  static <T> Optional<T> read(String field, @Nullable String text, Function<String, T> parser) {
    try {
      return Optional.ofNullable(text).map(parser);
    } catch (InvalidValueException e) {
      throw new InvalidValueException(field + ": " + e.getMessage());
    }
  }
}
