package io.jenkins.plugins.cloudrun.settings;

import hudson.Extension;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.cloudrun.model.Durations;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.promotion.NotBy;
import io.jenkins.plugins.cloudrun.promotion.RequiredApproval;
import io.jenkins.plugins.cloudrun.rollout.Approval;
import java.io.Serializable;
import java.util.function.Consumer;
import org.jenkinsci.Symbol;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A person's leave: {@code approval(by: 'release-managers', within: '4h', before: 50)}. */
public final class ApprovalSettings extends AbstractDescribableImpl<ApprovalSettings>
    implements Serializable {
  private static final long serialVersionUID = 1L;

  private final @Nullable String by;
  private @Nullable String within;
  private @Nullable Integer before;
  private @Nullable String notBy;

  @DataBoundConstructor
  public ApprovalSettings(@Nullable String by) {
    this.by = Given.text(by);
  }

  public @Nullable String getBy() {
    return by;
  }

  public @Nullable String getWithin() {
    return within;
  }

  @DataBoundSetter
  public void setWithin(@Nullable String within) {
    this.within = Given.text(within, Durations.text(Approval.DEFAULT_WITHIN));
  }

  public @Nullable Integer getBefore() {
    return before;
  }

  @DataBoundSetter
  public void setBefore(@Nullable Integer before) {
    this.before = Given.number(before, Approval.DEFAULT_BEFORE);
  }

  public @Nullable String getNotBy() {
    return notBy;
  }

  /** In either order; a form knows one. */
  @DataBoundSetter
  public void setNotBy(@Nullable String notBy) {
    String text = Given.text(notBy);
    this.notBy = text == null ? null : NotBy.ordered(text);
  }

  /**
   * The approval that these settings ask for.
   *
   * @param people who may be told not to answer
   * @throws InvalidValueException naming what is missing or refused
   */
  public Approval toApproval(Expander expander, People people) {
    Parameters read = new Parameters(expander);
    NotBy others = read.parsed("The approval's notBy", notBy, NotBy::parse).orElse(NotBy.NOBODY);
    return new Approval(
        read.required("The approval's by", by, RequiredApproval::names, "'release-managers'"),
        read.duration("The approval's within", within).orElse(Approval.DEFAULT_WITHIN),
        before == null ? Approval.DEFAULT_BEFORE : before,
        people.of(others),
        others.author(),
        1);
  }

  /** What Jenkins knows of an approval. */
  @Extension
  @Symbol("approval")
  public static final class DescriptorImpl extends Descriptor<ApprovalSettings> {
    @Override
    public String getDisplayName() {
      return "Approval by a person";
    }

    @POST
    public FormValidation doCheckBy(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.warned(
          item,
          value,
          FormCheck.required(
              item,
              value,
              "Name who may answer, such as release-managers.",
              text -> probe(text, s -> {})),
          Oddities::approvers);
    }

    @POST
    public FormValidation doCheckWithin(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.optional(item, value, text -> probe("x", s -> s.setWithin(text)));
    }

    @POST
    public FormValidation doCheckBefore(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.number(item, value, n -> probe("x", s -> s.setBefore(n)));
    }

    @POST
    public ListBoxModel doFillNotByItems() {
      return SettingsDescriptor.choices(
          "Nobody: all who are named may",
          "",
          "Who started the build",
          NotBy.STARTER,
          "Who made its commits",
          NotBy.AUTHOR,
          "Both of them",
          NotBy.BOTH);
    }

    private static void probe(String by, Consumer<ApprovalSettings> field) {
      ApprovalSettings settings = new ApprovalSettings(by);
      field.accept(settings);
      settings.toApproval(Expander.NONE, People.UNKNOWN);
    }
  }
}
