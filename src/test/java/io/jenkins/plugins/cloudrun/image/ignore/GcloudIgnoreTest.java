package io.jenkins.plugins.cloudrun.image.ignore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GcloudIgnoreTest {
  @TempDir private Path folder;

  @BeforeEach
  void files() throws IOException {
    Files.createDirectories(folder.resolve("sub"));
    for (String file : List.of("a", "b.log", "sub/a", "sub/b.log", "keep.log")) {
      Files.writeString(folder.resolve(file), "x");
    }
  }

  @Test
  void takesEverythingWithoutGit() throws Exception {
    assertEquals(List.of("a", "b.log", "keep.log", "sub", "sub/a", "sub/b.log"), kept());
  }

  @Test
  void leavesOutGitAndWhatItIgnores() throws Exception {
    Files.createDirectories(folder.resolve(".git/objects"));
    assertEquals(List.of("a", "b.log", "keep.log", "sub", "sub/a", "sub/b.log"), kept());
    Files.writeString(folder.resolve(".gitignore"), "*.log\n!keep.log\n");
    assertEquals(List.of("a", "keep.log", "sub", "sub/a"), kept());
  }

  @Test
  void followsItsOwnFileAlone() throws Exception {
    Files.writeString(folder.resolve(".gitignore"), "*.log\n");
    Files.writeString(folder.resolve("sub/.gitignore"), "a\n");
    Files.writeString(folder.resolve(".gcloudignore"), "/a\n");
    assertEquals(
        List.of(
            ".gcloudignore",
            ".gitignore",
            "b.log",
            "keep.log",
            "sub",
            "sub/.gitignore",
            "sub/a",
            "sub/b.log"),
        kept());
    Files.writeString(folder.resolve(".gcloudignore"), ".g*\n# !include:.gitignore\n!keep.log\n");
    assertEquals(List.of("a", "keep.log", "sub", "sub/a"), kept());
  }

  @Test
  void refusesAnIncludeThatIsNotThere() throws IOException {
    for (String name : List.of("missing", "sub/a", "../x")) {
      Files.writeString(folder.resolve(".gcloudignore"), "a\n#!include:" + name + "\n");
      InvalidValueException refused =
          assertThrows(InvalidValueException.class, () -> GcloudIgnore.read(folder));
      assertTrue(
          refused.getMessage().startsWith(".gcloudignore, line 2: '#!include:" + name),
          refused.getMessage());
    }
  }

  private List<String> kept() throws IOException, InterruptedException {
    List<String> kept = new ArrayList<>();
    ContextWalk.of(folder, GcloudIgnore.read(folder), (path, file, attributes) -> kept.add(path));
    return kept;
  }
}
