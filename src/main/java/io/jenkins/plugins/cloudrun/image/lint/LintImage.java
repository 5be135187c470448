package io.jenkins.plugins.cloudrun.image.lint;

import com.google.cloud.tools.jib.api.buildplan.ContainerBuildPlan;
import com.google.cloud.tools.jib.api.buildplan.LayerObject;
import com.google.cloud.tools.jib.api.buildplan.Port;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.image.base.Base;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An image that is described and not built yet.
 *
 * @param layers that the build adds to the base: {@code FileEntriesLayer} or {@code EntriesLayer}
 * @param base what it is built on, as a person names it; {@code scratch} if nothing
 * @param user that the container will run as; empty is root
 * @param env variables that the build sets
 * @param entrypoint that the build sets
 * @param command that the build sets
 * @param ports that the build announces
 * @param dockerfile if the image is made from one
 */
public record LintImage(
    List<LayerObject> layers,
    String base,
    String user,
    Map<String, String> env,
    List<String> entrypoint,
    List<String> command,
    Set<Integer> ports,
    Optional<DockerfileView> dockerfile) {
  public LintImage {
    layers = List.copyOf(layers);
    env = new LinkedHashMap<>(env);
    entrypoint = List.copyOf(entrypoint);
    command = List.copyOf(command);
    ports = new LinkedHashSet<>(ports);
  }

  /**
   * @param base empty for {@code scratch}
   * @param dockerfile if the plan was made from one
   */
  public static LintImage of(
      ContainerBuildPlan plan, Optional<Base> base, Optional<DockerfileView> dockerfile) {
    Set<Integer> ports = new LinkedHashSet<>();
    for (Port port : orEmpty(plan.getExposedPorts())) {
      if (port.getProtocol().equals("tcp")) {
        ports.add(port.getPort());
      }
    }
    return new LintImage(
        List.copyOf(plan.getLayers()),
        base.map(Base::name).orElse("scratch"),
        Optional.ofNullable(plan.getUser()).or(() -> base.map(b -> user(b.config()))).orElse(""),
        plan.getEnvironment() == null ? Map.of() : plan.getEnvironment(),
        plan.getEntrypoint() == null ? List.of() : plan.getEntrypoint(),
        plan.getCmd() == null ? List.of() : plan.getCmd(),
        ports,
        dockerfile);
  }

  private static Set<Port> orEmpty(@org.jspecify.annotations.Nullable Set<Port> ports) {
    return ports == null ? Set.of() : ports;
  }

  private static String user(JsonObject config) {
    JsonElement inner = config.get("config");
    JsonElement user =
        inner != null && inner.isJsonObject() ? inner.getAsJsonObject().get("User") : null;
    return user != null && user.isJsonPrimitive() ? user.getAsString() : "";
  }
}
