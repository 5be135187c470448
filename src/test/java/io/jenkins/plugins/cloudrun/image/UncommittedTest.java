package io.jenkins.plugins.cloudrun.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UncommittedTest {
  @TempDir Path folder;
  private Path work;

  @BeforeAll
  static void needsGit() {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/git")), "git is not installed");
  }

  @BeforeEach
  void repository() throws Exception {
    work = Files.createDirectories(folder.resolve("work")).toRealPath();
    git("init", "-q", "-b", "main");
    Files.writeString(work.resolve(".gitignore"), "target/\n");
    Files.writeString(work.resolve("Main.java"), "one");
    Files.writeString(work.resolve("Old.java"), "old and long enough to be recognised");
    git("add", ".");
    git("commit", "-q", "-m", "first");
  }

  @Test
  void saysNothingOfWhatIsCommittedOrIgnored() throws Exception {
    Files.createDirectories(work.resolve("target"));
    Files.writeString(work.resolve("target/shop.jar"), "jar");
    assertEquals(Optional.empty(), Uncommitted.warning(work, work));
  }

  @Test
  void namesWhatChanged() throws Exception {
    Files.writeString(work.resolve("Main.java"), "two");
    String one = Uncommitted.warning(work, work).orElseThrow();
    assertTrue(one.contains("in 1 file (Main.java)"), one);

    git("mv", "Old.java", "New name.java");
    Files.createDirectories(work.resolve("module/src"));
    Files.writeString(work.resolve("module/src/a"), "a");
    Files.writeString(work.resolve("module/src/b"), "b");
    String three = Uncommitted.warning(work.resolve("module"), work).orElseThrow();
    assertTrue(three.contains("in 3 files ("), three);
    assertTrue(three.contains("New name.java"), three);
    assertTrue(three.contains("module/"), three);
    assertFalse(three.contains("Old.java"), three);

    for (int i = 0; i < 20; i++) {
      Files.writeString(work.resolve("x" + i), "x");
    }
    Files.writeString(work.resolve("a\nFinished: SUCCESS"), "x");
    String many = Uncommitted.warning(work, work).orElseThrow();
    assertTrue(many.contains("in 24 files ("), many);
    assertTrue(many.contains(", …"), many);
    assertEquals(1, many.lines().count(), many);
  }

  @Test
  void looksNeitherAboveTheWorkspaceNorWhereNoGitIs() throws Exception {
    Files.writeString(work.resolve("Main.java"), "two");
    Path inner = Files.createDirectories(work.resolve("inner"));
    assertEquals(Optional.empty(), Uncommitted.warning(inner, inner));
    Path other = Files.createDirectories(folder.resolve("other"));
    assertEquals(Optional.empty(), Uncommitted.warning(other, other));
  }

  @Test
  void leavesTheIndexAlone() throws Exception {
    Path index = work.resolve(".git/index");
    Files.setLastModifiedTime(work.resolve("Main.java"), FileTime.fromMillis(5_000));
    byte[] before = Files.readAllBytes(index);
    assertEquals(Optional.empty(), Uncommitted.warning(work, work));
    assertArrayEquals(before, Files.readAllBytes(index));
  }

  @Test
  void runsNoProgramOfTheRepository() throws Exception {
    Path ran = folder.resolve("ran");
    Path script = Files.writeString(folder.resolve("script"), "#!/bin/sh\ntouch " + ran + "\n");
    assertTrue(script.toFile().setExecutable(true));
    git("config", "core.fsmonitor", script.toString());
    Files.writeString(work.resolve("Main.java"), "two");
    assertTrue(Uncommitted.warning(work, work).isPresent());
    assertFalse(Files.exists(ran));
  }

  @Test
  void stopsWhenInterrupted() {
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> Uncommitted.warning(work, work));
    assertFalse(Thread.interrupted());
  }

  private void git(String... words) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("git", "-c", "user.name=Test", "-c", "user.email=test@example.org"));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile()).inheritIO();
    builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
    Process process = builder.start();
    assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), command.toString());
  }
}
