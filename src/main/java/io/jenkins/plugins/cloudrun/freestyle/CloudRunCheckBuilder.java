package io.jenkins.plugins.cloudrun.freestyle;

import hudson.AbortException;
import hudson.Extension;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import io.jenkins.plugins.cloudrun.front.TargetCheck;
import io.jenkins.plugins.cloudrun.preflight.Report;
import io.jenkins.plugins.cloudrun.settings.CheckSettings;
import io.jenkins.plugins.cloudrun.settings.Expander;
import java.io.IOException;
import java.util.Map;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code cloudRunCheck} for freestyle jobs. */
public final class CloudRunCheckBuilder extends SettingsBuilder<CheckSettings> {
  @DataBoundConstructor
  public CloudRunCheckBuilder(CheckSettings settings) {
    super(settings);
  }

  /** For the form: Jenkins reads the kind of settings off this method. */
  public CheckSettings getSettings() {
    return settings();
  }

  @Override
  Map<String, Object> perform(AbstractBuild<?, ?> build, BuildListener listener, Expander expander)
      throws IOException {
    Report report = TargetCheck.run(settings(), expander, build, listener.getLogger()::println);
    if (!report.ok() && settings().isFailBuild()) {
      throw new AbortException(report.summary());
    }
    return report.result();
  }

  /** What Jenkins knows of the builder. */
  @Extension
  public static final class DescriptorImpl extends SettingsBuilderDescriptor {
    public DescriptorImpl() {
      super("Check what the credentials may do on Cloud Run");
    }
  }
}
