package io.jenkins.plugins.cloudrun.settings;

import io.jenkins.plugins.cloudrun.image.ImageRequestBuilder;
import io.jenkins.plugins.cloudrun.image.LayerSource;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundSetter;

/** The parameters that say what an image is made of. */
public abstract class ImageSourceFields extends CloudSourceFields {
  private static final long serialVersionUID = 1L;

  private @Nullable String jar;
  private @Nullable String war;
  private @Nullable String dockerfile;
  private @Nullable String builder;
  private @Nullable String context;
  private @Nullable String from;
  private @Nullable String baseCredentialsId;
  private @Nullable String baseRegistry;
  private @Nullable List<LayerSettings> layers;

  public @Nullable String getJar() {
    return jar;
  }

  @DataBoundSetter
  public void setJar(@Nullable String jar) {
    this.jar = Given.text(jar);
  }

  public @Nullable String getWar() {
    return war;
  }

  @DataBoundSetter
  public void setWar(@Nullable String war) {
    this.war = Given.text(war);
  }

  public @Nullable String getDockerfile() {
    return dockerfile;
  }

  @DataBoundSetter
  public void setDockerfile(@Nullable String dockerfile) {
    this.dockerfile = Given.text(dockerfile);
  }

  public @Nullable String getBuilder() {
    return builder;
  }

  @DataBoundSetter
  public void setBuilder(@Nullable String builder) {
    this.builder = Given.text(builder, "auto");
  }

  public @Nullable String getContext() {
    return context;
  }

  @DataBoundSetter
  public void setContext(@Nullable String context) {
    this.context = Given.text(context, ".");
  }

  public @Nullable String getFrom() {
    return from;
  }

  @DataBoundSetter
  public void setFrom(@Nullable String from) {
    this.from = Given.text(from);
  }

  public @Nullable String getBaseCredentialsId() {
    return baseCredentialsId;
  }

  @DataBoundSetter
  public void setBaseCredentialsId(@Nullable String baseCredentialsId) {
    this.baseCredentialsId = Given.text(baseCredentialsId);
  }

  public @Nullable String getBaseRegistry() {
    return baseRegistry;
  }

  @DataBoundSetter
  public void setBaseRegistry(@Nullable String baseRegistry) {
    this.baseRegistry = Given.text(baseRegistry);
  }

  public @Nullable List<LayerSettings> getLayers() {
    return layers;
  }

  @DataBoundSetter
  public void setLayers(@Nullable List<LayerSettings> layers) {
    this.layers = Given.list(layers);
  }

  /**
   * The credentials for a registry of base images, if there are any. A Dockerfile may name any
   * registry, and it is not for a Dockerfile to say who sees a password: so without {@code
   * baseRegistry} and {@code from} they are for Docker Hub alone.
   */
  public final Optional<RegistryLogin> baseLogin(Expander expander) {
    Parameters read = new Parameters(expander);
    Optional<String> registry =
        read.parsed("baseRegistry", baseRegistry, RegistryLogin::registry)
            .or(() -> read.text(from).flatMap(RegistryLogin::registryOf));
    Optional<String> credentials = read.text(baseCredentialsId);
    if (credentials.isEmpty() && baseRegistry != null) {
      throw new InvalidValueException(
          "baseRegistry says where baseCredentialsId may be shown: give both, or neither.");
    }
    return credentials.map(id -> new RegistryLogin(registry.orElse(RegistryLogin.DOCKER_HUB), id));
  }

  final ImageRequestBuilder madeOf(ImageRequestBuilder request, Parameters read) {
    List<LayerSource> sources = new ArrayList<>();
    for (LayerSettings layer : layers == null ? List.<LayerSettings>of() : layers) {
      sources.add(layer.toLayer(read));
    }
    return request
        .jar(read.text(jar).orElse(""))
        .war(read.text(war).orElse(""))
        .layers(sources)
        .dockerfile(read.text(dockerfile).orElse(""))
        .builder(read.text(builder).orElse(""))
        .context(read.text(context).orElse("."))
        .from(read.text(from).orElse(""))
        .cloud(cloud(read));
  }
}
