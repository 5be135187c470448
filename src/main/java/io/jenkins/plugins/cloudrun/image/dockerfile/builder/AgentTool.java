package io.jenkins.plugins.cloudrun.image.dockerfile.builder;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A builder that answers.
 *
 * @param options that it needs here before its command
 */
public record AgentTool(Kind kind, Path executable, List<String> options) {
  /** In the order in which {@code auto} takes them. */
  public enum Kind {
    BUILDAH,
    DOCKER;

    /** The name of the program. */
    public String command() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
