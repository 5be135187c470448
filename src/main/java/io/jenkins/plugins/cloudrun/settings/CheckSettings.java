package io.jenkins.plugins.cloudrun.settings;

import hudson.Extension;
import hudson.model.Item;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.ServiceName;
import io.jenkins.plugins.cloudrun.model.Target;
import io.jenkins.plugins.cloudrun.preflight.Question;
import io.jenkins.plugins.cloudrun.rollout.port.Catalog;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What {@code cloudRunCheck} and its builder are told. */
public final class CheckSettings extends CommonSettings {
  private static final long serialVersionUID = 1L;

  private @Nullable String service;
  private @Nullable List<String> regions;
  private @Nullable String repository;
  private @Nullable String serviceAccount;

  @DataBoundConstructor
  public CheckSettings() {}

  public @Nullable String getService() {
    return service;
  }

  @DataBoundSetter
  public void setService(@Nullable String service) {
    this.service = Given.text(service);
  }

  public @Nullable List<String> getRegions() {
    return regions;
  }

  @DataBoundSetter
  public void setRegions(@Nullable List<String> regions) {
    this.regions = Given.list(regions);
  }

  /** For the form: one line each. */
  public @Nullable String getRegionsText() {
    return Given.lines(regions);
  }

  public @Nullable String getRepository() {
    return repository;
  }

  @DataBoundSetter
  public void setRepository(@Nullable String repository) {
    this.repository = Given.text(repository);
  }

  public @Nullable String getServiceAccount() {
    return serviceAccount;
  }

  @DataBoundSetter
  public void setServiceAccount(@Nullable String serviceAccount) {
    this.serviceAccount = Given.text(serviceAccount);
  }

  @Override
  void bindLines(Function<String, Optional<List<String>>> form) {
    super.bindLines(form);
    form.apply("regions").ifPresent(this::setRegions);
  }

  @Override
  public String subject() {
    String place = getTarget() == null ? getProject() : getTarget();
    return place == null ? "" : place;
  }

  /**
   * What is to be found out.
   *
   * @throws InvalidValueException naming the parameter that is missing or refused
   */
  public Question toQuestion(Expander expander) {
    Parameters read = new Parameters(expander);
    Optional<Target> target = place(read).target();
    return new Question(
        Optional.of(projectId(read)),
        RolloutParameters.regions(this, regions, read),
        read.parsed("service", service, ServiceName::new),
        read.parsed("repository", repository, ImageName::parse)
            .or(() -> target.flatMap(Target::repository)),
        read.parsed("serviceAccount", serviceAccount, CommonSettings::serviceAccount)
            .or(() -> target.flatMap(Target::serviceAccount)));
  }

  /** What Jenkins knows of these settings. */
  @Extension
  public static final class DescriptorImpl extends SettingsDescriptor {
    @Override
    public String getDisplayName() {
      return "Cloud Run credentials to check";
    }

    /** What the chosen credentials see; for who may use them. */
    @POST
    public ComboBoxModel doFillServiceItems(@AncestorInPath @Nullable Item item, FormPlace place) {
      return Offers.names(item, place, Catalog::services);
    }

    @POST
    public FormValidation doCheckService(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.optional(item, value, ServiceName::new);
    }

    @POST
    public FormValidation doCheckRegions(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.lines(item, value, Region::new);
    }

    /** What the chosen credentials see; for who may use them. */
    @POST
    public ComboBoxModel doFillRepositoryItems(
        @AncestorInPath @Nullable Item item, FormPlace place) {
      return Offers.names(item, place, Catalog::repositories);
    }

    @POST
    public FormValidation doCheckRepository(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.optional(item, value, ImageName::parse);
    }

    @POST
    public FormValidation doCheckServiceAccount(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.optional(item, value, CommonSettings::serviceAccount);
    }
  }
}
