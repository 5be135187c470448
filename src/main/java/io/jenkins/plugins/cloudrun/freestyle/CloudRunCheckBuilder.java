package io.jenkins.plugins.cloudrun.freestyle;

import hudson.AbortException;
import hudson.Extension;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import io.jenkins.plugins.cloudrun.front.TargetCheck;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.preflight.Report;
import io.jenkins.plugins.cloudrun.settings.CheckSettings;
import io.jenkins.plugins.cloudrun.settings.Expander;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
      throws IOException, InterruptedException {
    Report report = asked(build, listener, expander);
    if (!report.ok() && settings().isFailBuild()) {
      throw new AbortException(report.summary());
    }
    return report.result();
  }

  private Report asked(AbstractBuild<?, ?> build, BuildListener listener, Expander expander)
      throws IOException, InterruptedException {
    Duration limit = settings().timeLimit(expander, TargetCheck.LIMIT);
    Future<Report> work =
        Platform.get()
            .background()
            .submit(
                () -> TargetCheck.run(settings(), expander, build, listener.getLogger()::println));
    try {
      return work.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AbortException(TargetCheck.TOO_LONG);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InvalidValueException refused) {
        throw new AbortException(refused.getMessage());
      }
      throw new IOException(e.getCause());
    } finally {
      // Nothing happens when it is done.
      work.cancel(true);
    }
  }

  /** What Jenkins knows of the builder. */
  @Extension
  public static final class DescriptorImpl extends SettingsBuilderDescriptor {
    public DescriptorImpl() {
      super("Check what the credentials may do on Cloud Run");
    }
  }
}
