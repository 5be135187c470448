package io.jenkins.plugins.cloudrun.release;

import hudson.model.Item;
import hudson.model.Job;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.model.Target;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The jobs that one who looks may view, each looked up once for a page, and their targets. */
final class Visible {
  private final Map<String, Optional<Job<?, ?>>> jobs = new HashMap<>();
  private final Map<String, List<Target>> targets = new HashMap<>();

  /** Empty too when there is none: who may not view learns nothing. */
  Optional<Job<?, ?>> job(String fullName) {
    return jobs.computeIfAbsent(
        fullName,
        name -> {
          Item item = Platform.get().item(name);
          return item instanceof Job<?, ?> job && job.hasPermission(CloudRunPermissions.VIEW)
              ? Optional.of(job)
              : Optional.empty();
        });
  }

  /** The target of the job that a service in a region lies in: the first that names the region. */
  Optional<TargetName> target(Job<?, ?> job, ServiceKey key) {
    List<Target> all =
        targets.computeIfAbsent(job.getFullName(), name -> Platform.get().targets(job));
    return Stream.concat(
            all.stream().filter(target -> target.regions().contains(key.region())),
            all.stream().filter(target -> target.regions().isEmpty()))
        .filter(target -> target.project().equals(Optional.of(key.project())))
        .map(Target::name)
        .findFirst();
  }

  /** The target that a rollout was told, or those that its regions lie in. */
  List<TargetName> targets(Job<?, ?> job, Rollout rollout) {
    if (rollout.origin().target().isPresent()) {
      return List.of(rollout.origin().target().get());
    }
    return rollout.plan().regions().stream()
        .flatMap(region -> target(job, rollout.plan().key(region)).stream())
        .distinct()
        .toList();
  }

  /** Where a target is, for people. */
  static String place(Target target) {
    String regions = String.join(", ", target.regions().stream().map(Region::value).toList());
    return target
            .project()
            .map(project -> project.value() + (regions.isEmpty() ? "" : ", "))
            .orElse("")
        + regions;
  }
}
