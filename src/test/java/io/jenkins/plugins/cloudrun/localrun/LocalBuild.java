package io.jenkins.plugins.cloudrun.localrun;

import hudson.EnvVars;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One run of a Jenkinsfile. */
final class LocalBuild extends Run<LocalJob, LocalBuild> {
  private final EnvVars environment;

  LocalBuild(LocalJob job, int number, EnvVars environment) throws IOException {
    super(job);
    this.number = number;
    this.environment = environment;
  }

  /** Each run of a Jenkinsfile is by itself. */
  @Override
  public @Nullable LocalBuild getPreviousBuild() {
    return null;
  }

  @Override
  public EnvVars getEnvironment(TaskListener listener) {
    return new EnvVars(environment);
  }
}
