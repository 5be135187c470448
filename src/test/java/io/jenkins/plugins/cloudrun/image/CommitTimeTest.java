package io.jenkins.plugins.cloudrun.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.cloudrun.model.CommitSha;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitTimeTest {
  private static final Instant TIME = Instant.parse("2024-05-06T07:08:09Z");

  @TempDir private Path folder;
  private Path tree;

  @BeforeEach
  void commit() throws Exception {
    tree = Files.createDirectory(folder.resolve("tree")).toRealPath();
    try {
      git("init", "-q");
    } catch (IOException e) {
      assumeTrue(false, "There is no git here.");
    }
    git(
        "-c",
        "user.name=A > 1 +0000",
        "-c",
        "user.email=a@b",
        "commit",
        "-q",
        "--allow-empty",
        "-m",
        "committer x> 5 +0000");
  }

  @Test
  void isReadFromTheCommitAndAskedOfGitWhenItIsPacked() throws Exception {
    CommitSha commit = CommitLookup.head(tree, tree).orElseThrow();
    CommitTime time = new CommitTime(folder.resolve("kept"));
    assertEquals(Optional.of(TIME), time.of(commit, tree, tree));
    git("gc", "-q");
    git("prune-packed");
    assertEquals(Optional.empty(), CommitLookup.loose(commit, tree, tree));
    assertEquals(Optional.of(TIME), time.of(commit, tree, tree));
    assertEquals(
        Long.toString(TIME.getEpochSecond()),
        Files.readString(folder.resolve("kept").resolve(commit.value())));
  }

  @Test
  void isNotKnownOfWhatIsNotThere() throws Exception {
    CommitSha other = new CommitSha("0123456789abcdef0123456789abcdef01234567");
    assertEquals(Optional.empty(), new CommitTime(folder.resolve("kept")).of(other, tree, tree));
    assertEquals(
        Optional.empty(), new CommitTime(folder.resolve("kept")).of(other, folder, folder));
  }

  private void git(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    ProcessBuilder git =
        new ProcessBuilder(command).directory(tree.toFile()).redirectErrorStream(true);
    git.environment().put("GIT_COMMITTER_DATE", TIME.toString());
    git.environment().put("GIT_AUTHOR_DATE", "2020-01-01T00:00:00Z");
    Process process = git.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(said);
    }
  }
}
