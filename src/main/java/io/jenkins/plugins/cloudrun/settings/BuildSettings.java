package io.jenkins.plugins.cloudrun.settings;

import hudson.Extension;
import io.jenkins.plugins.cloudrun.image.ImageRequest;
import io.jenkins.plugins.cloudrun.image.ImageRequestBuilder;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.scan.ScanPlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** What {@code cloudRunBuild} and its builder are told. */
public final class BuildSettings extends ImageSourceFields {
  private static final long serialVersionUID = 1L;

  /** How long a build and its push may take unless {@code timeLimit} says otherwise. */
  public static final Duration DEFAULT_TIME_LIMIT = Duration.ofHours(1);

  private final @Nullable String image;
  private @Nullable List<String> tags;
  private @Nullable String tagPolicy;
  private @Nullable String commit;
  private @Nullable String platform;
  private @Nullable String lint;
  private @Nullable ScanSettings scan;
  private boolean sbom;

  @DataBoundConstructor
  public BuildSettings(@Nullable String image) {
    this.image = Given.text(image);
  }

  public @Nullable String getImage() {
    return image;
  }

  public @Nullable List<String> getTags() {
    return tags;
  }

  @DataBoundSetter
  public void setTags(@Nullable List<String> tags) {
    this.tags = Given.list(tags);
  }

  public @Nullable String getTagPolicy() {
    return tagPolicy;
  }

  @DataBoundSetter
  public void setTagPolicy(@Nullable String tagPolicy) {
    this.tagPolicy = Given.text(tagPolicy, "move");
  }

  public @Nullable String getCommit() {
    return commit;
  }

  @DataBoundSetter
  public void setCommit(@Nullable String commit) {
    this.commit = Given.text(commit);
  }

  public @Nullable String getPlatform() {
    return platform;
  }

  @DataBoundSetter
  public void setPlatform(@Nullable String platform) {
    this.platform = Given.text(platform, "linux/amd64");
  }

  public @Nullable String getLint() {
    return lint;
  }

  @DataBoundSetter
  public void setLint(@Nullable String lint) {
    this.lint = Given.text(lint, "warn");
  }

  public @Nullable ScanSettings getScan() {
    return scan;
  }

  @DataBoundSetter
  public void setScan(@Nullable ScanSettings scan) {
    this.scan = scan;
  }

  /** What may be known against the image, if somebody asks. */
  public Optional<ScanPlan> toScan(Expander expander) {
    return Optional.ofNullable(scan).map(given -> given.toScan(expander));
  }

  public boolean isSbom() {
    return sbom;
  }

  @DataBoundSetter
  public void setSbom(boolean sbom) {
    this.sbom = sbom;
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
    ImageRequestBuilder request =
        ImageRequest.of(name(read).toString())
            .tags(read.list("tags", tags))
            .tagPolicy(read.text(tagPolicy).orElse(""))
            .commit(read.parsed("commit", commit, CommitSha::new).map(CommitSha::value).orElse(""))
            .gitCommit(gitCommit.matches("[0-9a-fA-F]{40}|[0-9a-fA-F]{64}") ? gitCommit : "")
            .platform(read.text(platform).orElse(""))
            .lint(read.text(lint).orElse(""))
            .sbom(sbom);
    return madeOf(configured(request, read), read).build();
  }

  /** A name without a registry lies in the target's repository, or in that of the project. */
  private ImageName name(Parameters read) {
    String given =
        read.required("image", image, text -> text, "'europe-docker.pkg.dev/p/apps/shop'");
    String first = given.substring(0, Math.max(0, given.indexOf('/')));
    if (first.matches(".*[.:].*|localhost")) {
      return ImageName.parse(given);
    }
    Optional<ImageName> below = place(read).target().flatMap(target -> target.image(given));
    if (below.isPresent()) {
      return below.get();
    }
    Optional<Region> region = knownRegions(read).stream().findFirst();
    Optional<ProjectId> project = knownProject(read);
    if (first.isEmpty() || region.isEmpty() || project.isEmpty()) {
      throw new InvalidValueException(
          "image: '"
              + given
              + "' names no registry: write it as REGION-docker.pkg.dev/PROJECT/REPOSITORY/NAME"
              + place(read).hint("repository")
              + ".");
    }
    String path = project.get().value().replace(':', '/') + "/" + given;
    return new ImageName(region.get() + "-docker.pkg.dev", path);
  }

  /** What Jenkins knows of these settings. */
  @Extension
  public static final class DescriptorImpl extends BuildDescriptor {
    @Override
    public String getDisplayName() {
      return "Image";
    }
  }
}
