package io.jenkins.plugins.cloudrun.gcp;

import com.google.cloud.run.v2.Container;
import com.google.cloud.run.v2.ContainerPort;
import com.google.cloud.run.v2.EnvVar;
import com.google.cloud.run.v2.EnvVarSource;
import com.google.cloud.run.v2.SecretKeySelector;
import com.google.protobuf.Duration;
import io.jenkins.plugins.cloudrun.model.ContainerSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a step says of a container, merged into the API's message. */
final class Containers {
  private Containers() {}

  static void apply(ContainerSettings settings, Container.Builder container) {
    settings.command().ifPresent(command -> container.clearCommand().addAllCommand(command));
    settings.args().ifPresent(args -> container.clearArgs().addAllArgs(args));
    settings.cpu().ifPresent(cpu -> container.getResourcesBuilder().putLimits("cpu", cpu));
    settings
        .memory()
        .ifPresent(memory -> container.getResourcesBuilder().putLimits("memory", memory));
    settings
        .port()
        .ifPresent(
            port -> {
              ContainerPort.Builder first =
                  container.getPortsCount() == 0
                      ? ContainerPort.newBuilder()
                      : container.getPorts(0).toBuilder();
              container.clearPorts().addPorts(first.setContainerPort(port));
            });
    env(settings, container);
  }

  private static void env(ContainerSettings settings, Container.Builder container) {
    Map<String, EnvVar> merged = new LinkedHashMap<>();
    container.getEnvList().forEach(env -> merged.put(env.getName(), env));
    // Sorted, so that the same settings always make the same message.
    List<String> names = new ArrayList<>(settings.env().keySet());
    names.sort(null);
    for (String name : names) {
      merged.put(
          name,
          EnvVar.newBuilder()
              .setName(name)
              .setValue(settings.env().getOrDefault(name, ""))
              .build());
    }
    List<String> secrets = new ArrayList<>(settings.secrets().keySet());
    secrets.sort(null);
    for (String name : secrets) {
      merged.put(
          name,
          EnvVar.newBuilder()
              .setName(name)
              .setValueSource(
                  EnvVarSource.newBuilder()
                      .setSecretKeyRef(
                          SecretKeySelector.newBuilder()
                              .setSecret(
                                  java.util.Objects.requireNonNull(settings.secrets().get(name))
                                      .secret())
                              .setVersion(
                                  java.util.Objects.requireNonNull(settings.secrets().get(name))
                                      .version())))
              .build());
    }
    container.clearEnv().addAllEnv(merged.values());
  }

  static Duration duration(java.time.Duration duration) {
    return Duration.newBuilder()
        .setSeconds(duration.toSeconds())
        .setNanos(duration.toNanosPart())
        .build();
  }
}
