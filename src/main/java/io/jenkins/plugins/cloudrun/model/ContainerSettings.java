package io.jenkins.plugins.cloudrun.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a step says of a container. What it leaves out (an empty optional, a name that is not in a
 * map) stays as it is on the service or job: the update merges.
 *
 * @param env plain variables; the values may be sensitive: never printed, encrypted where they are
 *     stored
 * @param secrets variables read from Secret Manager
 * @param command replaces the image's entrypoint
 * @param args replaces the image's command
 * @param cpu as {@link Quantity#cpu} takes it
 * @param memory as {@link Quantity#memory} takes it
 * @param port 1 to 65535
 */
public record ContainerSettings(
    Map<String, String> env,
    Map<String, SecretVersion> secrets,
    Optional<List<String>> command,
    Optional<List<String>> args,
    Optional<String> cpu,
    Optional<String> memory,
    OptionalInt port) {

  /** Leaves everything as it is. */
  public static final ContainerSettings UNCHANGED =
      new ContainerSettings(
          Map.of(),
          Map.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalInt.empty());

  public ContainerSettings {
    env = Map.copyOf(env);
    secrets = Map.copyOf(secrets);
    command = command.map(List::copyOf);
    args = args.map(List::copyOf);
    env.keySet().forEach(ContainerSettings::checkEnvName);
    secrets.keySet().forEach(ContainerSettings::checkEnvName);
    for (String name : secrets.keySet()) {
      if (env.containsKey(name)) {
        throw new InvalidValueException(
            "'" + name + "' is in env and in secrets: keep one of them.");
      }
    }
    cpu.ifPresent(Quantity::cpu);
    memory.ifPresent(Quantity::memory);
    if (port.isPresent() && (port.getAsInt() < 1 || port.getAsInt() > 65535)) {
      throw new InvalidValueException("Port " + port.getAsInt() + " is not between 1 and 65535.");
    }
  }

  private static void checkEnvName(String name) {
    if (name.isBlank() || name.indexOf('=') >= 0 || name.length() > 32768) {
      throw new InvalidValueException(
          "'"
              + Text.shortened(name)
              + "' is not a name of an environment variable: it must not be empty or contain '='.");
    }
    if (RESERVED.contains(name)) {
      throw new InvalidValueException(
          "The environment variable "
              + name
              + " is set by Cloud Run itself: leave it out (use port to choose the port).");
    }
  }

  /** Set by the service; it refuses them: "The following reserved env names were provided". */
  private static final List<String> RESERVED =
      List.of(
          "PORT",
          "K_SERVICE",
          "K_REVISION",
          "K_CONFIGURATION",
          "CLOUD_RUN_JOB",
          "CLOUD_RUN_EXECUTION",
          "CLOUD_RUN_TASK_INDEX",
          "CLOUD_RUN_TASK_ATTEMPT",
          "CLOUD_RUN_TASK_COUNT");

  /** Whether nothing is named. */
  public boolean isEmpty() {
    return equals(UNCHANGED);
  }
}
