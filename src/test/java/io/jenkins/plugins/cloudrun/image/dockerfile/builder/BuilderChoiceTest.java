package io.jenkins.plugins.cloudrun.image.dockerfile.builder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.image.dockerfile.RunInstruction;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuilderChoiceTest {
  private static final RunInstruction RUN = new RunInstruction("Dockerfile, line 4", "RUN make");

  @TempDir private Path bin;

  @Test
  void prefersBuildahThenDockerThenTheCloud() throws Exception {
    assertEquals(
        new BuilderChoice.InCloud(
            "The Dockerfile has RUN (Dockerfile, line 4) and neither buildah nor docker can be"
                + " used on this agent (buildah is not on the PATH, docker is not on the PATH):"
                + " building in Cloud Build."),
        choose("auto"));
    Scripts.write(bin, "docker", "echo Cannot connect to the Docker daemon; exit 1");
    assertTrue(
        choose("auto").reason().contains("daemon does not answer (Cannot connect"),
        choose("auto").reason());
    Scripts.write(bin, "docker", "[ \"$1\" = version ] && echo 28");
    assertEquals(
        "The Dockerfile has RUN (Dockerfile, line 4): building with docker, which is on this"
            + " agent.",
        choose("auto").reason());
    Scripts.write(bin, "buildah", "[ \"$*\" = '--storage-driver vfs info' ]");
    BuilderChoice.OnAgent buildah = (BuilderChoice.OnAgent) choose("auto");
    assertEquals(
        new AgentTool(
            AgentTool.Kind.BUILDAH, bin.resolve("buildah"), List.of("--storage-driver", "vfs")),
        buildah.tool());
    assertEquals(AgentTool.Kind.DOCKER, ((BuilderChoice.OnAgent) choose("docker")).tool().kind());
    assertTrue(choose("cloudbuild") instanceof BuilderChoice.InCloud);
  }

  @Test
  void saysWhenTheOneThatIsAskedForIsMissing() {
    InvalidValueException refused =
        assertThrows(InvalidValueException.class, () -> choose("buildah"));
    assertEquals(
        "The Dockerfile has RUN (Dockerfile, line 4) and builder is 'buildah', but buildah is not"
            + " on the PATH. Mend that on the agent, or let builder be 'auto' or 'cloudbuild'.",
        refused.getMessage());
  }

  private BuilderChoice choose(String builder) throws Exception {
    return BuilderChoice.choose(builder, RUN, new AgentTools(Map.of("PATH", bin.toString())));
  }
}
