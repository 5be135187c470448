package io.jenkins.plugins.cloudrun.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Held against git itself. */
class CommitLookupTest {
  @TempDir Path folder;

  @BeforeAll
  static void needsGit() {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/git")), "git is not installed");
  }

  @Test
  void readsBranchesLooseAndPackedAndADetachedHead() throws Exception {
    Path work = repository("work");
    assertEquals(git(work, "rev-parse", "HEAD"), head(work));
    git(work, "pack-refs", "--all");
    assertTrue(Files.notExists(work.resolve(".git/refs/heads/main")));
    assertEquals(git(work, "rev-parse", "HEAD"), head(work));
    String first = git(work, "rev-parse", "HEAD");
    git(work, "commit", "-q", "--allow-empty", "-m", "second");
    git(work, "checkout", "-q", "--detach", first);
    assertEquals(first, head(work));
  }

  @Test
  void readsALinkedWorkingTree() throws Exception {
    Path work = repository("work");
    Path linked = folder.resolve("linked");
    git(work, "worktree", "add", "-q", "-b", "feature/x", linked.toString());
    git(linked, "commit", "-q", "--allow-empty", "-m", "there");
    assertEquals(git(linked, "rev-parse", "HEAD"), head(linked));
    git(work, "pack-refs", "--all");
    assertEquals(git(linked, "rev-parse", "HEAD"), head(linked));
    assertEquals(Optional.of("https://example.org/shop.git"), CommitLookup.source(linked, linked));
  }

  @Test
  void readsSha256() throws Exception {
    Path work = Files.createDirectory(folder.resolve("work"));
    git(work, "init", "-q", "-b", "main", "--object-format=sha256");
    git(work, "commit", "-q", "--allow-empty", "-m", "first");
    assertEquals(64, head(work).length());
    assertEquals(git(work, "rev-parse", "HEAD"), head(work));
  }

  @Test
  void looksUpwardsButNotOutOfTheWorkspace() throws Exception {
    Path work = repository("work");
    Path module = Files.createDirectories(work.resolve("a/b"));
    assertEquals(Optional.of(head(work)), text(module, work));
    assertEquals(Optional.empty(), text(module, module));
  }

  @Test
  void findsNothingWithoutACommit() throws Exception {
    Path work = Files.createDirectory(folder.resolve("work"));
    assertEquals(Optional.empty(), text(work, work));
    git(work, "init", "-q", "-b", "main");
    assertEquals(Optional.empty(), text(work, work));
    Files.writeString(work.resolve(".git/HEAD"), "ref: refs/../../outside\n");
    Files.writeString(folder.resolve("outside"), "0123456789abcdef0123456789abcdef01234567\n");
    assertEquals(Optional.empty(), text(work, work));
    Files.writeString(work.resolve(".git/HEAD"), "ref: refs/heads/main\n");
    Files.writeString(work.resolve(".git/refs/heads/main"), "ref: refs/heads/main\n");
    assertEquals(Optional.empty(), text(work, work));
  }

  @Test
  void takesNoPasswordWithTheSource() throws Exception {
    Path work = repository("work");
    git(work, "remote", "set-url", "origin", "https://user:hush@example.org/shop.git");
    assertEquals(Optional.of("https://example.org/shop.git"), CommitLookup.source(work, work));
    git(work, "remote", "set-url", "origin", "/srv/git/shop.git");
    assertEquals(Optional.empty(), CommitLookup.source(work, work));
  }

  private Path repository(String name) throws Exception {
    Path work = Files.createDirectory(folder.resolve(name));
    git(work, "init", "-q", "-b", "main");
    git(work, "remote", "add", "origin", "https://example.org/shop.git");
    git(work, "commit", "-q", "--allow-empty", "-m", "first");
    return work;
  }

  private static String head(Path work) throws IOException {
    return text(work, work).orElseThrow();
  }

  private static Optional<String> text(Path at, Path root) throws IOException {
    return CommitLookup.head(at, root).map(commit -> commit.value());
  }

  private static String git(Path in, String... words) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("git", "-c", "user.name=Test", "-c", "user.email=test@example.org"));
    command.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(in.toFile()).redirectErrorStream(true);
    builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), command + ": " + out);
    return out.trim();
  }
}
