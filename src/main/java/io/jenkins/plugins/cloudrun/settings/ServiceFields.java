package io.jenkins.plugins.cloudrun.settings;

import hudson.model.Item;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.ServiceName;
import io.jenkins.plugins.cloudrun.rollout.Policy.Concurrent;
import io.jenkins.plugins.cloudrun.rollout.port.Catalog;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The parameters of steps that shift the traffic of a service that is there already. */
public abstract class ServiceFields extends CommonSettings {
  private static final long serialVersionUID = 1L;

  private final @Nullable String service;
  private @Nullable String concurrent;
  private @Nullable List<String> regions;

  ServiceFields(@Nullable String service) {
    this.service = Given.text(service);
  }

  public final @Nullable String getService() {
    return service;
  }

  public final @Nullable String getConcurrent() {
    return concurrent;
  }

  @DataBoundSetter
  public final void setConcurrent(@Nullable String concurrent) {
    this.concurrent = Given.text(concurrent, Parameters.spelled(Concurrent.WAIT));
  }

  public final @Nullable List<String> getRegions() {
    return regions;
  }

  @DataBoundSetter
  public final void setRegions(@Nullable List<String> regions) {
    this.regions = Given.list(regions);
  }

  /** For the form: one line each. */
  public final @Nullable String getRegionsText() {
    return Given.lines(regions);
  }

  @Override
  void bindLines(Function<String, Optional<List<String>>> form) {
    super.bindLines(form);
    form.apply("regions").ifPresent(this::setRegions);
  }

  @Override
  public final String subject() {
    return service == null ? "" : service;
  }

  final ServiceName serviceName(Parameters read) {
    return read.required("service", service, ServiceName::new, "'shop'");
  }

  final List<Region> regions(Parameters read) {
    return RolloutParameters.regions(this, regions, read);
  }

  /** Validation of these fields. */
  public abstract static class ServiceDescriptor extends SettingsDescriptor {
    @POST
    public FormValidation doCheckService(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.required(item, value, "Name the service, such as shop.", ServiceName::new);
    }

    @POST
    public ListBoxModel doFillConcurrentItems() {
      return RolloutParameters.concurrentChoices();
    }

    @POST
    public FormValidation doCheckRegions(
        @AncestorInPath @Nullable Item item,
        @QueryParameter String value,
        @QueryParameter @Nullable String region) {
      return RolloutParameters.regionsCheck(item, value, region);
    }
  }

  /** The same where the form says itself where the service is. */
  public abstract static class PlacedDescriptor extends ServiceDescriptor {
    /** What the chosen credentials see; for who may use them. */
    @POST
    public ComboBoxModel doFillServiceItems(@AncestorInPath @Nullable Item item, FormPlace place) {
      return Offers.names(item, place, Catalog::services);
    }
  }
}
