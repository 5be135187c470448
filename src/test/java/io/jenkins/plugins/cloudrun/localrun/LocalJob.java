package io.jenkins.plugins.cloudrun.localrun;

import hudson.model.Job;

/** The job that the local run stands for. */
final class LocalJob extends Job<LocalJob, LocalBuild> {
  LocalJob(String name) {
    super(null, name);
  }

  @Override
  public boolean isBuilding() {
    return true;
  }
}
