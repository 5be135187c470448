package io.jenkins.plugins.cloudrun.image.lint.scan;

import java.util.Locale;
import java.util.regex.Pattern;

/** Values that only stand for a secret. */
public final class Placeholder {
  private static final Pattern FILLED =
      Pattern.compile("(.)\\1*|<.*>|\\{\\{.*\\}\\}|%[A-Za-z_]+%|\\*+|\\.{3}|__.*__|@.*@");
  private static final Pattern SAYS_SO =
      Pattern.compile(
          "(?:change|replace)[-_ ]?(?:me|it|this)?|your[-_ ].*|(?:my[-_ ])?(?:dummy|fake|example|"
              + "placeholder|todo|sample|none|null|nil|undefined|unset|true|false|yes|no|not[-_]?set"
              + "|build[-_]?only|unused|redacted|secret|password|token)");

  private Placeholder() {}

  /**
   * Whether a value is empty, refers to a variable or a template, or says that it is none. Such
   * values are common in Dockerfiles and in examples.
   */
  public static boolean is(String value) {
    String text = value.strip();
    return text.isEmpty()
        || text.startsWith("$")
        || FILLED.matcher(text).matches()
        || SAYS_SO.matcher(text.toLowerCase(Locale.ROOT)).matches()
        || text.toLowerCase(Locale.ROOT).contains("dummy")
        || text.toLowerCase(Locale.ROOT).contains("placeholder");
  }
}
