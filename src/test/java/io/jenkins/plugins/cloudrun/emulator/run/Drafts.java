package io.jenkins.plugins.cloudrun.emulator.run;

import com.google.cloud.run.v2.Revision;
import com.google.cloud.run.v2.RevisionTemplate;
import com.google.cloud.run.v2.Service;
import com.google.protobuf.Timestamp;
import io.jenkins.plugins.cloudrun.emulator.container.Containers;
import io.jenkins.plugins.cloudrun.emulator.logs.LogStore;
import io.jenkins.plugins.cloudrun.emulator.metrics.RequestStore;
import java.util.Map;

/** Revisions as they are before they start. */
final class Drafts {
  private final World world;
  private final Containers containers;
  private final LogStore logs;
  private final RequestStore requests;

  Drafts(World world, Containers containers, LogStore logs, RequestStore requests) {
    this.requests = requests;
    this.world = world;
    this.containers = containers;
    this.logs = logs;
  }

  /** The revision that a service as written asks for. */
  Deployed make(Service service, String name) {
    RevisionTemplate template = service.getTemplate();
    Timestamp now = world.now();
    String id = World.last(service.getName());
    String full = service.getName() + "/revisions/" + name;
    Revision.Builder revision =
        Revision.newBuilder()
            .setName(full)
            .setUid(world.uid())
            .setGeneration(1)
            .putAllLabels(template.getLabelsMap())
            .putAllAnnotations(template.getAnnotationsMap())
            .setCreateTime(now)
            .setUpdateTime(now)
            .setLaunchStage(service.getLaunchStage())
            .setService(service.getName())
            .setScaling(template.getScaling())
            .setMaxInstanceRequestConcurrency(template.getMaxInstanceRequestConcurrency())
            .setTimeout(template.getTimeout())
            .setServiceAccount(template.getServiceAccount())
            .addAllContainers(template.getContainersList())
            .addAllVolumes(template.getVolumesList())
            .setExecutionEnvironment(template.getExecutionEnvironment())
            .setSessionAffinity(template.getSessionAffinity())
            .setCreator(service.getLastModifier())
            .setReconciling(true)
            .addConditions(Conditions.reconciling("Ready", "Deploying Revision.", now))
            .addConditions(Conditions.pending("ContainerReady", now))
            .setLogUri(RevisionFailures.logsUrl(world.options().project(), id, name))
            .setEtag(Etags.of(now, full));
    if (template.hasVpcAccess()) {
      revision.setVpcAccess(template.getVpcAccess());
    }
    Map<String, String> resource =
        Map.of(
            "project_id", world.options().project(),
            "location", World.region(full),
            "service_name", id,
            "configuration_name", id,
            "revision_name", name);
    return new Deployed(
        revision.build(),
        template.toBuilder().clearRevision().build(),
        containers,
        world.options().startupLimit(),
        logs.sink("cloud_run_revision", resource, Map.of()),
        (method, url, status, latency) -> {
          requests.add(resource, status, latency);
          logs.request(resource, method, url, status);
        });
  }
}
