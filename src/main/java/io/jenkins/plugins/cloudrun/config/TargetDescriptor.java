package io.jenkins.plugins.cloudrun.config;

import hudson.ExtensionList;
import hudson.model.Item;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.model.WorkloadIdentityProvider;
import io.jenkins.plugins.cloudrun.settings.CommonSettings;
import io.jenkins.plugins.cloudrun.settings.FormCheck;
import io.jenkins.plugins.cloudrun.settings.FormPlace;
import io.jenkins.plugins.cloudrun.settings.GateSettings.GateDescriptor;
import io.jenkins.plugins.cloudrun.settings.Offers;
import java.util.List;
import net.sf.json.JSONObject;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** The form of a target: the same in a folder and in the global configuration. */
public abstract class TargetDescriptor extends PlaceDescriptor<TargetSettings> {
  /** Regions are lines of a text area in the form. */
  @Override
  public TargetSettings newInstance(@Nullable StaplerRequest2 request, JSONObject form)
      throws FormException {
    TargetSettings target = super.newInstance(request, form);
    if (form.get("regionsText") instanceof String text) {
      target.setRegions(lines(text));
    }
    return target;
  }

  /** Gates that a form offers. */
  public List<GateDescriptor> getGatesDescriptors() {
    return ExtensionList.lookup(GateDescriptor.class);
  }

  @POST
  public FormValidation doCheckName(
      @AncestorInPath @Nullable Item item, @QueryParameter String value) {
    return FormCheck.required(item, value, "A target needs a name.", TargetName::new);
  }

  @POST
  public FormValidation doCheckRegions(
      @AncestorInPath @Nullable Item item, @QueryParameter String value) {
    return FormCheck.lines(item, value, Region::new);
  }

  /** What the chosen credentials see; for who may use them. */
  @POST
  public ComboBoxModel doFillRepositoryItems(@AncestorInPath @Nullable Item item, FormPlace place) {
    return Offers.repositories(item, place);
  }

  @POST
  public FormValidation doCheckRepository(
      @AncestorInPath @Nullable Item item, @QueryParameter String value) {
    return FormCheck.optional(item, value, TargetDescriptor::repository);
  }

  @POST
  public FormValidation doCheckWorkloadIdentityProvider(
      @AncestorInPath @Nullable Item item, @QueryParameter String value) {
    return FormCheck.optional(item, value, WorkloadIdentityProvider::new);
  }

  @POST
  public FormValidation doCheckImpersonate(
      @AncestorInPath @Nullable Item item, @QueryParameter String value) {
    return FormCheck.optional(item, value, CommonSettings::serviceAccount);
  }

  @POST
  public FormValidation doCheckServiceAccount(
      @AncestorInPath @Nullable Item item, @QueryParameter String value) {
    return FormCheck.optional(item, value, CommonSettings::serviceAccount);
  }

  /**
   * The button of the form: tries what is in the fields, saved or not. Asks Google alone, and
   * registries that an administrator has named, so nobody else sees a token.
   */
  @POST
  @SuppressWarnings("TooManyParameters")
  public FormValidation doTestConnection(
      @AncestorInPath @Nullable Item item,
      @QueryParameter String name,
      @QueryParameter String project,
      @QueryParameter String regionsText,
      @QueryParameter String repository,
      @QueryParameter String credentialsId,
      @QueryParameter String workloadIdentityProvider,
      @QueryParameter String impersonate,
      @QueryParameter String serviceAccount) {
    ConnectionTest.admit(item);
    TargetSettings target = new TargetSettings(name.isBlank() ? "new" : name);
    target.setProject(project);
    target.setRegions(lines(regionsText));
    target.setRepository(repository);
    target.setCredentialsId(credentialsId);
    target.setWorkloadIdentityProvider(workloadIdentityProvider);
    target.setImpersonate(impersonate);
    target.setServiceAccount(serviceAccount);
    return ConnectionTest.of(item, target);
  }

  /**
   * The repository that images of a target lie under. Artifact Registry's are {@code
   * HOST/PROJECT/REPOSITORY}: less would put images where there is no repository.
   */
  static ImageName repository(String text) {
    ImageName name = ImageName.parse(text);
    if (name.registry().endsWith("-docker.pkg.dev") && !name.path().contains("/")) {
      throw new InvalidValueException(
          "'" + text + "' names a project alone: write it as " + name + "/REPOSITORY.");
    }
    return name;
  }

  private static List<String> lines(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }
}
