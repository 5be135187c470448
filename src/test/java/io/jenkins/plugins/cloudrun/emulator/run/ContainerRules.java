package io.jenkins.plugins.cloudrun.emulator.run;

import com.google.cloud.run.v2.Container;
import com.google.cloud.run.v2.EnvVar;
import com.google.cloud.run.v2.Probe;
import com.google.cloud.run.v2.VolumeMount;
import io.jenkins.plugins.cloudrun.emulator.http.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What containers of services and jobs must keep to. */
final class ContainerRules {
  private static final Set<String> SERVICE_ENV =
      Set.of("PORT", "K_SERVICE", "K_REVISION", "K_CONFIGURATION");
  private static final Set<String> JOB_ENV =
      Set.of(
          "PORT",
          "CLOUD_RUN_JOB",
          "CLOUD_RUN_EXECUTION",
          "CLOUD_RUN_TASK_INDEX",
          "CLOUD_RUN_TASK_ATTEMPT",
          "CLOUD_RUN_TASK_COUNT");
  private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern IMAGE =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]*(@sha256:[0-9a-f]{64})?");
  private static final long GIB = 1L << 30;

  private ContainerRules() {}

  static void checkService(List<Container> containers, boolean gen2, int concurrency) {
    check("template.containers", containers, SERVICE_ENV);
    int ports = 0;
    for (int i = 0; i < containers.size(); i++) {
      Container container = containers.get(i);
      String at = "template.containers[" + i + "]";
      ports += container.getPortsCount();
      ports(at, container);
      probe(at + ".startup_probe", container.getStartupProbe(), 240);
      probe(at + ".liveness_probe", container.getLivenessProbe(), 3600);
      resources("template.containers.resources.limits", container, gen2, true, concurrency);
    }
    if (ports > 1 || ports == 0 && containers.size() > 1) {
      throw ApiException.violation(
          "template.containers",
          "Revision template should contain exactly one container with an exposed port.");
    }
  }

  static void checkJob(List<Container> containers) {
    String at = "template.template.containers";
    check(at, containers, JOB_ENV);
    for (int i = 0; i < containers.size(); i++) {
      if (containers.get(i).hasLivenessProbe()) {
        throw ApiException.violation(
            at + "[" + i + "].liveness_probe", "Liveness probes are not supported for jobs.");
      }
      resources(at + "[" + i + "].resources.limits", containers.get(i), true, false, 1);
    }
  }

  private static void check(String path, List<Container> containers, Set<String> reserved) {
    if (containers.isEmpty() || containers.size() > 10) {
      throw ApiException.violation(path, "1 to 10 containers must be given.");
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < containers.size(); i++) {
      Container container = containers.get(i);
      String at = path + "[" + i + "]";
      if (!IMAGE.matcher(container.getImage()).matches()) {
        throw ApiException.violation(
            at + ".image",
            container.getImage().isEmpty()
                ? "Missing required field."
                : "Invalid image name '" + container.getImage() + "'.");
      }
      if (!container.getName().isEmpty()
          && (!DNS_LABEL.matcher(container.getName()).matches()
              || !names.add(container.getName()))) {
        throw ApiException.violation(at + ".name", "Must be a unique DNS label.");
      }
      env(at, container, reserved);
      for (VolumeMount mount : container.getVolumeMountsList()) {
        if (!mount.getMountPath().startsWith("/") || mount.getMountPath().contains(":")) {
          throw ApiException.violation(
              at + ".volume_mounts", "Mount path must be absolute and must not contain ':'.");
        }
      }
    }
  }

  private static void env(String at, Container container, Set<String> reserved) {
    List<String> names = container.getEnvList().stream().map(EnvVar::getName).toList();
    List<String> taken = names.stream().filter(reserved::contains).distinct().sorted().toList();
    if (!taken.isEmpty()) {
      throw ApiException.violation(
          at + ".env",
          "The following reserved env names were provided: %s. These values are automatically set by the system."
              .formatted(String.join(", ", taken)));
    }
    if (names.size() > 1000 || container.getArgsCount() > 1000) {
      throw ApiException.violation(at, "At most 1000 variables and 1000 arguments are allowed.");
    }
    if (new HashSet<>(names).size() != names.size()) {
      throw ApiException.violation(at + ".env", "Duplicate environment variable names.");
    }
    for (EnvVar variable : container.getEnvList()) {
      if (variable.getName().isEmpty()
          || variable.getName().contains("=")
          || variable.getName().length() > 32768
          || variable.getValue().getBytes(StandardCharsets.UTF_8).length > 32768) {
        throw ApiException.violation(
            at + ".env", "Invalid environment variable '" + variable.getName() + "'.");
      }
    }
  }

  private static void ports(String at, Container container) {
    if (container.getPortsCount() > 1) {
      throw ApiException.violation(at + ".ports", "Only a single port may be specified.");
    }
    container
        .getPortsList()
        .forEach(
            port -> {
              if (port.getContainerPort() < 1 || port.getContainerPort() > 65535) {
                throw ApiException.violation(
                    at + ".ports[0].container_port",
                    "The container port must be between 1 and 65535.");
              }
              if (!Set.of("", "http1", "h2c").contains(port.getName())) {
                throw ApiException.violation(
                    at + ".ports[0].name", "The port name must be empty, \"http1\" or \"h2c\".");
              }
            });
  }

  private static void probe(String at, Probe probe, int most) {
    boolean given = probe.getProbeTypeCase() != Probe.ProbeTypeCase.PROBETYPE_NOT_SET;
    if (!given && !probe.equals(Probe.getDefaultInstance())) {
      throw ApiException.violation(at, "Exactly one of httpGet, tcpSocket or grpc must be given.");
    }
    if (!given) {
      return;
    }
    int period = probe.getPeriodSeconds();
    if (period < 1
        || period > most
        || probe.getTimeoutSeconds() < 1
        || probe.getTimeoutSeconds() > period
        || probe.getFailureThreshold() < 1
        || probe.getInitialDelaySeconds() < 0
        || probe.getInitialDelaySeconds() > most) {
      throw ApiException.violation(
          at,
          "period_seconds must be 1 to %d, timeout_seconds 1 to period_seconds, initial_delay_seconds 0 to %d and failure_threshold at least 1."
              .formatted(most, most));
    }
  }

  private static void resources(
      String at, Container container, boolean gen2, boolean service, int concurrency) {
    var limits = container.getResources().getLimitsMap();
    long cpu = Amounts.millicpu(at + ".cpu", limits.getOrDefault("cpu", "1000m"));
    long memory = Amounts.bytes(at + ".memory", limits.getOrDefault("memory", "512Mi"));
    boolean always = service && !container.getResources().getCpuIdle();
    if (cpu < 1000) {
      String prefix = "Invalid value specified for cpu. Total cpu < 1 is not supported with ";
      refuse(cpu < 80, at + ".cpu", "Invalid value specified for cpu. Must be at least 0.08.");
      refuse(concurrency > 1, at + ".cpu", prefix + "concurrency > 1.");
      refuse(always, at + ".cpu", prefix + "cpu always allocated (unthrottled).");
      refuse(gen2, at + ".cpu", prefix + "gen2 execution environment.");
    } else {
      refuse(
          !Set.of(1000L, 2000L, 4000L, 6000L, 8000L).contains(cpu),
          at + ".cpu",
          "Invalid value specified for cpu. The following values are supported: 1, 2, 4, 6, 8, or a value below 1.");
    }
    String total =
        "Invalid value specified for memory. Total memory < 512 Mi is not supported with ";
    refuse(gen2 && memory < 512L << 20, at + ".memory", total + "gen2 execution environment.");
    refuse(
        always && memory < 512L << 20,
        at + ".memory",
        total + "cpu always allocated (unthrottled).");
    long least = cpu >= 6000 ? 4 * GIB : cpu >= 4000 ? 2 * GIB : 128L << 20;
    refuse(
        memory < least,
        at + ".memory",
        "Invalid value specified for memory. For %s CPU, memory must be at least %d MiB."
            .formatted(cpu / 1000.0, least >> 20));
    long needed =
        memory > 24 * GIB
            ? 8000
            : memory > 16 * GIB ? 6000 : memory > 8 * GIB ? 4000 : memory > 4 * GIB ? 2000 : 0;
    refuse(
        cpu < needed || memory > 32 * GIB,
        at + ".memory",
        "Invalid value specified for memory. For %d MiB, cpu must be at least %d (at most 32 GiB)."
            .formatted(memory >> 20, needed / 1000));
  }

  private static void refuse(boolean when, String field, String why) {
    if (when) {
      throw ApiException.violation(field, why);
    }
  }
}
