package io.jenkins.plugins.cloudrun.emulator.run;

import com.google.api.LaunchStage;
import com.google.cloud.run.v2.Container;
import com.google.cloud.run.v2.ContainerPort;
import com.google.cloud.run.v2.IngressTraffic;
import com.google.cloud.run.v2.Probe;
import com.google.cloud.run.v2.ResourceRequirements;
import com.google.cloud.run.v2.RevisionTemplate;
import com.google.cloud.run.v2.Service;
import com.google.cloud.run.v2.TCPSocketAction;
import com.google.cloud.run.v2.TrafficTarget;
import com.google.cloud.run.v2.TrafficTargetAllocationType;
import com.google.protobuf.util.Durations;

/** What a service gets where its writer says nothing. */
final class ServiceDefaults {
  private static final int PORT = 8080;

  private ServiceDefaults() {}

  static void apply(Service.Builder service, String computeAccount) {
    if (service.getLaunchStage() == LaunchStage.LAUNCH_STAGE_UNSPECIFIED) {
      service.setLaunchStage(LaunchStage.GA);
    }
    if (service.getIngress() == IngressTraffic.INGRESS_TRAFFIC_UNSPECIFIED) {
      service.setIngress(IngressTraffic.INGRESS_TRAFFIC_ALL);
    }
    if (service.getTrafficCount() == 0) {
      service.addTraffic(
          TrafficTarget.newBuilder()
              .setType(TrafficTargetAllocationType.TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST)
              .setPercent(100));
    }
    template(service.getTemplateBuilder(), computeAccount);
  }

  private static void template(RevisionTemplate.Builder template, String computeAccount) {
    if (!template.hasTimeout()) {
      template.setTimeout(Durations.fromSeconds(300));
    }
    if (template.getServiceAccount().isEmpty()) {
      template.setServiceAccount(computeAccount);
    }
    if (template.getScalingBuilder().getMaxInstanceCount() == 0) {
      template.getScalingBuilder().setMaxInstanceCount(100);
    }
    int ingress = ingress(template);
    for (int i = 0; i < template.getContainersCount(); i++) {
      Container.Builder container = template.getContainersBuilder(i);
      resources(container, true, "512Mi");
      if (i == ingress) {
        listener(container);
      }
    }
    if (template.getMaxInstanceRequestConcurrency() == 0 && template.getContainersCount() > 0) {
      String cpu =
          template
              .getContainers(Math.max(0, ingress))
              .getResources()
              .getLimitsOrDefault("cpu", "1");
      template.setMaxInstanceRequestConcurrency(
          Amounts.millicpu("template.containers.resources.limits.cpu", cpu) < 1000 ? 1 : 80);
    }
  }

  /** The container that takes requests: the one with a port, or the only one; -1 if unclear. */
  private static int ingress(RevisionTemplate.Builder template) {
    for (int i = 0; i < template.getContainersCount(); i++) {
      if (template.getContainers(i).getPortsCount() > 0) {
        return i;
      }
    }
    return template.getContainersCount() == 1 ? 0 : -1;
  }

  static void resources(Container.Builder container, boolean service, String memory) {
    // cpu_idle is true only for a container that says nothing of resources.
    boolean silent = !container.hasResources();
    ResourceRequirements.Builder resources = container.getResourcesBuilder();
    if (silent && service) {
      resources.setCpuIdle(true);
    }
    if (!resources.containsLimits("cpu")) {
      resources.putLimits("cpu", "1000m");
    }
    if (!resources.containsLimits("memory")) {
      resources.putLimits("memory", memory);
    }
  }

  private static void listener(Container.Builder container) {
    if (container.getPortsCount() == 0) {
      container.addPorts(ContainerPort.newBuilder().setContainerPort(PORT));
    }
    ContainerPort.Builder port = container.getPortsBuilder(0);
    if (port.getName().isEmpty()) {
      port.setName("http1");
    }
    if (!container.hasStartupProbe()) {
      container.setStartupProbe(
          Probe.newBuilder()
              .setFailureThreshold(1)
              .setPeriodSeconds(240)
              .setTimeoutSeconds(240)
              .setTcpSocket(TCPSocketAction.newBuilder().setPort(port.getContainerPort())));
    } else {
      probe(container.getStartupProbeBuilder(), port.getContainerPort());
    }
    if (container.hasLivenessProbe()) {
      probe(container.getLivenessProbeBuilder(), port.getContainerPort());
    }
  }

  private static void probe(Probe.Builder probe, int port) {
    if (probe.getTimeoutSeconds() == 0) {
      probe.setTimeoutSeconds(1);
    }
    if (probe.getPeriodSeconds() == 0) {
      probe.setPeriodSeconds(10);
    }
    if (probe.getFailureThreshold() == 0) {
      probe.setFailureThreshold(3);
    }
    if (probe.hasHttpGet()) {
      if (probe.getHttpGet().getPath().isEmpty()) {
        probe.getHttpGetBuilder().setPath("/");
      }
      if (probe.getHttpGet().getPort() == 0) {
        probe.getHttpGetBuilder().setPort(port);
      }
    } else if (probe.hasTcpSocket() && probe.getTcpSocket().getPort() == 0) {
      probe.getTcpSocketBuilder().setPort(port);
    }
  }
}
