package io.jenkins.plugins.cloudrun.settings;

import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.cloudrun.model.Durations;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.WorkloadIdentityProvider;
import io.jenkins.plugins.cloudrun.platform.Platform;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.structs.describable.CustomDescribableModel;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/**
 * What Jenkins knows of a settings class. Tables of names and values are maps in a Pipeline and
 * rows in a form; lists of text are lists in a Pipeline and lines of a text area in a form.
 */
public abstract class SettingsDescriptor extends Descriptor<CommonSettings>
    implements CustomDescribableModel {
  private static final String OPEN_CHOICE = "allowUnauthenticated";

  /** A Pipeline's maps as rows. Never throws: its caller's error would quote all values. */
  @Override
  public Map<String, Object> customInstantiate(Map<String, Object> arguments) {
    Map<String, Object> bound = new LinkedHashMap<>(arguments);
    bound.replaceAll(
        (name, value) ->
            ParameterNames.TABLES.contains(name) && value instanceof Map<?, ?> map
                ? rows(map)
                : value);
    return bound;
  }

  /**
   * Leaves out a choice that was left open, which would be bound as false, and reads the lists that
   * a form shows as lines of a text area.
   */
  @Override
  public CommonSettings newInstance(@Nullable StaplerRequest2 request, JSONObject form)
      throws FormException {
    if ("".equals(form.get(OPEN_CHOICE))) {
      form.remove(OPEN_CHOICE);
    }
    CommonSettings settings = super.newInstance(request, form);
    settings.bindLines(
        name ->
            form.get(name + "Text") instanceof String text
                ? Optional.of(lines(text))
                : Optional.empty());
    return settings;
  }

  @POST
  public FormValidation doCheckProject(
      @AncestorInPath @Nullable Item item, @QueryParameter String value) {
    return FormCheck.optional(item, value, ProjectId::new);
  }

  @POST
  public FormValidation doCheckRegion(
      @AncestorInPath @Nullable Item item, @QueryParameter String value) {
    return FormCheck.optional(item, value, Region::new);
  }

  @POST
  public ComboBoxModel doFillRegionItems() {
    return Regions.offered();
  }

  @POST
  public FormValidation doCheckFailBuild(
      @AncestorInPath @Nullable Item item, @QueryParameter String value) {
    return FormCheck.warned(item, value, FormValidation.ok(), Oddities::failBuild);
  }

  /** The targets' names, in their order, to who may configure. */
  @POST
  public ComboBoxModel doFillTargetItems(@AncestorInPath @Nullable Item item) {
    return TargetChoices.names(item);
  }

  @POST
  public FormValidation doCheckTarget(
      @AncestorInPath @Nullable Item item, @QueryParameter String value) {
    return TargetChoices.check(item, value);
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

  @POST
  public FormValidation doCheckImpersonate(
      @AncestorInPath @Nullable Item item, @QueryParameter String value) {
    return FormCheck.optional(item, value, CommonSettings::serviceAccount);
  }

  @POST
  public FormValidation doCheckWorkloadIdentityProvider(
      @AncestorInPath @Nullable Item item, @QueryParameter String value) {
    return FormCheck.optional(item, value, WorkloadIdentityProvider::new);
  }

  @POST
  public FormValidation doCheckTimeLimit(
      @AncestorInPath @Nullable Item item, @QueryParameter String value) {
    return FormCheck.optional(item, value, Durations::parse);
  }

  /** A list of choices: what is shown and what is meant, in turn. */
  static ListBoxModel choices(String... shownAndMeant) {
    ListBoxModel choices = new ListBoxModel();
    for (int i = 0; i < shownAndMeant.length; i += 2) {
      choices.add(shownAndMeant[i], shownAndMeant[i + 1]);
    }
    return choices;
  }

  static List<String> lines(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  private static List<Object> rows(Map<?, ?> map) {
    List<Object> rows = new ArrayList<>();
    map.forEach(
        (name, value) -> {
          Map<String, @Nullable Object> row = new LinkedHashMap<>();
          row.put("name", String.valueOf(name));
          row.put("value", value == null ? null : value.toString());
          rows.add(row);
        });
    return rows;
  }
}
