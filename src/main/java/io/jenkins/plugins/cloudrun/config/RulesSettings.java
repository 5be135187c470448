package io.jenkins.plugins.cloudrun.config;

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
import io.jenkins.plugins.cloudrun.promotion.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jenkinsci.Symbol;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What a target asks of what is promoted to it: the property {@code rules} of a target. */
public final class RulesSettings extends AbstractDescribableImpl<RulesSettings> {
  private @Nullable String requiredGates;
  private @Nullable Integer approvals;
  private @Nullable String approvers;
  private @Nullable String notBy;
  private @Nullable String within;
  private @Nullable List<FreezeSettings> freezes;
  private @Nullable String sources;

  /** Without a rule. */
  @DataBoundConstructor
  public RulesSettings() {}

  public @Nullable String getRequiredGates() {
    return requiredGates;
  }

  @DataBoundSetter
  public void setRequiredGates(@Nullable String requiredGates) {
    this.requiredGates = RulesText.given(requiredGates);
  }

  public @Nullable Integer getApprovals() {
    return approvals;
  }

  @DataBoundSetter
  public void setApprovals(@Nullable Integer approvals) {
    this.approvals = approvals != null && approvals == 0 ? null : approvals;
  }

  public @Nullable String getApprovers() {
    return approvers;
  }

  @DataBoundSetter
  public void setApprovers(@Nullable String approvers) {
    this.approvers = RulesText.given(approvers);
  }

  public @Nullable String getNotBy() {
    return notBy;
  }

  /** In either order; a form knows one. */
  @DataBoundSetter
  public void setNotBy(@Nullable String notBy) {
    String text = RulesText.given(notBy);
    this.notBy = text == null ? null : NotBy.ordered(text);
  }

  public @Nullable String getWithin() {
    return within;
  }

  @DataBoundSetter
  public void setWithin(@Nullable String within) {
    String text = RulesText.given(within);
    this.within = Durations.text(RequiredApproval.DEFAULT_WITHIN).equals(text) ? null : text;
  }

  public @Nullable List<FreezeSettings> getFreezes() {
    return freezes;
  }

  @DataBoundSetter
  public void setFreezes(@Nullable List<FreezeSettings> freezes) {
    this.freezes = freezes == null || freezes.isEmpty() ? null : new ArrayList<>(freezes);
  }

  public @Nullable String getSources() {
    return sources;
  }

  @DataBoundSetter
  public void setSources(@Nullable String sources) {
    this.sources = RulesText.given(sources);
  }

  /**
   * The rules that these settings say. To be asked too before they are saved.
   *
   * @throws InvalidValueException naming the field that is missing or refused
   */
  public Rules toRules() {
    return new Rules(
        RulesText.named("requiredGates", requiredGates, Rules::gates).orElse(List.of()),
        approval(),
        freezes == null ? List.of() : freezes.stream().map(FreezeSettings::toFreeze).toList(),
        sources == null ? List.of() : words(sources));
  }

  private Optional<RequiredApproval> approval() {
    if (approvals == null && approvers == null) {
      return Optional.empty();
    }
    if (approvers == null) {
      throw new InvalidValueException(
          "approvals is " + approvals + ", but approvers is empty: name users or groups.");
    }
    return Optional.of(
        new RequiredApproval(
            approvals == null ? 1 : approvals,
            RequiredApproval.names(approvers),
            RulesText.named("notBy", notBy, NotBy::parse).orElse(NotBy.NOBODY),
            RulesText.named("within", within, Durations::parse)
                .orElse(RequiredApproval.DEFAULT_WITHIN)));
  }

  private static List<String> words(String text) {
    return Stream.of(text.split(",")).map(String::strip).filter(word -> !word.isEmpty()).toList();
  }

  /** What Jenkins knows of rules. */
  @Extension
  @Symbol("rules")
  public static final class DescriptorImpl extends Descriptor<RulesSettings> {
    @Override
    public String getDisplayName() {
      return "Rules of a Cloud Run target";
    }

    @POST
    public FormValidation doCheckRequiredGates(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return RulesText.check(item, value, Rules::gates);
    }

    @POST
    public FormValidation doCheckApprovals(
        @AncestorInPath @Nullable Item item,
        @QueryParameter String value,
        @QueryParameter String approvers) {
      return RulesText.check(item, value, text -> probe(text, approvers));
    }

    @POST
    public FormValidation doCheckApprovers(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return RulesText.check(item, value, RequiredApproval::names);
    }

    @POST
    public FormValidation doCheckWithin(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return RulesText.check(
          item,
          value,
          text -> new RequiredApproval(1, List.of("x"), NotBy.NOBODY, Durations.parse(text)));
    }

    @POST
    public ListBoxModel doFillNotByItems() {
      ListBoxModel items = new ListBoxModel();
      items.add("Nobody: all who are named may", "");
      items.add("Who asked for the promotion", NotBy.STARTER);
      items.add("Who made the commits", NotBy.AUTHOR);
      items.add("Both of them", NotBy.BOTH);
      return items;
    }

    private static void probe(String count, String approvers) {
      RulesSettings settings = new RulesSettings();
      try {
        settings.setApprovals(Integer.valueOf(count.strip()));
      } catch (NumberFormatException e) {
        throw new InvalidValueException("'" + count + "' is not a whole number.");
      }
      settings.setApprovers(approvers);
      settings.approval();
    }
  }
}
