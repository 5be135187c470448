package io.jenkins.plugins.cloudrun.settings;

import hudson.model.Item;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.Quantity;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Validation of the fields that services and jobs share. */
public abstract class ContainerDescriptor extends SettingsDescriptor {
  /** What the chosen credentials see; for who may use them. */
  @POST
  public ComboBoxModel doFillImageItems(@AncestorInPath @Nullable Item item, FormPlace place) {
    return Offers.images(item, place);
  }

  @POST
  public FormValidation doCheckImage(
      @AncestorInPath @Nullable Item item, @QueryParameter String value) {
    return FormCheck.warned(
        item, value, FormCheck.optional(item, value, ImageReference::parse), Oddities::image);
  }

  @POST
  public FormValidation doCheckCpu(
      @AncestorInPath @Nullable Item item,
      @QueryParameter String value,
      @QueryParameter @Nullable String memory) {
    return FormCheck.warned(
        item,
        value,
        FormCheck.optional(item, value, Quantity::cpu),
        cpu -> Oddities.resources(cpu, memory));
  }

  @POST
  public FormValidation doCheckMemory(
      @AncestorInPath @Nullable Item item,
      @QueryParameter String value,
      @QueryParameter @Nullable String cpu) {
    return FormCheck.warned(
        item,
        value,
        FormCheck.optional(item, value, Quantity::memory),
        memory -> Oddities.resources(cpu, memory));
  }

  @POST
  public FormValidation doCheckServiceAccount(
      @AncestorInPath @Nullable Item item, @QueryParameter String value) {
    return FormCheck.optional(item, value, CommonSettings::serviceAccount);
  }
}
