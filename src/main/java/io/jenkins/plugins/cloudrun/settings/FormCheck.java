package io.jenkins.plugins.cloudrun.settings;

import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import jenkins.model.Jenkins;
import org.jspecify.annotations.Nullable;

/**
 * Validation of one form field, with the parser that the build uses. Says nothing to people who may
 * not configure, and nothing of values that hold a variable: those are known when the build runs.
 */
public final class FormCheck {
  private FormCheck() {}

  /** Checks a field that may be left empty. */
  public static FormValidation optional(
      @Nullable Item item, @Nullable String value, Consumer<String> parser) {
    String text = Given.text(value);
    return text == null ? FormValidation.ok() : checked(item, text, parser);
  }

  /** Checks a field in which a dollar sign is no variable. */
  static FormValidation verbatim(
      @Nullable Item item, @Nullable String value, Consumer<String> parser) {
    String text = Given.text(value);
    return text == null || !mayConfigure(item) ? FormValidation.ok() : parsed(text, parser);
  }

  /** Checks a field that must be filled. */
  public static FormValidation required(
      @Nullable Item item, @Nullable String value, String missing, Consumer<String> parser) {
    String text = Given.text(value);
    if (text == null) {
      return mayConfigure(item) ? FormValidation.error(missing) : FormValidation.ok();
    }
    return checked(item, text, parser);
  }

  /** Checks a field that holds a whole number. */
  static FormValidation number(
      @Nullable Item item, @Nullable String value, Consumer<Integer> parser) {
    return optional(
        item,
        value,
        text -> {
          try {
            parser.accept(Integer.valueOf(text));
          } catch (NumberFormatException e) {
            throw new InvalidValueException("'" + text + "' is not a whole number.");
          }
        });
  }

  /** Checks a text area line by line. */
  public static FormValidation lines(
      @Nullable Item item, @Nullable String value, Consumer<String> parser) {
    return optional(
        item,
        value,
        text ->
            text.lines()
                .map(String::trim)
                .filter(line -> !line.isEmpty() && !holdsVariable(line))
                .forEach(parser));
  }

  /**
   * A warning about a value in which nothing is wrong.
   *
   * @param oddity asked only when the value is there, known, and fine
   */
  static FormValidation warned(
      @Nullable Item item,
      @Nullable String value,
      FormValidation checked,
      Function<String, Optional<String>> oddity) {
    String text = Given.text(value);
    return text == null
            || checked.kind != FormValidation.Kind.OK
            || holdsVariable(text)
            || !mayConfigure(item)
        ? checked
        : oddity.apply(text).map(FormValidation::warning).orElse(checked);
  }

  private static FormValidation checked(@Nullable Item item, String text, Consumer<String> parser) {
    if (!mayConfigure(item) || holdsVariable(text) && !text.contains("\n")) {
      return FormValidation.ok();
    }
    return parsed(text, parser);
  }

  private static FormValidation parsed(String text, Consumer<String> parser) {
    try {
      parser.accept(text);
      return FormValidation.ok();
    } catch (InvalidValueException e) {
      return FormValidation.error(e.getMessage());
    }
  }

  static boolean holdsVariable(String text) {
    return text.contains("$");
  }

  static boolean mayConfigure(@Nullable Item item) {
    return item == null
        ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
        : item.hasPermission(Item.CONFIGURE);
  }
}
