package io.jenkins.plugins.cloudrun.freestyle;

import hudson.Extension;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import io.jenkins.plugins.cloudrun.front.StatusLook;
import io.jenkins.plugins.cloudrun.settings.Expander;
import io.jenkins.plugins.cloudrun.settings.StatusSettings;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code cloudRunStatus} for freestyle jobs. */
public final class CloudRunStatusBuilder extends SettingsBuilder<StatusSettings> {
  @DataBoundConstructor
  public CloudRunStatusBuilder(StatusSettings settings) {
    super(settings);
  }

  /** For the form: Jenkins reads the kind of settings off this method. */
  public StatusSettings getSettings() {
    return settings();
  }

  @Override
  Map<String, Object> perform(AbstractBuild<?, ?> build, BuildListener listener, Expander expander)
      throws InterruptedException, IOException {
    return StatusLook.of(
        settings(),
        expander,
        build,
        Optional.ofNullable(build.getWorkspace()),
        listener.getLogger()::println);
  }

  /** What Jenkins knows of the builder. */
  @Extension
  public static final class DescriptorImpl extends SettingsBuilderDescriptor {
    public DescriptorImpl() {
      super("Look at what runs of a Cloud Run service");
    }
  }
}
