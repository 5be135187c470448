package io.jenkins.plugins.cloudrun.config;

import hudson.Extension;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Item;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import io.jenkins.plugins.cloudrun.model.Defaults;
import io.jenkins.plugins.cloudrun.model.Durations;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.settings.FormCheck;
import io.jenkins.plugins.cloudrun.settings.Given;
import io.jenkins.plugins.cloudrun.settings.Regions;
import java.time.Duration;
import java.util.Optional;
import org.jenkinsci.Symbol;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What steps take when neither they nor their target say it. */
public final class DefaultsSettings extends AbstractDescribableImpl<DefaultsSettings> {
  private @Nullable String project;
  private @Nullable String region;
  private @Nullable String credentialsId;
  private @Nullable String timeLimit;

  @DataBoundConstructor
  public DefaultsSettings() {}

  public @Nullable String getProject() {
    return project;
  }

  @DataBoundSetter
  public void setProject(@Nullable String project) {
    this.project = Given.text(project);
  }

  public @Nullable String getRegion() {
    return region;
  }

  @DataBoundSetter
  public void setRegion(@Nullable String region) {
    this.region = Given.text(region);
  }

  public @Nullable String getCredentialsId() {
    return credentialsId;
  }

  @DataBoundSetter
  public void setCredentialsId(@Nullable String credentialsId) {
    this.credentialsId = Given.text(credentialsId);
  }

  public @Nullable String getTimeLimit() {
    return timeLimit;
  }

  @DataBoundSetter
  public void setTimeLimit(@Nullable String timeLimit) {
    this.timeLimit = Given.text(timeLimit);
  }

  /**
   * What this describes.
   *
   * @throws InvalidValueException naming the field that cannot be read
   */
  Defaults toDefaults() {
    return new Defaults(
        Fields.read("Defaults, project", project, ProjectId::new),
        Fields.read("Defaults, region", region, Region::new),
        Optional.ofNullable(credentialsId),
        Fields.read("Defaults, timeLimit", timeLimit, DefaultsSettings::limit));
  }

  /** These, if they say anything; they can be read. */
  static @Nullable DefaultsSettings checked(@Nullable DefaultsSettings given) {
    return given == null || given.toDefaults().equals(Defaults.NONE) ? null : given;
  }

  private static Duration limit(String text) {
    Duration limit = Durations.parse(text);
    if (limit.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new InvalidValueException("it must be at least 1s.");
    }
    return limit;
  }

  /** What Jenkins knows of defaults. */
  @Extension
  @Symbol("cloudRunDefaults")
  public static final class DescriptorImpl extends PlaceDescriptor<DefaultsSettings> {
    @Override
    public String getDisplayName() {
      return "Defaults";
    }

    @POST
    public ComboBoxModel doFillRegionItems() {
      return Regions.offered();
    }

    @POST
    public FormValidation doCheckRegion(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.optional(item, value, Region::new);
    }

    @POST
    public FormValidation doCheckTimeLimit(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.optional(item, value, DefaultsSettings::limit);
    }
  }
}
