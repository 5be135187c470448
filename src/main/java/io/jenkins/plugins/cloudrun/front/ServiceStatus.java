package io.jenkins.plugins.cloudrun.front;

import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.rollout.ServiceRecords;
import io.jenkins.plugins.cloudrun.rollout.port.CloudRun;
import io.jenkins.plugins.cloudrun.rollout.port.Condition;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.RevisionState;
import io.jenkins.plugins.cloudrun.rollout.port.ServiceState;
import io.jenkins.plugins.cloudrun.rollout.traffic.Split;
import io.jenkins.plugins.cloudrun.rollout.traffic.Target;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What runs of a service in each region, as a Pipeline gets it. Reads only. */
public final class ServiceStatus {
  private final CloudRun run;
  private final ServiceRecords records;

  public ServiceStatus(CloudRun run, ServiceRecords records) {
    this.run = run;
    this.records = records;
  }

  /**
   * The status; blocks for a few calls to each region.
   *
   * @param keys the service in each region, at least one
   * @return what is said of the first region stands at the top, too
   */
  public LinkedHashMap<String, Object> of(List<ServiceKey> keys) throws Failure {
    List<Object> regions = new ArrayList<>();
    for (ServiceKey key : keys) {
      regions.add(region(key));
    }
    LinkedHashMap<String, Object> status = new LinkedHashMap<>();
    status.put("outcome", "succeeded");
    status.put("service", keys.get(0).service().value());
    status.put("project", keys.get(0).project().value());
    ((Map<?, ?>) regions.get(0)).forEach((name, value) -> status.put(String.valueOf(name), value));
    status.put("regions", regions);
    return status;
  }

  private Map<String, Object> region(ServiceKey key) throws Failure {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("region", key.region().value());
    Optional<ServiceState> found = run.service(key);
    row.put("exists", found.isPresent());
    if (found.isEmpty()) {
      return row;
    }
    ServiceState service = found.get();
    row.put("url", service.uri().map(URI::toString).orElse(""));
    row.put("ready", service.ready().succeeded());
    row.put("generation", service.generation());
    row.put("lastModifier", service.lastModifier());
    row.put("latestRevision", service.latestReadyRevision().map(RevisionName::value).orElse(""));
    row.put("traffic", traffic(key, service));
    row.put("conditions", conditions(service));
    records
        .read(key)
        .serving()
        .ifPresent(
            serving -> {
              row.put("since", serving.since().toString());
              row.put("by", serving.by().actor());
              row.put("health", serving.health().text());
              row.put("commit", serving.commit().map(Object::toString).orElse(""));
              row.put("rollout", serving.rollout());
            });
    return row;
  }

  private List<Object> traffic(ServiceKey key, ServiceState service) throws Failure {
    Map<RevisionName, Optional<RevisionState>> known = new LinkedHashMap<>();
    List<Object> rows = new ArrayList<>();
    for (Target target : Split.pinned(service.traffic(), service.latestReadyRevision())) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("percent", target.percent().value());
      row.put("revision", target.revision().map(RevisionName::value).orElse("LATEST"));
      target.tag().ifPresent(tag -> row.put("tag", tag.value()));
      target
          .tag()
          .map(tag -> service.tagUris().get(tag.value()))
          .ifPresent(uri -> row.put("url", uri.toString()));
      if (target.revision().isPresent()) {
        RevisionName name = target.revision().get();
        if (!known.containsKey(name)) {
          known.put(name, run.revision(key, name));
        }
        known
            .get(name)
            .ifPresent(
                revision -> {
                  row.put("image", revision.image());
                  row.put("digest", digest(revision.image()));
                  row.put("ready", revision.ready());
                });
      }
      rows.add(row);
    }
    return rows;
  }

  /** Empty when it was deployed by a tag. */
  private static String digest(String image) {
    try {
      return ImageReference.parse(image).digest().map(ImageDigest::value).orElse("");
    } catch (InvalidValueException e) {
      return "";
    }
  }

  private static List<Object> conditions(ServiceState service) {
    List<Condition> all = new ArrayList<>();
    all.add(service.ready());
    all.addAll(service.conditions());
    List<Object> rows = new ArrayList<>();
    for (Condition condition : all) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("type", condition.type());
      row.put("state", condition.state().name());
      row.put("reason", condition.reason());
      row.put("message", condition.message());
      rows.add(row);
    }
    return rows;
  }

  /** The status in lines, for a log. */
  public static List<String> lines(Map<String, Object> status) {
    List<String> lines = new ArrayList<>();
    for (Object each : (List<?>) status.getOrDefault("regions", List.of())) {
      Map<?, ?> region = (Map<?, ?>) each;
      if (!Boolean.TRUE.equals(region.get("exists"))) {
        lines.add(status.get("service") + " is not in " + region.get("region"));
        continue;
      }
      lines.add(
          status.get("service")
              + " in "
              + region.get("region")
              + (Boolean.TRUE.equals(region.get("ready")) ? " is ready at " : " is NOT ready at ")
              + region.get("url"));
      for (Object row : region.get("traffic") instanceof List<?> rows ? rows : List.of()) {
        Map<?, ?> target = (Map<?, ?>) row;
        lines.add(
            "  "
                + target.get("percent")
                + " % "
                + target.get("revision")
                + (target.get("tag") == null ? "" : " (tag " + target.get("tag") + ")")
                + (target.get("image") == null ? "" : " of " + target.get("image")));
      }
    }
    return lines;
  }
}
