package io.jenkins.plugins.cloudrun.config;

import hudson.Extension;
import hudson.util.FormValidation;
import io.jenkins.plugins.cloudrun.durable.Budget;
import io.jenkins.plugins.cloudrun.gcp.GoogleSettings;
import java.util.List;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/**
 * What an administrator decides for all jobs: where Google's services are, and whether jobs may act
 * as the controller. In Configuration as Code: {@code unclassified: cloudRun:}.
 */
@Extension
@Symbol("cloudRun")
public final class CloudRunConfiguration extends EndpointConfiguration {
  private @Nullable String registries;
  private @Nullable List<TargetSettings> targets;
  private @Nullable DefaultsSettings defaults;
  private boolean allowPrivateAddresses;
  private boolean allowApplicationDefaultCredentials;

  /** Null stands for the default, so that a configuration saved before follows it. */
  private @Nullable Integer callsPerMinute;

  /** Reads what was saved. */
  public CloudRunConfiguration() {
    load();
  }

  /** As the engine takes it. */
  public GoogleSettings settings() {
    return new GoogleSettings(
        endpoints(),
        allowApplicationDefaultCredentials,
        Addresses.hosts(registries),
        allowPrivateAddresses);
  }

  /** Takes all of the form or nothing of it: each setter saves. */
  @Override
  public boolean configure(StaplerRequest2 request, JSONObject form) throws FormException {
    CheckedForm.check(form);
    TargetForm sent = TargetForm.take(request, form);
    request.bindJSON(this, form);
    setTargets(sent.targets());
    setDefaults(sent.defaults());
    return true;
  }

  public @Nullable DefaultsSettings getDefaults() {
    return defaults;
  }

  @DataBoundSetter
  public void setDefaults(@Nullable DefaultsSettings defaults) {
    this.defaults = DefaultsSettings.checked(defaults);
    save();
  }

  public @Nullable List<TargetSettings> getTargets() {
    return targets;
  }

  @DataBoundSetter
  public void setTargets(@Nullable List<TargetSettings> targets) {
    this.targets = TargetList.checked(targets);
    save();
  }

  public boolean isAllowPrivateAddresses() {
    return allowPrivateAddresses;
  }

  @DataBoundSetter
  public void setAllowPrivateAddresses(boolean allowPrivateAddresses) {
    this.allowPrivateAddresses = allowPrivateAddresses;
    save();
  }

  public @Nullable String getRegistries() {
    return registries;
  }

  @DataBoundSetter
  public void setRegistries(@Nullable String registries) {
    List<String> hosts = Addresses.hosts(registries);
    this.registries = hosts.isEmpty() ? null : String.join("\n", hosts);
    save();
  }

  public boolean isAllowApplicationDefaultCredentials() {
    return allowApplicationDefaultCredentials;
  }

  @DataBoundSetter
  public void setAllowApplicationDefaultCredentials(boolean allowApplicationDefaultCredentials) {
    this.allowApplicationDefaultCredentials = allowApplicationDefaultCredentials;
    save();
  }

  /** Calls to Google's APIs that rollouts, job executions and builds may make in a minute. */
  public int getCallsPerMinute() {
    return callsPerMinute == null ? Budget.DEFAULT_PER_MINUTE : callsPerMinute;
  }

  @DataBoundSetter
  public void setCallsPerMinute(int callsPerMinute) {
    this.callsPerMinute =
        CallLimit.checked(callsPerMinute) == Budget.DEFAULT_PER_MINUTE ? null : callsPerMinute;
    save();
  }

  @POST
  public FormValidation doCheckCallsPerMinute(@QueryParameter String value) {
    return checked(value, CallLimit::parse);
  }

  @POST
  public FormValidation doCheckRegistries(@QueryParameter String value) {
    return checked(value, Addresses::hosts);
  }
}
