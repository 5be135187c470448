package io.jenkins.plugins.cloudrun.image;

import com.google.cloud.tools.jib.api.buildplan.ContainerBuildPlan;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import io.jenkins.plugins.cloudrun.model.ImageReference;
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
 * have the same digest. For that the image's creation time is fixed, as are those of its files; the
 * label {@code org.opencontainers.image.created} is left out.
 */
final class ImagePlan {
  private static final String OCI = "org.opencontainers.image.";
  private static final Instant CREATED = Instant.EPOCH;

  private ImagePlan() {}

  /**
   * @param layers the description's, as the engine that pushes them wants them
   * @param base by digest; empty for {@code scratch}
   * @param baseName what the base is called, for the label
   * @param source where the sources came from, if known
   */
  static ContainerBuildPlan of(
      ImageRequest request,
      Recipe.Description description,
      List<FileEntriesLayer> layers,
      Optional<ImageReference> base,
      String baseName,
      CommitSha commit,
      Optional<String> source,
      String architecture) {
    List<String> entrypoint =
        request.entrypoint().isEmpty() ? description.entrypoint() : request.entrypoint();
    if (base.isEmpty() && entrypoint.isEmpty() && request.args().isEmpty()) {
      throw new InvalidValueException(
          "The image would have nothing to start: on from 'scratch' give an entrypoint.");
    }
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(OCI + "revision", commit.value());
    source.ifPresent(url -> labels.put(OCI + "source", url));
    base.flatMap(ImageReference::digest)
        .ifPresent(
            digest -> {
              labels.put(OCI + "base.name", baseName);
              labels.put(OCI + "base.digest", digest.value());
            });
    labels.putAll(request.labels());
    Set<Port> ports = new LinkedHashSet<>();
    request.ports().forEach(port -> ports.add(Port.tcp(port)));
    ContainerBuildPlan.Builder plan =
        ContainerBuildPlan.builder()
            .setBaseImage(base.map(ImageReference::toString).orElse(ImageRequest.SCRATCH))
            .setPlatforms(Set.of(new Platform(architecture, "linux")))
            .setFormat(ImageFormat.Docker)
            .setCreationTime(CREATED)
            .setEnvironment(request.env())
            .setLabels(labels)
            .setExposedPorts(ports)
            .setLayers(layers);
    if (!request.user().isEmpty()) {
      plan.setUser(request.user());
    }
    // Jib keeps the base's entrypoint and command as long as ours are not set.
    if (!entrypoint.isEmpty()) {
      plan.setEntrypoint(entrypoint);
    }
    // What a recipe puts behind the base's entrypoint means nothing to another.
    List<String> args =
        request.args().isEmpty() && request.entrypoint().isEmpty()
            ? description.args()
            : request.args();
    if (!args.isEmpty()) {
      plan.setCmd(args);
    }
    return plan.build();
  }
}
