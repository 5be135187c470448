package io.jenkins.plugins.cloudrun.config;

import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.settings.FormCheck;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * The fields that targets and defaults have in common, in the form of a folder or, without an item,
 * in the global one.
 *
 * @param <T> what is described
 */
public abstract class PlaceDescriptor<T extends Describable<T>> extends Descriptor<T> {
  @POST
  public FormValidation doCheckProject(
      @AncestorInPath @Nullable Item item, @QueryParameter String value) {
    return FormCheck.optional(item, value, ProjectId::new);
  }

  /** What may be offered is the credentials' business: it also decides who may see it. */
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
}
