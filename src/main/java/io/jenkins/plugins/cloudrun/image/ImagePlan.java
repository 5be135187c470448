package io.jenkins.plugins.cloudrun.image;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.ContainerBuildPlan;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;
import io.jenkins.plugins.cloudrun.image.layer.EntriesLayer;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts request and recipe together into jib's build plan. Pure; so two builds of the same inputs
 * have the same digest: the image is dated by its commit, and its files have one fixed time.
 */
final class ImagePlan {
  private static final Instant UNKNOWN = Instant.EPOCH;

  private ImagePlan() {}

  /**
   * @param layers the description's, looked at
   * @param base the digest that the base's name stands for, with the name; empty for {@code
   *     scratch}
   * @param facts as labels
   */
  static ContainerBuildPlan of(
      ImageRequest request,
      Recipe.Description description,
      List<EntriesLayer> layers,
      Optional<String> base,
      Map<String, String> labels,
      Optional<Instant> created,
      String architecture) {
    // What a recipe puts behind the base's entrypoint means nothing to another.
    List<String> args =
        request.args().isEmpty() && request.entrypoint().isEmpty()
            ? description.args()
            : request.args();
    List<String> entrypoint =
        request.entrypoint().isEmpty() ? description.entrypoint() : request.entrypoint();
    if (base.isEmpty() && entrypoint.isEmpty() && args.isEmpty()) {
      throw new InvalidValueException(
          "The image would have nothing to start: on from 'scratch' give an entrypoint.");
    }
    ContainerBuildPlan.Builder plan =
        ContainerBuildPlan.builder()
            .setBaseImage(base.orElse(ImageRequest.SCRATCH))
            .setPlatforms(Set.of(new Platform(architecture, "linux")))
            .setLayers(layers);
    // Jib's plan keeps the base's entrypoint and command as long as ours are not set.
    if (!entrypoint.isEmpty()) {
      plan.setEntrypoint(entrypoint);
    }
    if (!args.isEmpty()) {
      plan.setCmd(args);
    }
    return with(plan.build(), request, labels, created);
  }

  /** The plan of a Dockerfile: what the request says comes on top. */
  static ContainerBuildPlan over(
      ContainerBuildPlan dockerfile,
      ImageRequest request,
      Map<String, String> labels,
      Optional<Instant> created) {
    ContainerBuildPlan.Builder plan = dockerfile.toBuilder();
    if (!request.entrypoint().isEmpty()) {
      // As in a Dockerfile: another entrypoint does not know the arguments of the one before.
      plan.setEntrypoint(request.entrypoint()).setCmd(request.args());
    } else if (!request.args().isEmpty()) {
      plan.setCmd(request.args());
    }
    return with(plan.build(), request, labels, created);
  }

  private static ContainerBuildPlan with(
      ContainerBuildPlan described,
      ImageRequest request,
      Map<String, String> facts,
      Optional<Instant> created) {
    Map<String, String> env = new LinkedHashMap<>(described.getEnvironment());
    env.putAll(request.env());
    Map<String, String> labels = new LinkedHashMap<>(described.getLabels());
    labels.putAll(facts);
    labels.putAll(request.labels());
    Set<Port> ports = new LinkedHashSet<>(described.getExposedPorts());
    request.ports().forEach(port -> ports.add(Port.tcp(port)));
    ContainerBuildPlan.Builder plan =
        described.toBuilder()
            // Docker's own format has no annotations and no referrers.
            .setFormat(ImageFormat.OCI)
            .setCreationTime(created.orElse(UNKNOWN))
            .setEnvironment(env)
            .setLabels(labels)
            .setExposedPorts(ports);
    if (!request.user().isEmpty()) {
      plan.setUser(request.user());
    }
    if (!request.workdir().isEmpty()) {
      plan.setWorkingDirectory(AbsoluteUnixPath.get(request.workdir()));
    }
    return plan.build();
  }
}
