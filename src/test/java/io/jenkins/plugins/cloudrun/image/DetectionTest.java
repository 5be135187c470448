package io.jenkins.plugins.cloudrun.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetectionTest {
  @TempDir Path folder;
  private Path root;

  @BeforeEach
  void workspace() throws IOException {
    root = Files.createDirectories(folder.resolve("work"));
  }

  @Test
  void takesTheDockerfileBeforeAnyJar() throws Exception {
    Path jar = jar("build/libs/shop.jar");
    assertEquals(new Detection.Found.Jar(jar), find());
    Path dockerfile = Files.writeString(root.resolve("Dockerfile"), "FROM scratch");
    assertEquals(new Detection.Found.Dockerfile(dockerfile), find());
  }

  @Test
  void aDockerfileThatIsFoundHeedsNoMoreThanOneThatIsNamed() throws Exception {
    Files.writeString(root.resolve("Dockerfile"), "FROM scratch");
    ImageRequest request =
        ImageRequest.of("eu.example.com/p/shop").jvmFlags(List.of("-Xss1m")).build();
    InvalidValueException refused =
        assertThrows(
            InvalidValueException.class, () -> Subject.of(request, new Workspace(root, ".")));
    assertTrue(String.valueOf(refused.getMessage()).startsWith("jvmFlags has no effect on"));
  }

  @Test
  void refusesLinksThatLeadOut() throws Exception {
    Path outside = Files.createDirectories(folder.resolve("outside"));
    Path jar = new JarFiles().with("Main-Class", "a.B").write(outside.resolve("a.jar"));
    Files.createDirectories(root.resolve("target"));
    Files.createSymbolicLink(root.resolve("target/a.jar"), jar);
    InvalidValueException refused = assertThrows(InvalidValueException.class, this::find);
    assertTrue(String.valueOf(refused.getMessage()).contains("out of the workspace"));
  }

  private Detection.Found find() throws IOException {
    return Detection.find(new Workspace(root, "."));
  }

  private Path jar(String name) throws IOException {
    return new JarFiles().with("Main-Class", "a.B").write(root.toRealPath().resolve(name));
  }
}
