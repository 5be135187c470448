package io.jenkins.plugins.cloudrun.image;

import java.util.List;
import java.util.Map;

/** Collects an {@link ImageRequest}; what is not said is not given. */
public final class ImageRequestBuilder {
  private final String image;
  private String jar = "";
  private List<LayerSource> layers = List.of();
  private String context = "";
  private String from = "";
  private List<String> tags = List.of();
  private String commit = "";
  private Map<String, String> env = Map.of();
  private Map<String, String> labels = Map.of();
  private List<String> entrypoint = List.of();
  private List<String> args = List.of();
  private String user = "";
  private List<Integer> ports = List.of();
  private List<String> jvmFlags = List.of();
  private String mainClass = "";
  private String war = "";
  private String dockerfile = "";
  private String builder = "";
  private String workdir = "";
  private String platform = "";
  private String tagPolicy = "";
  private String lint = "";
  private boolean sbom;
  private CloudSource cloud = CloudSource.NONE;
  private String gitCommit = "";

  ImageRequestBuilder(String image) {
    this.image = image;
  }

  public ImageRequestBuilder jar(String given) {
    jar = given;
    return this;
  }

  public ImageRequestBuilder layers(List<LayerSource> given) {
    layers = given;
    return this;
  }

  public ImageRequestBuilder context(String given) {
    context = given;
    return this;
  }

  public ImageRequestBuilder from(String given) {
    from = given;
    return this;
  }

  public ImageRequestBuilder tags(List<String> given) {
    tags = given;
    return this;
  }

  public ImageRequestBuilder commit(String given) {
    commit = given;
    return this;
  }

  public ImageRequestBuilder env(Map<String, String> given) {
    env = given;
    return this;
  }

  public ImageRequestBuilder labels(Map<String, String> given) {
    labels = given;
    return this;
  }

  public ImageRequestBuilder entrypoint(List<String> given) {
    entrypoint = given;
    return this;
  }

  public ImageRequestBuilder args(List<String> given) {
    args = given;
    return this;
  }

  public ImageRequestBuilder user(String given) {
    user = given;
    return this;
  }

  public ImageRequestBuilder ports(List<Integer> given) {
    ports = given;
    return this;
  }

  public ImageRequestBuilder jvmFlags(List<String> given) {
    jvmFlags = given;
    return this;
  }

  public ImageRequestBuilder mainClass(String given) {
    mainClass = given;
    return this;
  }

  public ImageRequestBuilder war(String given) {
    war = given;
    return this;
  }

  public ImageRequestBuilder dockerfile(String given) {
    dockerfile = given;
    return this;
  }

  public ImageRequestBuilder builder(String given) {
    builder = given;
    return this;
  }

  public ImageRequestBuilder workdir(String given) {
    workdir = given;
    return this;
  }

  public ImageRequestBuilder platform(String given) {
    platform = given;
    return this;
  }

  public ImageRequestBuilder tagPolicy(String given) {
    tagPolicy = given;
    return this;
  }

  public ImageRequestBuilder lint(String given) {
    lint = given;
    return this;
  }

  public ImageRequestBuilder sbom(boolean given) {
    sbom = given;
    return this;
  }

  public ImageRequestBuilder cloud(CloudSource given) {
    cloud = given;
    return this;
  }

  public ImageRequestBuilder gitCommit(String given) {
    gitCommit = given;
    return this;
  }

  /**
   * The request.
   *
   * @throws io.jenkins.plugins.cloudrun.model.InvalidValueException if a value is refused
   */
  public ImageRequest build() {
    ImageRequest request =
        new ImageRequest(
            image,
            jar,
            layers,
            context,
            from,
            tags,
            commit,
            env,
            labels,
            entrypoint,
            args,
            user,
            ports,
            jvmFlags,
            mainClass,
            war,
            dockerfile,
            builder,
            workdir,
            platform,
            tagPolicy,
            lint,
            sbom,
            cloud,
            gitCommit);
    if (cloud.isAsked()) {
      request.checkForCloud();
    }
    return request;
  }
}
