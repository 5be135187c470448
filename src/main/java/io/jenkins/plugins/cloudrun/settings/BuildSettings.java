package io.jenkins.plugins.cloudrun.settings;

import hudson.Extension;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.cloudrun.image.ImageRequest;
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
public final class BuildSettings extends CommonSettings {
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
  private @Nullable List<NameValue> env;
  private @Nullable List<NameValue> labels;
  private @Nullable List<String> entrypoint;
  private @Nullable List<String> args;
  private @Nullable String user;
  private @Nullable List<Integer> ports;
  private @Nullable List<String> jvmFlags;
  private @Nullable String mainClass;

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

  public @Nullable List<NameValue> getEnv() {
    return env;
  }

  @DataBoundSetter
  public void setEnv(@Nullable List<NameValue> env) {
    this.env = Given.list(env);
  }

  public @Nullable List<NameValue> getLabels() {
    return labels;
  }

  @DataBoundSetter
  public void setLabels(@Nullable List<NameValue> labels) {
    this.labels = Given.list(labels);
  }

  public @Nullable List<String> getEntrypoint() {
    return entrypoint;
  }

  @DataBoundSetter
  public void setEntrypoint(@Nullable List<String> entrypoint) {
    this.entrypoint = Given.list(entrypoint);
  }

  public @Nullable List<String> getArgs() {
    return args;
  }

  @DataBoundSetter
  public void setArgs(@Nullable List<String> args) {
    this.args = Given.list(args);
  }

  public @Nullable String getUser() {
    return user;
  }

  @DataBoundSetter
  public void setUser(@Nullable String user) {
    this.user = Given.text(user);
  }

  public @Nullable List<Integer> getPorts() {
    return ports;
  }

  @DataBoundSetter
  public void setPorts(@Nullable List<Integer> ports) {
    this.ports = Given.list(ports);
  }

  public @Nullable List<String> getJvmFlags() {
    return jvmFlags;
  }

  @DataBoundSetter
  public void setJvmFlags(@Nullable List<String> jvmFlags) {
    this.jvmFlags = Given.list(jvmFlags);
  }

  public @Nullable String getMainClass() {
    return mainClass;
  }

  @DataBoundSetter
  public void setMainClass(@Nullable String mainClass) {
    this.mainClass = Given.text(mainClass);
  }

  // For the form: one line each.
  public @Nullable String getTagsText() {
    return Given.lines(tags);
  }

  public @Nullable String getEntrypointText() {
    return Given.lines(entrypoint);
  }

  public @Nullable String getArgsText() {
    return Given.lines(args);
  }

  public @Nullable String getPortsText() {
    return Given.lines(ports);
  }

  public @Nullable String getJvmFlagsText() {
    return Given.lines(jvmFlags);
  }

  @Override
  void bindLines(Function<String, List<String>> form) {
    setTags(form.apply("tags"));
    setEntrypoint(form.apply("entrypoint"));
    setArgs(form.apply("args"));
    setJvmFlags(form.apply("jvmFlags"));
    List<Integer> numbers = new ArrayList<>();
    for (String port : form.apply("ports")) {
      // Zero is no port: the build refuses it and names the parameter.
      numbers.add(port.matches("[0-9]{1,5}") ? Integer.valueOf(port) : 0);
    }
    setPorts(numbers);
  }

  @Override
  public String subject() {
    return image == null ? "" : image;
  }

  /**
   * The request that these settings make.
   *
   * @throws InvalidValueException naming the parameter that is missing or refused
   */
  public ImageRequest toRequest(Expander expander) {
    Parameters read = new Parameters(expander);
    List<LayerSource> sources = new ArrayList<>();
    for (LayerSettings layer : layers == null ? List.<LayerSettings>of() : layers) {
      sources.add(layer.toLayer(expander));
    }
    return ImageRequest.of(name(read).toString())
        .jar(read.text(jar).orElse(""))
        .layers(sources)
        .context(read.text(context).orElse("."))
        .from(read.text(from).orElse(""))
        .tags(read.list("tags", tags))
        .commit(read.parsed("commit", commit, CommitSha::new).map(CommitSha::value).orElse(""))
        .env(read.pairs("env", env))
        .labels(read.pairs("labels", labels))
        .entrypoint(read.list("entrypoint", entrypoint))
        .args(read.list("args", args))
        .user(read.text(user).orElse(""))
        .ports(portNumbers())
        .jvmFlags(read.list("jvmFlags", jvmFlags))
        .mainClass(read.text(mainClass).orElse(""))
        .build();
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

  private List<Integer> portNumbers() {
    List<Integer> numbers = new ArrayList<>();
    for (Integer port : ports == null ? List.<@Nullable Integer>of() : ports) {
      if (port == null) {
        throw new InvalidValueException("ports holds something that is not a whole number.");
      }
      numbers.add(port);
    }
    return numbers;
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
      return FormCheck.required(item, value, "image is missing.", text -> {});
    }

    @POST
    public FormValidation doCheckJar(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.optional(item, value, text -> probe(s -> s.setJar(text)));
    }

    @POST
    public FormValidation doCheckContext(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.optional(item, value, text -> probe(s -> s.setContext(text)));
    }

    @POST
    public FormValidation doCheckFrom(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.optional(item, value, text -> probe(s -> s.setFrom(text)));
    }

    @POST
    public FormValidation doCheckTags(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.lines(item, value, ImageReference::checkTag);
    }

    @POST
    public FormValidation doCheckCommit(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.optional(item, value, CommitSha::new);
    }

    @POST
    public FormValidation doCheckUser(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.optional(item, value, text -> probe(s -> s.setUser(text)));
    }

    @POST
    public FormValidation doCheckMainClass(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.optional(item, value, text -> probe(s -> s.setMainClass(text)));
    }

    /** Converts settings in which only one field is given: the conversion does the checking. */
    private static void probe(Consumer<BuildSettings> field) {
      BuildSettings settings = new BuildSettings("registry.invalid/probe");
      field.accept(settings);
      settings.toRequest(Expander.NONE);
    }
  }
}
