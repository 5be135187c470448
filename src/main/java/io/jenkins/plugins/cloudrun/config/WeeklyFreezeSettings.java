package io.jenkins.plugins.cloudrun.config;

import hudson.Extension;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.cloudrun.promotion.Freeze;
import io.jenkins.plugins.cloudrun.promotion.WeeklyFreeze;
import org.jenkinsci.Symbol;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code weeklyFreeze: {days: 'Sat, Sun', zone: 'Europe/Berlin'}}. */
public final class WeeklyFreezeSettings extends FreezeSettings {
  private static final String MIDNIGHT = "00:00";
  private static final String END = "24:00";

  private final @Nullable String days;
  private @Nullable String from;
  private @Nullable String until;

  @DataBoundConstructor
  public WeeklyFreezeSettings(@Nullable String days) {
    this.days = RulesText.given(days);
  }

  public @Nullable String getDays() {
    return days;
  }

  public @Nullable String getFrom() {
    return from;
  }

  @DataBoundSetter
  public void setFrom(@Nullable String from) {
    String text = RulesText.given(from);
    this.from = MIDNIGHT.equals(text) ? null : text;
  }

  public @Nullable String getUntil() {
    return until;
  }

  @DataBoundSetter
  public void setUntil(@Nullable String until) {
    String text = RulesText.given(until);
    this.until = END.equals(text) ? null : text;
  }

  @Override
  public Freeze toFreeze() {
    return WeeklyFreeze.parse(
        nameOrNothing(),
        required("days", days),
        from == null ? MIDNIGHT : from,
        until == null ? END : until,
        zoneOrDefault());
  }

  /** What Jenkins knows of a weekly freeze. */
  @Extension
  @Symbol("weeklyFreeze")
  public static final class DescriptorImpl extends Descriptor<FreezeSettings> {
    @Override
    public String getDisplayName() {
      return "Every week";
    }

    @POST
    public FormValidation doCheckDays(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return RulesText.check(item, value, WeeklyFreeze::days);
    }

    @POST
    public FormValidation doCheckFrom(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return RulesText.check(item, value, text -> probe(text, END, DEFAULT_ZONE));
    }

    @POST
    public FormValidation doCheckUntil(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return RulesText.check(item, value, text -> probe(MIDNIGHT, text, DEFAULT_ZONE));
    }

    @POST
    public FormValidation doCheckZone(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return RulesText.check(item, value, text -> probe(MIDNIGHT, END, text));
    }

    private static void probe(String from, String until, String zone) {
      WeeklyFreeze.parse("", "Mon", from, until, zone);
    }
  }
}
