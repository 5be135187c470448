package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.rollout.port.ImageTags;
import io.jenkins.plugins.cloudrun.rollout.port.Jobs;
import io.jenkins.plugins.cloudrun.rollout.port.Scans;
import io.jenkins.plugins.cloudrun.rollout.port.Session;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds;

/** As much of the outside as a rollout asks. */
interface RolloutSession extends Session {
  @Override
  default Jobs jobs() {
    throw new UnsupportedOperationException();
  }

  @Override
  default SourceBuilds sourceBuilds() {
    throw new UnsupportedOperationException();
  }

  @Override
  default ImageTags imageTags() {
    throw new UnsupportedOperationException();
  }

  @Override
  default Scans scans() {
    throw new UnsupportedOperationException();
  }
}
