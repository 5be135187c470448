package io.jenkins.plugins.cloudrun.config;

import hudson.Extension;
import hudson.model.AbstractDescribableImpl;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.Target;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.model.WorkloadIdentityProvider;
import io.jenkins.plugins.cloudrun.platform.PromotionTerms;
import io.jenkins.plugins.cloudrun.promotion.Rules;
import io.jenkins.plugins.cloudrun.settings.CanaryStepSettings;
import io.jenkins.plugins.cloudrun.settings.CommonSettings;
import io.jenkins.plugins.cloudrun.settings.Expander;
import io.jenkins.plugins.cloudrun.settings.GateSettings;
import io.jenkins.plugins.cloudrun.settings.Given;
import io.jenkins.plugins.cloudrun.settings.RolloutParameters;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jenkinsci.Symbol;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * A place to deploy to, as it is configured. What is written is kept as it is; {@link #toTarget}
 * reads it, and is asked before anything is saved.
 */
public final class TargetSettings extends AbstractDescribableImpl<TargetSettings> {
  private final @Nullable String name;
  private @Nullable String project;
  private @Nullable List<String> regions;
  private @Nullable String repository;
  private @Nullable String credentialsId;
  private @Nullable String workloadIdentityProvider;
  private @Nullable String impersonate;
  private @Nullable String serviceAccount;
  private @Nullable List<GateSettings> gates;
  private @Nullable List<CanaryStepSettings> canary;
  private @Nullable RulesSettings rules;

  @DataBoundConstructor
  public TargetSettings(@Nullable String name) {
    this.name = Given.text(name);
  }

  public @Nullable String getName() {
    return name;
  }

  public @Nullable String getProject() {
    return project;
  }

  @DataBoundSetter
  public void setProject(@Nullable String project) {
    this.project = Given.text(project);
  }

  public @Nullable List<String> getRegions() {
    return regions;
  }

  @DataBoundSetter
  public void setRegions(@Nullable List<String> regions) {
    this.regions = regions == null || regions.isEmpty() ? null : new ArrayList<>(regions);
  }

  public @Nullable String getRepository() {
    return repository;
  }

  @DataBoundSetter
  public void setRepository(@Nullable String repository) {
    this.repository = Given.text(repository);
  }

  public @Nullable String getCredentialsId() {
    return credentialsId;
  }

  @DataBoundSetter
  public void setCredentialsId(@Nullable String credentialsId) {
    this.credentialsId = Given.text(credentialsId);
  }

  public @Nullable String getWorkloadIdentityProvider() {
    return workloadIdentityProvider;
  }

  @DataBoundSetter
  public void setWorkloadIdentityProvider(@Nullable String workloadIdentityProvider) {
    this.workloadIdentityProvider = Given.text(workloadIdentityProvider);
  }

  public @Nullable String getImpersonate() {
    return impersonate;
  }

  @DataBoundSetter
  public void setImpersonate(@Nullable String impersonate) {
    this.impersonate = Given.text(impersonate);
  }

  public @Nullable String getServiceAccount() {
    return serviceAccount;
  }

  @DataBoundSetter
  public void setServiceAccount(@Nullable String serviceAccount) {
    this.serviceAccount = Given.text(serviceAccount);
  }

  public @Nullable List<GateSettings> getGates() {
    return gates;
  }

  @DataBoundSetter
  public void setGates(@Nullable List<GateSettings> gates) {
    this.gates = gates == null || gates.isEmpty() ? null : new ArrayList<>(gates);
  }

  public @Nullable List<CanaryStepSettings> getCanary() {
    return canary;
  }

  @DataBoundSetter
  public void setCanary(@Nullable List<CanaryStepSettings> canary) {
    this.canary = canary == null || canary.isEmpty() ? null : new ArrayList<>(canary);
  }

  public @Nullable RulesSettings getRules() {
    return rules;
  }

  @DataBoundSetter
  public void setRules(@Nullable RulesSettings rules) {
    this.rules = rules;
  }

  /** For the form: one line each. */
  public @Nullable String getRegionsText() {
    return regions == null ? null : String.join("\n", regions);
  }

  /**
   * What this describes.
   *
   * @throws InvalidValueException naming the target and the field that cannot be read
   */
  public Target toTarget() {
    return new Target(
        targetName(),
        read("project", project, ProjectId::new),
        regionIds(),
        read("repository", repository, TargetDescriptor::repository),
        Optional.ofNullable(credentialsId),
        read("workloadIdentityProvider", workloadIdentityProvider, WorkloadIdentityProvider::new),
        read("impersonate", impersonate, CommonSettings::serviceAccount),
        read("serviceAccount", serviceAccount, CommonSettings::serviceAccount));
  }

  /**
   * What it is called, whatever else is wrong with it.
   *
   * @throws InvalidValueException if it has no name, or one that is none
   */
  TargetName targetName() {
    if (name == null) {
      throw new InvalidValueException("A target has no name: give it one, such as staging.");
    }
    return new TargetName(name);
  }

  /**
   * What a promotion to this target is asked, and does unless it says otherwise.
   *
   * @throws InvalidValueException naming the target and the field that cannot be read
   */
  PromotionTerms promotion() {
    try {
      return new PromotionTerms(
          rules == null ? Rules.NONE : rules.toRules(),
          RolloutParameters.gates(gates, Expander.NONE),
          RolloutParameters.canary(canary, Expander.NONE));
    } catch (InvalidValueException e) {
      throw new InvalidValueException("Target '" + name + "': " + e.getMessage());
    }
  }

  private List<Region> regionIds() {
    Set<Region> known = new LinkedHashSet<>();
    for (String text : regions == null ? List.<String>of() : regions) {
      read("regions", Given.text(text), Region::new)
          .ifPresent(
              region -> {
                if (!known.add(region)) {
                  throw refused("regions", "'" + region + "' stands there twice.");
                }
              });
    }
    return List.copyOf(known);
  }

  private <T> Optional<T> read(String field, @Nullable String text, Function<String, T> parser) {
    return Fields.read("Target '" + name + "', " + field, text, parser);
  }

  private InvalidValueException refused(String field, @Nullable String why) {
    return new InvalidValueException("Target '" + name + "', " + field + ": " + why);
  }

  /** What Jenkins knows of a target. */
  @Extension
  @Symbol("cloudRunTarget")
  public static final class DescriptorImpl extends TargetDescriptor {
    @Override
    public String getDisplayName() {
      return "Target";
    }
  }
}
