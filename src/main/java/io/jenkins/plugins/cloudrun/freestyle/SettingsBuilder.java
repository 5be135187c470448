package io.jenkins.plugins.cloudrun.freestyle;

import hudson.AbortException;
import hudson.EnvVars;
import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.AbstractProject;
import hudson.model.BuildListener;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.settings.CommonSettings;
import io.jenkins.plugins.cloudrun.settings.Expander;
import java.io.IOException;
import java.util.Map;

/**
 * A builder over the settings of a step. Its executor's thread waits, as builders do; what it
 * started in the engine does not depend on it.
 *
 * @param <S> the settings
 */
public abstract class SettingsBuilder<S extends CommonSettings> extends Builder {
  private final S settings;

  SettingsBuilder(S settings) {
    this.settings = settings;
  }

  /** No getter: forms would take it for one of {@link CommonSettings}, which have no form. */
  final S settings() {
    return settings;
  }

  /**
   * Does the work and waits for its end.
   *
   * @return what the step would return; with {@code failBuild} off also after a failure
   * @throws AbortException when it failed, with the message for people
   */
  abstract Map<String, Object> perform(
      AbstractBuild<?, ?> build, BuildListener listener, Expander expander)
      throws InterruptedException, IOException;

  @Override
  public final boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
      throws InterruptedException, IOException {
    EnvVars env = build.getEnvironment(listener);
    env.overrideAll(build.getBuildVariables());
    Expander expander = env::expand;
    try {
      CloudRunVariables.of(build).put(perform(build, listener, expander.in(build.getParent())));
      return true;
    } catch (InvalidValueException e) {
      throw new AbortException(e.getMessage());
    }
  }

  /**
   * What Jenkins knows of a builder: it fits every kind of freestyle job. Public, because Jelly's
   * expressions call a public method only where its class is public.
   */
  public abstract static class SettingsBuilderDescriptor extends BuildStepDescriptor<Builder> {
    private final String displayName;

    SettingsBuilderDescriptor(String displayName) {
      this.displayName = displayName;
    }

    @Override
    public final String getDisplayName() {
      return displayName;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public final boolean isApplicable(Class<? extends AbstractProject> jobType) {
      return true;
    }
  }
}
