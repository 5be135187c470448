package io.jenkins.plugins.cloudrun.image.dockerfile;

/** Whether a Dockerfile can be built in process, and what it makes then. */
public sealed interface DockerfilePlan {
  /** It can. */
  record InProcess(DockerfileImage image) implements DockerfilePlan {}

  /** It cannot: something in the stages that the result needs has to run. */
  record NeedsBuilder(RunInstruction run) implements DockerfilePlan {}
}
