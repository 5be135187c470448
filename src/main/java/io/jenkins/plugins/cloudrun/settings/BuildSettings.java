package io.jenkins.plugins.cloudrun.settings;

import hudson.Extension;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.cloudrun.image.ImageRequest;
import io.jenkins.plugins.cloudrun.image.ImageRequestBuilder;
import io.jenkins.plugins.cloudrun.image.LayerSource;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What {@code cloudRunBuild} and its builder are told. */
public final class BuildSettings extends ImageConfigFields {
  private static final long serialVersionUID = 1L;

  /** How long a build and its push may take unless {@code timeLimit} says otherwise. */
  public static final Duration DEFAULT_TIME_LIMIT = Duration.ofHours(1);

  private final @Nullable String image;
  private @Nullable String jar;
  private @Nullable List<LayerSettings> layers;
  private @Nullable String context;
  private @Nullable String from;
  private @Nullable List<String> tags;
  private @Nullable String commit;

  @DataBoundConstructor
  public BuildSettings(@Nullable String image) {
    this.image = Given.text(image);
  }

  public @Nullable String getImage() {
    return image;
  }

  public @Nullable String getJar() {
    return jar;
  }

  @DataBoundSetter
  public void setJar(@Nullable String jar) {
    this.jar = Given.text(jar);
  }

  public @Nullable List<LayerSettings> getLayers() {
    return layers;
  }

  @DataBoundSetter
  public void setLayers(@Nullable List<LayerSettings> layers) {
    this.layers = Given.list(layers);
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

  public @Nullable List<String> getTags() {
    return tags;
  }

  @DataBoundSetter
  public void setTags(@Nullable List<String> tags) {
    this.tags = Given.list(tags);
  }

  public @Nullable String getCommit() {
    return commit;
  }

  @DataBoundSetter
  public void setCommit(@Nullable String commit) {
    this.commit = Given.text(commit);
  }

  /** For the form: one line each. */
  public @Nullable String getTagsText() {
    return Given.lines(tags);
  }

  @Override
  void bindLines(Function<String, Optional<List<String>>> form) {
    super.bindLines(form);
    form.apply("tags").ifPresent(this::setTags);
  }

  @Override
  public String subject() {
    return image == null ? "" : image;
  }

  /**
   * The request that these settings make.
   *
   * @param gitCommit the build's {@code GIT_COMMIT}, or empty: for a workspace that is no git
   *     working tree
   * @throws InvalidValueException naming the parameter that is missing or refused
   */
  public ImageRequest toRequest(Expander expander, String gitCommit) {
    Parameters read = new Parameters(expander);
    List<LayerSource> sources = new ArrayList<>();
    for (LayerSettings layer : layers == null ? List.<LayerSettings>of() : layers) {
      sources.add(layer.toLayer(expander));
    }
    ImageRequestBuilder request =
        ImageRequest.of(name(read).toString())
            .jar(read.text(jar).orElse(""))
            .layers(sources)
            .context(read.text(context).orElse("."))
            .from(read.text(from).orElse(""))
            .tags(read.list("tags", tags))
            .commit(read.parsed("commit", commit, CommitSha::new).map(CommitSha::value).orElse(""))
            .gitCommit(gitCommit.matches("[0-9a-fA-F]{40}|[0-9a-fA-F]{64}") ? gitCommit : "");
    return configured(request, read).build();
  }

  /** Project and region stand in for the registry when the image names none. */
  private ImageName name(Parameters read) {
    String given =
        read.required("image", image, text -> text, "'europe-docker.pkg.dev/p/apps/shop'");
    String first = given.substring(0, Math.max(0, given.indexOf('/')));
    boolean bare = !first.isEmpty() && !first.matches(".*[.:].*|localhost");
    Optional<String> host =
        read.text(getRegion()).map(region -> regionId(read) + "-docker.pkg.dev/");
    Optional<String> project = read.text(getProject()).map(text -> projectId(read) + "/");
    return ImageName.parse(
        bare && host.isPresent() && project.isPresent()
            ? host.get() + project.get().replace(':', '/') + given
            : given);
  }

  /** What Jenkins knows of these settings. */
  @Extension
  public static final class DescriptorImpl extends SettingsDescriptor {
    @Override
    public String getDisplayName() {
      return "Image";
    }

    @POST
    public FormValidation doCheckImage(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.required(item, value, "image is missing.", text -> probe(text, s -> {}));
    }

    @POST
    public FormValidation doCheckJar(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.optional(
          item, value, text -> probe("registry.invalid/probe", s -> s.setJar(text)));
    }

    @POST
    public FormValidation doCheckContext(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.optional(
          item, value, text -> probe("registry.invalid/probe", s -> s.setContext(text)));
    }

    @POST
    public FormValidation doCheckFrom(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.optional(
          item, value, text -> probe("registry.invalid/probe", s -> s.setFrom(text)));
    }

    @POST
    public FormValidation doCheckTags(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.lines(item, value, ImageReference::checkTag);
    }

    @POST
    public FormValidation doCheckPorts(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.lines(
          item,
          value,
          line ->
              probe(
                  "registry.invalid/probe",
                  s ->
                      s.bindLines(
                          name -> Optional.of(List.of(line)).filter(l -> name.equals("ports")))));
    }

    @POST
    public FormValidation doCheckCommit(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.optional(item, value, CommitSha::new);
    }

    @POST
    public FormValidation doCheckUser(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.optional(
          item, value, text -> probe("registry.invalid/probe", s -> s.setUser(text)));
    }

    @POST
    public FormValidation doCheckMainClass(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.optional(
          item, value, text -> probe("registry.invalid/probe", s -> s.setMainClass(text)));
    }

    /** Converts settings in which only one field is given: the conversion does the checking. */
    private static void probe(String image, Consumer<BuildSettings> field) {
      BuildSettings settings = new BuildSettings(image);
      settings.setProject("probe-project");
      settings.setRegion("europe-west1");
      field.accept(settings);
      settings.toRequest(Expander.NONE, "");
    }
  }
}
