package io.jenkins.plugins.cloudrun.gcp;

import com.google.cloud.run.v2.Container;
import com.google.cloud.run.v2.Revision;
import com.google.cloud.run.v2.RevisionTemplate;
import com.google.cloud.run.v2.Service;
import com.google.cloud.run.v2.TrafficTarget;
import com.google.cloud.run.v2.TrafficTargetAllocationType;
import com.google.cloud.run.v2.TrafficTargetStatus;
import com.google.protobuf.FieldMask;
import io.jenkins.plugins.cloudrun.model.Percent;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.model.TrafficTag;
import io.jenkins.plugins.cloudrun.rollout.port.RevisionSettings;
import io.jenkins.plugins.cloudrun.rollout.port.RevisionState;
import io.jenkins.plugins.cloudrun.rollout.port.ServiceChange;
import io.jenkins.plugins.cloudrun.rollout.port.ServiceState;
import io.jenkins.plugins.cloudrun.rollout.traffic.Target;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Services and revisions between the API's messages and the engine's values. */
final class ServiceProtos {
  private ServiceProtos() {}

  static ServiceState state(ServiceKey key, Service service) {
    Map<String, URI> tags = new HashMap<>();
    for (TrafficTargetStatus status : service.getTrafficStatusesList()) {
      if (!status.getTag().isEmpty() && !status.getUri().isEmpty()) {
        tags.put(status.getTag(), URI.create(status.getUri()));
      }
    }
    return new ServiceState(
        key,
        service.getEtag(),
        service.getGeneration(),
        service.getLastModifier(),
        service.getReconciling(),
        Conditions.of(service.getTerminalCondition()),
        Conditions.of(service.getConditionsList()),
        revision(service.getLatestCreatedRevision()),
        revision(service.getLatestReadyRevision()),
        service.getTrafficList().stream().map(ServiceProtos::target).toList(),
        service.getUri().isEmpty() ? Optional.empty() : Optional.of(URI.create(service.getUri())),
        tags,
        service.getInvokerIamDisabled(),
        service.getCustomAudiencesList(),
        Fingerprints.of(service),
        ShownSettings.of(service));
  }

  static RevisionState state(Revision revision) {
    String image =
        revision.getContainersCount() == 0
            ? ""
            : revision.getContainers(Containers.main(revision.getContainersList())).getImage();
    return new RevisionState(
        new RevisionName(last(revision.getName())),
        image,
        revision.getReconciling(),
        Conditions.of(revision.getConditionsList()),
        revision.getLogUri());
  }

  /**
   * {@code now}, or a new service, with the change applied; what the change does not name stays.
   */
  static Service changed(Service now, ServiceChange change) {
    Service.Builder next = now.toBuilder().clearTraffic();
    change.traffic().forEach(target -> next.addTraffic(proto(target)));
    // The template is touched for a new revision only: without the name of its revision, the same
    // template would count as another one, and a shift of traffic would make a revision.
    change.revision().ifPresent(revision -> apply(revision, next, next.getTemplateBuilder()));
    return next.build();
  }

  /** What an update may change: traffic alone, or everything when the mask is empty. */
  static FieldMask mask(ServiceChange change) {
    return change.revision().isPresent()
        ? FieldMask.getDefaultInstance()
        : FieldMask.newBuilder().addPaths("traffic").build();
  }

  private static void apply(
      ServiceChange.NewRevision wanted,
      Service.Builder service,
      RevisionTemplate.Builder template) {
    RevisionSettings settings = wanted.settings();
    template.setRevision(wanted.name().value());
    Container.Builder container =
        template.getContainersCount() == 0
            ? template.addContainersBuilder()
            : template.getContainersBuilder(Containers.main(template.getContainersList()));
    container.setImage(wanted.image().toString());
    boolean fresh = !container.hasResources();
    Containers.apply(settings.container(), container);
    if (fresh && container.hasResources()) {
      // Once resources are sent, cpu_idle left out means false: CPU always allocated, and billed.
      container.getResourcesBuilder().setCpuIdle(true);
    }
    settings.concurrency().ifPresent(template::setMaxInstanceRequestConcurrency);
    settings.timeout().ifPresent(timeout -> template.setTimeout(Containers.duration(timeout)));
    settings.minInstances().ifPresent(n -> template.getScalingBuilder().setMinInstanceCount(n));
    settings.maxInstances().ifPresent(n -> template.getScalingBuilder().setMaxInstanceCount(n));
    settings.serviceAccount().ifPresent(template::setServiceAccount);
    service.putAllLabels(settings.labels());
    template.putAllLabels(settings.labels());
    service.setClient("jenkins");
  }

  private static Target target(TrafficTarget target) {
    return new Target(
        target.getType() == TrafficTargetAllocationType.TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST
            ? Optional.empty()
            : revision(target.getRevision()),
        new Percent(target.getPercent()),
        target.getTag().isEmpty()
            ? Optional.empty()
            : Optional.of(new TrafficTag(target.getTag())));
  }

  private static TrafficTarget proto(Target target) {
    TrafficTarget.Builder proto = TrafficTarget.newBuilder().setPercent(target.percent().value());
    if (target.latest()) {
      proto.setType(TrafficTargetAllocationType.TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST);
    } else {
      proto
          .setType(TrafficTargetAllocationType.TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION)
          .setRevision(target.revision().map(RevisionName::value).orElse(""));
    }
    target.tag().ifPresent(tag -> proto.setTag(tag.value()));
    return proto.build();
  }

  private static Optional<RevisionName> revision(String resource) {
    String name = last(resource);
    return name.isEmpty() ? Optional.empty() : Optional.of(new RevisionName(name));
  }

  /** The last segment: the API uses full names in some places and bare ones in others. */
  static String last(String resource) {
    return resource.substring(resource.lastIndexOf('/') + 1);
  }

  /** An empty service: what a first deploy starts from. */
  static Service none() {
    return Service.newBuilder().setTemplate(RevisionTemplate.getDefaultInstance()).build();
  }
}
