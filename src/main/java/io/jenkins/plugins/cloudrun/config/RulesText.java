package io.jenkins.plugins.cloudrun.config;

import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import jenkins.model.Jenkins;
import org.jspecify.annotations.Nullable;

/** Reads and checks the fields of rules and freezes. */
final class RulesText {
  private RulesText() {}

  /** Null for nothing, so that what is saved and exported holds only what was given. */
  static @Nullable String given(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }

  /** Parses a field and names it in a refusal. */
  static <T> Optional<T> named(String field, @Nullable String text, Function<String, T> parser) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(parser.apply(text));
    } catch (InvalidValueException e) {
      throw new InvalidValueException(field + ": " + e.getMessage());
    }
  }

  /** As a form asks; says nothing to people who may not configure. */
  static FormValidation check(
      @Nullable Item item, @Nullable String value, Consumer<String> parser) {
    String text = given(value);
    boolean allowed =
        item == null
            ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
            : item.hasPermission(Item.CONFIGURE);
    if (text == null || !allowed) {
      return FormValidation.ok();
    }
    try {
      parser.accept(text);
      return FormValidation.ok();
    } catch (InvalidValueException e) {
      return FormValidation.error(e.getMessage());
    }
  }
}
