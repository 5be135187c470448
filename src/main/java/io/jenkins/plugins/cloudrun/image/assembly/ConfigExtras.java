package io.jenkins.plugins.cloudrun.image.assembly;

import java.util.List;
import java.util.Optional;

/**
 * Of an image's configuration, what jib's build plan has no words for.
 *
 * @param stopSignal such as {@code SIGTERM}; empty keeps the base's
 * @param shell of a Dockerfile's {@code SHELL}; empty keeps the base's
 * @param onBuild triggers for images that build on this one
 * @param healthcheck as Docker's configuration has it, JSON; Cloud Run ignores it
 * @param clearCommand whether the base's command goes, as an own entrypoint makes it go
 * @param author of a Dockerfile's {@code MAINTAINER}
 */
public record ConfigExtras(
    Optional<String> stopSignal,
    List<String> shell,
    List<String> onBuild,
    Optional<String> healthcheck,
    boolean clearCommand,
    Optional<String> author) {
  /** Nothing of all that. */
  public static final ConfigExtras NONE =
      new ConfigExtras(
          Optional.empty(), List.of(), List.of(), Optional.empty(), false, Optional.empty());

  public ConfigExtras {
    shell = List.copyOf(shell);
    onBuild = List.copyOf(onBuild);
  }
}
