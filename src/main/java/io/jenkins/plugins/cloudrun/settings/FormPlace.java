package io.jenkins.plugins.cloudrun.settings;

import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.QueryParameter;

/**
 * What a form says so far of where, and as whom, for the names that it offers. A list that takes
 * one is filled again when one of these fields changes.
 */
public record FormPlace(
    @Nullable String target,
    @Nullable String project,
    @Nullable String region,
    @Nullable String regionsText,
    @Nullable String credentialsId,
    @Nullable String impersonate,
    @Nullable String workloadIdentityProvider) {
  /** Stapler makes one of the fields that stand beside the one to fill. */
  public static FormPlace fromStapler(
      @QueryParameter @Nullable String target,
      @QueryParameter @Nullable String project,
      @QueryParameter @Nullable String region,
      @QueryParameter @Nullable String regionsText,
      @QueryParameter @Nullable String credentialsId,
      @QueryParameter @Nullable String impersonate,
      @QueryParameter @Nullable String workloadIdentityProvider) {
    return new FormPlace(
        target, project, region, regionsText, credentialsId, impersonate, workloadIdentityProvider);
  }

  /** All that a target gives, and nothing else. */
  static FormPlace of(@Nullable String target) {
    return new FormPlace(target, null, null, null, null, null, null);
  }

  CheckSettings settings() {
    CheckSettings settings = new CheckSettings();
    settings.setTarget(target);
    settings.setProject(project);
    settings.setRegion(region);
    settings.setRegions(regionsText == null ? null : SettingsDescriptor.lines(regionsText));
    settings.setCredentialsId(credentialsId);
    settings.setImpersonate(impersonate);
    settings.setWorkloadIdentityProvider(workloadIdentityProvider);
    return settings;
  }
}
