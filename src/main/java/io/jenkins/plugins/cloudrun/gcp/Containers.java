package io.jenkins.plugins.cloudrun.gcp;

import com.google.cloud.run.v2.Container;
import com.google.cloud.run.v2.ContainerPort;
import com.google.cloud.run.v2.EnvVar;
import com.google.cloud.run.v2.EnvVarSource;
import com.google.cloud.run.v2.Probe;
import com.google.cloud.run.v2.SecretKeySelector;
import com.google.protobuf.Duration;
import io.jenkins.plugins.cloudrun.model.ContainerSettings;
import io.jenkins.plugins.cloudrun.model.SecretVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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
    settings.port().ifPresent(port -> listen(port, container));
    env(settings, container);
  }

  /**
   * The container that a step speaks of: the one that takes requests, which is the one with a port,
   * else the first.
   */
  static int main(List<Container> containers) {
    for (int i = 0; i < containers.size(); i++) {
      if (containers.get(i).getPortsCount() > 0) {
        return i;
      }
    }
    return 0;
  }

  private static void listen(int port, Container.Builder container) {
    ContainerPort.Builder first =
        container.getPortsCount() == 0
            ? ContainerPort.newBuilder()
            : container.getPorts(0).toBuilder();
    int before = first.getContainerPort();
    container.clearPorts().addPorts(first.setContainerPort(port));
    // The API fills in a probe of the port and keeps it: left alone, it would ask the old one.
    if (container.hasStartupProbe()) {
      follow(container.getStartupProbeBuilder(), before, port);
    }
    if (container.hasLivenessProbe()) {
      follow(container.getLivenessProbeBuilder(), before, port);
    }
    if (container.hasReadinessProbe()) {
      follow(container.getReadinessProbeBuilder(), before, port);
    }
  }

  private static void follow(Probe.Builder probe, int before, int port) {
    if (probe.hasTcpSocket() && probe.getTcpSocket().getPort() == before) {
      probe.getTcpSocketBuilder().setPort(port);
    }
    if (probe.hasHttpGet() && probe.getHttpGet().getPort() == before) {
      probe.getHttpGetBuilder().setPort(port);
    }
    if (probe.hasGrpc() && probe.getGrpc().getPort() == before) {
      probe.getGrpcBuilder().setPort(port);
    }
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
      SecretVersion version = Objects.requireNonNull(settings.secrets().get(name));
      merged.put(
          name,
          EnvVar.newBuilder()
              .setName(name)
              .setValueSource(
                  EnvVarSource.newBuilder()
                      .setSecretKeyRef(
                          SecretKeySelector.newBuilder()
                              .setSecret(version.secret())
                              .setVersion(version.version())))
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
