package io.jenkins.plugins.cloudrun.settings;

import hudson.Extension;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.cloudrun.model.Durations;
import io.jenkins.plugins.cloudrun.model.LogSeverity;
import io.jenkins.plugins.cloudrun.rollout.gate.Gate;
import io.jenkins.plugins.cloudrun.rollout.gate.LogsGate;
import io.jenkins.plugins.cloudrun.rollout.gate.Terms;
import java.time.Duration;
import org.jenkinsci.Symbol;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The revision's entries in Cloud Logging: {@code logs(severity: 'ERROR', atMost: 3)}. */
public final class LogsGateSettings extends GateSettings {
  private static final long serialVersionUID = 1L;

  private @Nullable String severity;
  private @Nullable Integer atMost;
  private @Nullable String window;
  private @Nullable Integer count;

  @DataBoundConstructor
  public LogsGateSettings() {}

  @Override
  protected Terms usual() {
    return LogsGate.DEFAULT_TERMS;
  }

  public @Nullable String getSeverity() {
    return severity;
  }

  @DataBoundSetter
  public void setSeverity(@Nullable String severity) {
    this.severity = Given.text(severity, LogsGate.DEFAULT_SEVERITY.name());
  }

  public @Nullable Integer getAtMost() {
    return atMost;
  }

  @DataBoundSetter
  public void setAtMost(@Nullable Integer atMost) {
    this.atMost = Given.number(atMost, LogsGate.DEFAULT_AT_MOST);
  }

  public @Nullable String getWindow() {
    return window;
  }

  @DataBoundSetter
  public void setWindow(@Nullable String window) {
    this.window = Given.text(window, Durations.text(LogsGate.DEFAULT_WINDOW));
  }

  public @Nullable Integer getCount() {
    return count;
  }

  @DataBoundSetter
  public void setCount(@Nullable Integer count) {
    this.count = Given.number(count, LogsGate.DEFAULT_TERMS.count());
  }

  @Override
  public Gate toGate(Expander expander) {
    Parameters read = new Parameters(expander);
    return new LogsGate(
        read.parsed("The gate's severity", severity, LogSeverity::parse)
            .orElse(LogsGate.DEFAULT_SEVERITY),
        atMost == null ? LogsGate.DEFAULT_AT_MOST : atMost,
        read.duration("The gate's window", window).orElse(LogsGate.DEFAULT_WINDOW),
        terms(read, count, Duration.ZERO));
  }

  /** What Jenkins knows of this gate. */
  @Extension
  @Symbol("logs")
  public static final class DescriptorImpl extends GateDescriptor {
    @Override
    public String getDisplayName() {
      return "Entries of Cloud Logging";
    }

    @Override
    protected GateSettings sample() {
      return new LogsGateSettings();
    }

    private static FormValidation checkNumber(
        @Nullable Item item, String value, Probe<LogsGateSettings, Integer> setter) {
      return FormCheck.number(
          item,
          value,
          number -> {
            LogsGateSettings settings = new LogsGateSettings();
            setter.set(settings, number);
            settings.toGate(Expander.NONE);
          });
    }

    @POST
    public FormValidation doCheckSeverity(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.warned(item, value, FormValidation.ok(), Oddities::entries);
    }

    @POST
    public ListBoxModel doFillSeverityItems() {
      ListBoxModel choices = new ListBoxModel();
      for (LogSeverity severity : LogSeverity.values()) {
        choices.add(
            severity == LogSeverity.EMERGENCY ? severity.name() : severity.name() + " or worse",
            severity.name());
      }
      return choices;
    }

    @POST
    public FormValidation doCheckAtMost(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return checkNumber(item, value, LogsGateSettings::setAtMost);
    }

    @POST
    public FormValidation doCheckWindow(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return probe(item, value, (gate, text) -> ((LogsGateSettings) gate).setWindow(text));
    }

    @POST
    public FormValidation doCheckCount(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return checkNumber(item, value, LogsGateSettings::setCount);
    }
  }
}
