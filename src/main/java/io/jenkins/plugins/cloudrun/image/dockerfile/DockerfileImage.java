package io.jenkins.plugins.cloudrun.image.dockerfile;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.ContainerBuildPlan;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;
import io.jenkins.plugins.cloudrun.image.assembly.ConfigExtras;
import io.jenkins.plugins.cloudrun.image.base.Base;
import io.jenkins.plugins.cloudrun.image.layer.EntriesLayer;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a Dockerfile makes, described: layers to be put on a base, and the whole configuration, the
 * base's part included.
 *
 * @param base that the layers lie on; empty for {@code scratch}
 * @param layers one for each instruction that changed files
 * @param healthcheck as Docker's configuration has it, JSON; Cloud Run ignores it
 * @param ports such as {@code 8080/tcp}
 * @param warnings for people
 */
public record DockerfileImage(
    Optional<Base> base,
    List<EntriesLayer> layers,
    Map<String, String> env,
    Map<String, String> labels,
    List<String> entrypoint,
    List<String> command,
    String user,
    String workdir,
    Set<String> ports,
    Set<String> volumes,
    String stopSignal,
    List<String> shell,
    List<String> triggers,
    Optional<String> healthcheck,
    Optional<String> author,
    List<String> warnings) {

  static DockerfileImage of(StageImage image, List<String> warnings) {
    StageConfig config = image.config();
    return new DockerfileImage(
        image.base(),
        image.layers(),
        config.env,
        config.labels,
        config.entrypoint,
        config.command,
        config.user,
        config.workdir,
        config.ports,
        config.volumes,
        config.stopSignal,
        config.shell,
        List.copyOf(config.triggers),
        config.healthcheck.map(Object::toString),
        config.author,
        List.copyOf(warnings));
  }

  /**
   * For jib's build plan, to which labels and the words of a request can be added. Entrypoint and
   * command are always set, to nothing if there is none.
   */
  public ContainerBuildPlan.Builder plan() {
    Set<Port> exposed = new LinkedHashSet<>();
    ports.forEach(port -> exposed.add(port(port)));
    ContainerBuildPlan.Builder plan =
        ContainerBuildPlan.builder()
            .setBaseImage(base.map(found -> found.reference().toString()).orElse("scratch"))
            .setPlatforms(Set.of(new Platform("amd64", "linux")))
            .setFormat(ImageFormat.Docker)
            .setCreationTime(Instant.EPOCH)
            .setEnvironment(env)
            .setLabels(labels)
            .setExposedPorts(exposed)
            .setEntrypoint(entrypoint)
            .setCmd(command);
    Set<AbsoluteUnixPath> mounts = new LinkedHashSet<>();
    volumes.forEach(volume -> mounts.add(AbsoluteUnixPath.get(TreePath.clean(volume))));
    plan.setVolumes(mounts);
    if (!user.isEmpty()) {
      plan.setUser(user);
    }
    if (!workdir.isEmpty()) {
      plan.setWorkingDirectory(AbsoluteUnixPath.get(TreePath.clean(workdir)));
    }
    layers.forEach(plan::addLayer);
    return plan;
  }

  /** What the plan has no words for. */
  public ConfigExtras extras() {
    return new ConfigExtras(
        Optional.of(stopSignal).filter(signal -> !signal.isEmpty()),
        shell,
        triggers,
        healthcheck,
        command.isEmpty(),
        author);
  }

  private static Port port(String text) {
    int slash = text.indexOf('/');
    int number = Integer.parseInt(slash < 0 ? text : text.substring(0, slash));
    return Port.parseProtocol(number, slash < 0 ? "tcp" : text.substring(slash + 1));
  }
}
