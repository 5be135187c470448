package io.jenkins.plugins.cloudrun.localrun;

import hudson.EnvVars;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.io.IOException;

/** One run of a Jenkinsfile. */
final class LocalBuild extends Run<LocalJob, LocalBuild> {
  private final EnvVars environment;

  LocalBuild(LocalJob job, int number, EnvVars environment) throws IOException {
    super(job);
    this.number = number;
    this.environment = environment;
  }

  @Override
  public EnvVars getEnvironment(TaskListener listener) {
    return new EnvVars(environment);
  }
}
