package io.jenkins.plugins.cloudrun.settings;

import hudson.Extension;
import hudson.model.Item;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.model.ServiceName;
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

/** What {@code cloudRunStatus} and its builder are told. */
public final class StatusSettings extends CommonSettings {
  private static final long serialVersionUID = 1L;

  private final @Nullable String service;
  private @Nullable List<String> regions;
  private boolean export;

  @DataBoundConstructor
  public StatusSettings(@Nullable String service) {
    this.service = Given.text(service);
  }

  public @Nullable String getService() {
    return service;
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

  public boolean isExport() {
    return export;
  }

  @DataBoundSetter
  public void setExport(boolean export) {
    this.export = export;
  }

  @Override
  void bindLines(Function<String, Optional<List<String>>> form) {
    super.bindLines(form);
    form.apply("regions").ifPresent(this::setRegions);
  }

  @Override
  public String subject() {
    return service == null ? "" : service;
  }

  /**
   * The service in each region.
   *
   * @throws InvalidValueException naming the parameter that is missing or refused
   */
  public List<ServiceKey> keys(Expander expander) {
    Parameters read = new Parameters(expander);
    ProjectId project = projectId(read);
    ServiceName name = read.required("service", service, ServiceName::new, "'shop'");
    return RolloutParameters.regions(this, regions, read).stream()
        .map(region -> new ServiceKey(project, region, name))
        .toList();
  }

  /** The file of the workspace into which a region's service is written. */
  public static String file(List<ServiceKey> keys, ServiceKey key) {
    return keys.size() == 1 ? "service.yaml" : "service-" + key.region() + ".yaml";
  }

  /** What Jenkins knows of these settings. */
  @Extension
  public static final class DescriptorImpl extends SettingsDescriptor {
    @Override
    public String getDisplayName() {
      return "Cloud Run service to look at";
    }

    /** What the chosen credentials see; for who may use them. */
    @POST
    public ComboBoxModel doFillServiceItems(@AncestorInPath @Nullable Item item, FormPlace place) {
      return Offers.names(item, place, Catalog::services);
    }

    @POST
    public FormValidation doCheckService(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.required(item, value, "Name the service, such as shop.", ServiceName::new);
    }

    @POST
    public FormValidation doCheckRegions(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.lines(item, value, Region::new);
    }
  }
}
