package io.jenkins.plugins.cloudrun.settings;

import io.jenkins.plugins.cloudrun.image.ImageRequestBuilder;
import io.jenkins.plugins.cloudrun.image.LayerSource;
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

  public @Nullable List<LayerSettings> getLayers() {
    return layers;
  }

  @DataBoundSetter
  public void setLayers(@Nullable List<LayerSettings> layers) {
    this.layers = Given.list(layers);
  }

  /** The credentials for the base image, if it has its own. */
  public final Optional<String> baseCredentials(Expander expander) {
    return new Parameters(expander).text(baseCredentialsId);
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
