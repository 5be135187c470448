package io.jenkins.plugins.cloudrun.emulator.build;

import java.io.IOException;

/** Builds a Dockerfile. */
interface DockerfileBuild {
  /**
   * @throws StepFailure if the file cannot be built; why, is in the log
   */
  LocalImage build(StepContext context, DockerStep.Request request)
      throws StepFailure, IOException, InterruptedException;
}
