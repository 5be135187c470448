package io.jenkins.plugins.cloudrun.image.dockerfile.builder;

import io.jenkins.plugins.cloudrun.image.dockerfile.RunInstruction;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.IOException;
import java.util.Optional;

/** Who builds a Dockerfile that has to run something. */
public sealed interface BuilderChoice {
  /** For the log: who, and why. */
  String reason();

  /** A tool of this agent. */
  record OnAgent(AgentTool tool, String reason) implements BuilderChoice {}

  /** Cloud Build. */
  record InCloud(String reason) implements BuilderChoice {}

  /**
   * Chooses.
   *
   * @param builder of the request: {@code auto}, {@code buildah}, {@code docker} or {@code
   *     cloudbuild}
   * @param run what makes a builder necessary
   * @throws InvalidValueException if the builder that is asked for is not there
   */
  static BuilderChoice choose(String builder, RunInstruction run, AgentTools tools)
      throws IOException, InterruptedException {
    String because = "The Dockerfile has " + run.shown();
    switch (builder) {
      case "cloudbuild" -> {
        return new InCloud(because + " and builder is 'cloudbuild': building in Cloud Build.");
      }
      case "buildah", "docker" -> {
        AgentTool.Kind kind =
            builder.equals("buildah") ? AgentTool.Kind.BUILDAH : AgentTool.Kind.DOCKER;
        AgentTools.Probe probe = tools.probe(kind);
        if (probe.tool().isEmpty()) {
          throw new InvalidValueException(
              because
                  + " and builder is '"
                  + builder
                  + "', but "
                  + probe.obstacle()
                  + ". Mend that on the agent, or let builder be 'auto' or 'cloudbuild'.");
        }
        return new OnAgent(
            probe.tool().get(), because + ": building with " + builder + " on this agent.");
      }
      default -> {
        StringBuilder obstacles = new StringBuilder();
        for (AgentTool.Kind kind : AgentTool.Kind.values()) {
          AgentTools.Probe probe = tools.probe(kind);
          Optional<AgentTool> tool = probe.tool();
          if (tool.isPresent()) {
            return new OnAgent(
                tool.get(),
                because + ": building with " + kind.command() + ", which is on this agent.");
          }
          obstacles.append(obstacles.isEmpty() ? "" : ", ").append(probe.obstacle());
        }
        return new InCloud(
            because
                + " and neither buildah nor docker can be used on this agent ("
                + obstacles
                + "): building in Cloud Build.");
      }
    }
  }
}
