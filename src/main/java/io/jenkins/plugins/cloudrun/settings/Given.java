package io.jenkins.plugins.cloudrun.settings;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How setters keep what they are given: null stands for "not given" and for the default, so that
 * snippets and saved jobs hold only what differs.
 */
public final class Given {
  private Given() {}

  /** Text without blanks around it; null when there is none. */
  public static @Nullable String text(@Nullable String given) {
    String trimmed = given == null ? "" : given.trim();
    return trimmed.isEmpty() ? null : trimmed;
  }

  static @Nullable String text(@Nullable String given, String byDefault) {
    String text = text(given);
    return byDefault.equals(text) ? null : text;
  }

  static @Nullable Integer number(@Nullable Integer given, int byDefault) {
    return given != null && given == byDefault ? null : given;
  }

  /** A copy that XStream and Java serialization can write. */
  static <T> @Nullable List<T> list(@Nullable List<T> given) {
    return given == null || given.isEmpty() ? null : new ArrayList<>(given);
  }

  /** One line each, as a text area shows them. */
  static @Nullable String lines(@Nullable List<?> given) {
    if (given == null) {
      return null;
    }
    List<String> lines = new ArrayList<>();
    given.forEach(element -> lines.add(String.valueOf(element)));
    return String.join("\n", lines);
  }
}
