package io.jenkins.plugins.cloudrun.image;

/** Where a build says what it does: one line per change, for people, without secrets. */
@FunctionalInterface
public interface Progress {
  void line(String text);

  /** A line with which a part of the story begins. */
  default void section(String text) {
    line(text);
  }
}
