package io.jenkins.plugins.cloudrun.image;

import io.jenkins.plugins.cloudrun.image.base.Base;
import java.util.List;
import java.util.Optional;

/** {@code ONBUILD} triggers of a base, which are instructions of a Dockerfile. */
final class Triggers {
  private static final int SHOWN = 3;

  private Triggers() {}

  /**
   * For an image that no Dockerfile describes: its base's triggers cannot be executed, because they
   * name files of a context that there is not, and must not be passed on, because they were meant
   * for this image. Some bases do not work without what they do.
   */
  static Optional<String> warning(Base base) {
    List<String> all = base.triggers();
    if (all.isEmpty()) {
      return Optional.empty();
    }
    String shown = String.join("; ", all.subList(0, Math.min(SHOWN, all.size())));
    return Optional.of(
        "WARNING: base image "
            + base.name()
            + " has ONBUILD triggers ("
            + Checks.shown(shown)
            + (all.size() > SHOWN ? "; and " + (all.size() - SHOWN) + " more" : "")
            + "), which are executed only when a Dockerfile is built on it. This image has neither"
            + " them nor what they do. If it needs that, build it with dockerfile, or choose"
            + " another base.");
  }
}
