package io.jenkins.plugins.cloudrun.settings;

import hudson.RelativePath;
import hudson.model.Item;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.platform.Platform;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Choices and checks of the form of {@link BuildSettings}: the build's own parsers decide. */
public abstract class BuildDescriptor extends SettingsDescriptor {
  /** What may be offered is the credentials' business: it also decides who may see it. */
  @POST
  public ListBoxModel doFillBaseCredentialsIdItems(
      @AncestorInPath @Nullable Item item, @QueryParameter String baseCredentialsId) {
    return Platform.get().registryChoices(item, baseCredentialsId);
  }

  @POST
  public ListBoxModel doFillBuilderItems() {
    return choices(
        "What is there: buildah, docker, else Cloud Build", "auto",
        "buildah on the agent", "buildah",
        "docker on the agent", "docker",
        "Cloud Build", "cloudbuild");
  }

  @POST
  public ListBoxModel doFillTagPolicyItems() {
    return choices("Move it", "move", "Refuse the build", "keep");
  }

  @POST
  public FormValidation doCheckLint(
      @AncestorInPath @Nullable Item item, @QueryParameter String value) {
    return FormCheck.warned(item, value, FormValidation.ok(), Oddities::lint);
  }

  @POST
  public ListBoxModel doFillLintItems() {
    return choices("Warn", "warn", "Fail before anything is pushed", "fail", "Off", "off");
  }

  /** What the chosen credentials see; for who may use them. */
  @POST
  public ComboBoxModel doFillImageItems(@AncestorInPath @Nullable Item item, FormPlace place) {
    return Offers.images(item, place);
  }

  @POST
  public FormValidation doCheckImage(
      @AncestorInPath @Nullable Item item,
      @QueryParameter String value,
      @QueryParameter @Nullable String target) {
    return FormCheck.required(
        item,
        value,
        "Name the image, such as europe-docker.pkg.dev/my-project/apps/shop.",
        text -> probe(item, text, Given.text(target)));
  }

  @POST
  public FormValidation doCheckJar(
      @AncestorInPath @Nullable Item item, @QueryParameter String value) {
    return FormCheck.optional(item, value, text -> probe(s -> s.setJar(text)));
  }

  @POST
  public FormValidation doCheckWar(
      @AncestorInPath @Nullable Item item, @QueryParameter String value) {
    return FormCheck.optional(item, value, text -> probe(s -> s.setWar(text)));
  }

  @POST
  public FormValidation doCheckDockerfile(
      @AncestorInPath @Nullable Item item, @QueryParameter String value) {
    return FormCheck.optional(item, value, text -> probe(s -> s.setDockerfile(text)));
  }

  @POST
  public FormValidation doCheckContext(
      @AncestorInPath @Nullable Item item, @QueryParameter String value) {
    return FormCheck.optional(item, value, text -> probe(s -> s.setContext(text)));
  }

  @POST
  public FormValidation doCheckFrom(
      @AncestorInPath @Nullable Item item, @QueryParameter String value) {
    return FormCheck.warned(
        item,
        value,
        FormCheck.optional(item, value, text -> probe(s -> s.setFrom(text))),
        Oddities::base);
  }

  @POST
  public FormValidation doCheckWorkdir(
      @AncestorInPath @Nullable Item item, @QueryParameter String value) {
    return FormCheck.optional(item, value, text -> probe(s -> s.setWorkdir(text)));
  }

  @POST
  public FormValidation doCheckPlatform(
      @AncestorInPath @Nullable Item item, @QueryParameter String value) {
    return FormCheck.optional(item, value, text -> probe(s -> s.setPlatform(text)));
  }

  @POST
  public FormValidation doCheckSource(
      @AncestorInPath @Nullable Item item, @QueryParameter String value) {
    return FormCheck.optional(item, value, text -> probe(s -> s.setSource(text)));
  }

  /**
   * @param name of the first substitution, which means nothing without a configuration
   */
  @POST
  public FormValidation doCheckCloudBuildConfig(
      @AncestorInPath @Nullable Item item,
      @QueryParameter String value,
      @RelativePath("substitutions") @QueryParameter @Nullable String name) {
    String text = Given.text(value);
    String row = Given.text(name);
    return FormCheck.optional(
        item,
        text == null ? row : text,
        given ->
            probe(
                s -> {
                  s.setSource(".");
                  s.setCloudBuildConfig(text);
                  s.setSubstitutions(row == null ? null : List.of(new NameValue(row, "")));
                }));
  }

  @POST
  public FormValidation doCheckBuildServiceAccount(
      @AncestorInPath @Nullable Item item, @QueryParameter String value) {
    return FormCheck.optional(item, value, CommonSettings::serviceAccount);
  }

  @POST
  public FormValidation doCheckBaseCredentialsId(
      @AncestorInPath @Nullable Item item, @QueryParameter String value) {
    return Platform.get().credentialCheck(item, value);
  }

  @POST
  public FormValidation doCheckBaseRegistry(
      @AncestorInPath @Nullable Item item, @QueryParameter String value) {
    return FormCheck.optional(item, value, RegistryLogin::registry);
  }

  @POST
  public FormValidation doCheckTags(
      @AncestorInPath @Nullable Item item, @QueryParameter String value) {
    return FormCheck.lines(item, value, ImageReference::checkTag);
  }

  @POST
  public FormValidation doCheckPorts(
      @AncestorInPath @Nullable Item item, @QueryParameter String value) {
    return FormCheck.lines(
        item,
        value,
        line ->
            probe(
                s ->
                    s.bindLines(
                        name -> Optional.of(List.of(line)).filter(l -> name.equals("ports")))));
  }

  @POST
  public FormValidation doCheckCommit(
      @AncestorInPath @Nullable Item item, @QueryParameter String value) {
    return FormCheck.optional(item, value, CommitSha::new);
  }

  @POST
  public FormValidation doCheckUser(
      @AncestorInPath @Nullable Item item, @QueryParameter String value) {
    return FormCheck.warned(
        item,
        value,
        FormCheck.optional(item, value, text -> probe(s -> s.setUser(text))),
        Oddities::user);
  }

  @POST
  public FormValidation doCheckMainClass(
      @AncestorInPath @Nullable Item item, @QueryParameter String value) {
    return FormCheck.optional(item, value, text -> probe(s -> s.setMainClass(text)));
  }

  private static void probe(Consumer<BuildSettings> field) {
    probe("registry.invalid/probe", field, Expander.NONE);
  }

  /** The name of an image alone lies in the target's repository; a variable may mean any target. */
  private static void probe(@Nullable Item item, String image, @Nullable String target) {
    if (target == null) {
      probe(image, s -> {}, Expander.NONE);
      return;
    }
    boolean known =
        Platform.get().targets(item).stream().anyMatch(one -> one.name().value().equals(target));
    try {
      probe(image, s -> s.setTarget(known ? target : null), Expander.NONE.in(item));
    } catch (InvalidValueException e) {
      if (known) {
        throw e;
      }
      probe("registry.invalid/" + image, s -> {}, Expander.NONE);
    }
  }

  /** Converts settings in which only one field is given: the conversion does the checking. */
  private static void probe(String image, Consumer<BuildSettings> field, Expander expander) {
    BuildSettings settings = new BuildSettings(image);
    settings.setProject("probe-project");
    settings.setRegion("europe-west1");
    field.accept(settings);
    settings.toRequest(expander, "");
  }
}
