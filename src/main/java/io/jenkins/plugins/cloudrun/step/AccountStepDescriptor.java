package io.jenkins.plugins.cloudrun.step;

import hudson.model.Item;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.WorkloadIdentityProvider;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.settings.CommonSettings;
import io.jenkins.plugins.cloudrun.settings.FormCheck;
import io.jenkins.plugins.cloudrun.settings.TargetChoices;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * The form of a step that says whom to act as. Public, because Jenkins calls its methods by name.
 */
public abstract class AccountStepDescriptor extends StepDescriptor {
  @POST
  public ComboBoxModel doFillTargetItems(@AncestorInPath @Nullable Item item) {
    return TargetChoices.names(item);
  }

  @POST
  public FormValidation doCheckTarget(
      @AncestorInPath @Nullable Item item, @QueryParameter String value) {
    return TargetChoices.check(item, value);
  }

  @POST
  public FormValidation doCheckWorkloadIdentityProvider(
      @AncestorInPath @Nullable Item item, @QueryParameter String value) {
    return FormCheck.optional(item, value, WorkloadIdentityProvider::new);
  }

  @POST
  public ListBoxModel doFillCredentialsIdItems(
      @AncestorInPath @Nullable Item item, @QueryParameter String credentialsId) {
    return Platform.get().credentialChoices(item, credentialsId);
  }

  @POST
  public FormValidation doCheckCredentialsId(
      @AncestorInPath @Nullable Item item, @QueryParameter String value) {
    return Platform.get().credentialCheck(item, value);
  }

  @POST
  public FormValidation doCheckImpersonate(
      @AncestorInPath @Nullable Item item, @QueryParameter String value) {
    return FormCheck.optional(item, value, CommonSettings::serviceAccount);
  }

  @POST
  public FormValidation doCheckProject(
      @AncestorInPath @Nullable Item item, @QueryParameter String value) {
    return FormCheck.optional(item, value, ProjectId::new);
  }
}
