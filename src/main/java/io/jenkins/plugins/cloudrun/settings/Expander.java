package io.jenkins.plugins.cloudrun.settings;

/**
 * Replaces variables such as {@code $BUILD_NUMBER} in a text. Only builders expand; a Pipeline has
 * Groovy for that.
 */
@FunctionalInterface
public interface Expander {
  /** Leaves every text as it is. */
  Expander NONE = text -> text;

  String expand(String text);
}
