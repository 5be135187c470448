package io.jenkins.plugins.cloudrun.settings;

import hudson.Extension;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.cloudrun.model.Durations;
import io.jenkins.plugins.cloudrun.model.Severity;
import io.jenkins.plugins.cloudrun.scan.ScanPlan;
import java.io.Serializable;
import org.jenkinsci.Symbol;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What may be known against an image: {@code scan(failOn: 'HIGH', wait: '5m')}. */
public final class ScanSettings extends AbstractDescribableImpl<ScanSettings>
    implements Serializable {
  private static final long serialVersionUID = 1L;

  private @Nullable String failOn;
  private @Nullable String wait;

  @DataBoundConstructor
  public ScanSettings() {}

  public @Nullable String getFailOn() {
    return failOn;
  }

  @DataBoundSetter
  public void setFailOn(@Nullable String failOn) {
    this.failOn = Given.text(failOn, ScanPlan.DEFAULT_FAIL_ON.name());
  }

  public @Nullable String getWait() {
    return wait;
  }

  @DataBoundSetter
  public void setWait(@Nullable String wait) {
    this.wait = Given.text(wait, Durations.text(ScanPlan.DEFAULT_WITHIN));
  }

  /**
   * The gate that these settings ask for.
   *
   * @throws io.jenkins.plugins.cloudrun.model.InvalidValueException naming what is refused
   */
  public ScanPlan toScan(Expander expander) {
    Parameters read = new Parameters(expander);
    return new ScanPlan(
        read.parsed("The scan's failOn", failOn, Severity::parse).orElse(ScanPlan.DEFAULT_FAIL_ON),
        read.duration("The scan's wait", wait).orElse(ScanPlan.DEFAULT_WITHIN));
  }

  /** What Jenkins knows of a scan. */
  @Extension
  @Symbol("scan")
  public static final class DescriptorImpl extends Descriptor<ScanSettings> {
    @Override
    public String getDisplayName() {
      return "Scan for vulnerabilities";
    }

    @POST
    public ListBoxModel doFillFailOnItems() {
      ListBoxModel choices = new ListBoxModel();
      for (Severity severity : Severity.named()) {
        choices.add(
            severity == Severity.CRITICAL ? severity.name() : severity.name() + " or above",
            severity.name());
      }
      return choices;
    }

    @POST
    public FormValidation doCheckWait(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.optional(
          item,
          value,
          text -> {
            ScanSettings settings = new ScanSettings();
            settings.setWait(text);
            settings.toScan(Expander.NONE);
          });
    }
  }
}
