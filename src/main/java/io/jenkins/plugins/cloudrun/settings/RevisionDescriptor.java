package io.jenkins.plugins.cloudrun.settings;

import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Validation of the fields of a revision. */
public abstract class RevisionDescriptor extends ContainerDescriptor {
  @POST
  public FormValidation doCheckConcurrency(
      @AncestorInPath @Nullable Item item,
      @QueryParameter String value,
      @QueryParameter @Nullable String cpu) {
    return FormCheck.warned(
        item,
        value,
        FormCheck.number(item, value, n -> probe(s -> s.setConcurrency(n))),
        text -> Oddities.number(text).flatMap(n -> Oddities.concurrency(n, cpu)));
  }

  @POST
  public FormValidation doCheckTimeout(
      @AncestorInPath @Nullable Item item, @QueryParameter String value) {
    return FormCheck.optional(item, value, text -> probe(s -> s.setTimeout(text)));
  }

  @POST
  public FormValidation doCheckMinInstances(
      @AncestorInPath @Nullable Item item,
      @QueryParameter String value,
      @QueryParameter @Nullable String maxInstances) {
    return FormCheck.number(
        item,
        value,
        n ->
            probe(
                s -> {
                  s.setMinInstances(n);
                  Oddities.number(maxInstances)
                      .filter(most -> most > 0)
                      .ifPresent(s::setMaxInstances);
                }));
  }

  @POST
  public FormValidation doCheckMaxInstances(
      @AncestorInPath @Nullable Item item,
      @QueryParameter String value,
      @QueryParameter @Nullable String minInstances) {
    FormValidation checked =
        FormCheck.number(
            item,
            value,
            n ->
                probe(
                    s -> {
                      s.setMaxInstances(n);
                      Oddities.number(minInstances).ifPresent(s::setMinInstances);
                    }));
    return FormCheck.warned(
        item, value, checked, text -> Oddities.number(text).flatMap(Oddities::mostInstances));
  }

  @POST
  public FormValidation doCheckPort(
      @AncestorInPath @Nullable Item item, @QueryParameter String value) {
    return FormCheck.number(item, value, n -> probe(s -> s.setPort(n)));
  }

  @POST
  public FormValidation doCheckAllowUnauthenticated(
      @AncestorInPath @Nullable Item item, @QueryParameter String value) {
    return FormCheck.warned(item, value, FormValidation.ok(), Oddities::everyone);
  }

  @POST
  public ListBoxModel doFillAllowUnauthenticatedItems() {
    return choices(
        "Leave as it is", "", "Yes: anyone may call it", "true", "No: a token is needed", "false");
  }

  /** Converts settings in which only one field is given: the conversion does the checking. */
  private static void probe(Consumer<DeploySettings> field) {
    DeploySettings settings = new DeploySettings("probe");
    field.accept(settings);
    settings.revision(new Parameters(Expander.NONE));
  }
}
