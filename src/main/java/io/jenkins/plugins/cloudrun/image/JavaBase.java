package io.jenkins.plugins.cloudrun.image;

import java.util.Optional;

/**
 * The base of a Java program when none is given: Eclipse Temurin's runtime from Docker Hub, the
 * oldest long-term release that can run its main class, and at least 17. It has a shell and a
 * package manager, which the smaller {@code gcr.io/distroless/java17-debian12} has not.
 */
final class JavaBase {
  private static final int[] LONG_TERM = {17, 21, 25};

  private JavaBase() {}

  /**
   * @param compiledFor the Java version of the main class, if known
   */
  static String of(Optional<Integer> compiledFor) {
    return "eclipse-temurin:" + release(compiledFor) + "-jre";
  }

  /** The oldest long-term release of Java that can run what was compiled for a version. */
  static int release(Optional<Integer> compiledFor) {
    int needed = compiledFor.orElse(LONG_TERM[0]);
    int chosen = needed;
    for (int i = LONG_TERM.length - 1; i >= 0; i--) {
      if (LONG_TERM[i] >= needed) {
        chosen = LONG_TERM[i];
      }
    }
    return chosen;
  }
}
