package io.jenkins.plugins.cloudrun.settings;

import io.jenkins.plugins.cloudrun.image.CloudSource;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundSetter;

/** The parameters of sources that Cloud Build makes an image of. */
public abstract class CloudSourceFields extends ImageConfigFields {
  private static final long serialVersionUID = 1L;

  private @Nullable String source;
  private @Nullable String cloudBuildConfig;
  private @Nullable String function;
  private @Nullable String baseImage;
  private @Nullable String bucket;
  private @Nullable String buildServiceAccount;
  private @Nullable List<NameValue> substitutions;

  public @Nullable String getSource() {
    return source;
  }

  @DataBoundSetter
  public void setSource(@Nullable String source) {
    this.source = Given.text(source);
  }

  public @Nullable String getCloudBuildConfig() {
    return cloudBuildConfig;
  }

  @DataBoundSetter
  public void setCloudBuildConfig(@Nullable String cloudBuildConfig) {
    this.cloudBuildConfig = Given.text(cloudBuildConfig);
  }

  public @Nullable String getFunction() {
    return function;
  }

  @DataBoundSetter
  public void setFunction(@Nullable String function) {
    this.function = Given.text(function);
  }

  public @Nullable String getBaseImage() {
    return baseImage;
  }

  @DataBoundSetter
  public void setBaseImage(@Nullable String baseImage) {
    this.baseImage = Given.text(baseImage);
  }

  public @Nullable String getBucket() {
    return bucket;
  }

  @DataBoundSetter
  public void setBucket(@Nullable String bucket) {
    this.bucket = Given.text(bucket);
  }

  public @Nullable String getBuildServiceAccount() {
    return buildServiceAccount;
  }

  @DataBoundSetter
  public void setBuildServiceAccount(@Nullable String buildServiceAccount) {
    this.buildServiceAccount = Given.text(buildServiceAccount);
  }

  public @Nullable List<NameValue> getSubstitutions() {
    return substitutions;
  }

  @DataBoundSetter
  public void setSubstitutions(@Nullable List<NameValue> substitutions) {
    this.substitutions = Given.list(substitutions);
  }

  final CloudSource cloud(Parameters read) {
    return new CloudSource(
        read.text(source).orElse(""),
        read.text(cloudBuildConfig).orElse(""),
        read.text(function).orElse(""),
        read.text(baseImage).orElse(""),
        read.pairs("substitutions", substitutions),
        read.text(bucket).orElse(""),
        knownProject(read).map(ProjectId::value).orElse(""),
        knownRegions(read).stream().findFirst().map(Region::value).orElse(""),
        read.parsed("buildServiceAccount", buildServiceAccount, CommonSettings::serviceAccount)
            .orElse(""));
  }
}
