package io.jenkins.plugins.cloudrun.config;

import hudson.Extension;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.cloudrun.promotion.DatedFreeze;
import io.jenkins.plugins.cloudrun.promotion.Freeze;
import org.jenkinsci.Symbol;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code datedFreeze: {from: '2026-12-20', until: '2027-01-06', zone: 'Europe/Berlin'}}. */
public final class DatedFreezeSettings extends FreezeSettings {
  private final @Nullable String from;
  private final @Nullable String until;

  @DataBoundConstructor
  public DatedFreezeSettings(@Nullable String from, @Nullable String until) {
    this.from = RulesText.given(from);
    this.until = RulesText.given(until);
  }

  public @Nullable String getFrom() {
    return from;
  }

  public @Nullable String getUntil() {
    return until;
  }

  @Override
  public Freeze toFreeze() {
    return DatedFreeze.parse(
        nameOrNothing(), required("from", from), required("until", until), zoneOrDefault());
  }

  /** What Jenkins knows of a dated freeze. */
  @Extension
  @Symbol("datedFreeze")
  public static final class DescriptorImpl extends Descriptor<FreezeSettings> {
    private static final String FIRST = "0001-01-01";
    private static final String LAST = "9999-12-31";

    @Override
    public String getDisplayName() {
      return "Between two dates";
    }

    @POST
    public FormValidation doCheckFrom(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return RulesText.check(item, value, text -> DatedFreeze.parse("", text, LAST, DEFAULT_ZONE));
    }

    @POST
    public FormValidation doCheckUntil(
        @AncestorInPath @Nullable Item item,
        @QueryParameter String value,
        @QueryParameter String from) {
      String begin = RulesText.given(from);
      return RulesText.check(
          item,
          value,
          text -> DatedFreeze.parse("", begin == null ? FIRST : begin, text, DEFAULT_ZONE));
    }

    @POST
    public FormValidation doCheckZone(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return RulesText.check(item, value, text -> DatedFreeze.parse("", FIRST, LAST, text));
    }
  }
}
