package io.jenkins.plugins.cloudrun.benchmark;

import io.jenkins.plugins.cloudrun.benchmark.Application.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A git working tree with a commit for each version, as a job has it in its workspace. */
final class Checkout {
  private final Path root;
  private final Map<Version, String> commits = new EnumMap<>(Version.class);

  private Checkout(Path root) {
    this.root = root;
  }

  /**
   * Commits the sources of each version; afterwards the first is checked out.
   *
   * @param root becomes the working tree
   * @param sources a folder for each version, named as it is
   */
  static Checkout of(Path root, Path sources) throws IOException, InterruptedException {
    Checkout checkout = new Checkout(root);
    checkout.git("init", "-q");
    Files.writeString(
        root.resolve(".gitignore"),
        String.join("\n", "/lib/", "/classes/", Application.JAR, ".dockerignore", ""));
    Path src = root.resolve("src");
    for (Version version : Version.values()) {
      Folders.delete(src);
      Folders.copy(sources.resolve(version.toString()), src);
      checkout.git("add", "-A");
      checkout.git("commit", "-q", "-m", version.toString());
      checkout.commits.put(version, checkout.git("rev-parse", "HEAD"));
    }
    checkout.become(Version.FIRST);
    return checkout;
  }

  void become(Version version) throws IOException, InterruptedException {
    git("checkout", "-q", commit(version));
  }

  /** The SHA of a version. */
  String commit(Version version) {
    return commits.get(version);
  }

  private String git(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of("-c", "user.name=bench", "-c", "user.email=bench@example.org"));
    command.addAll(List.of("-c", "commit.gpgsign=false"));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command).directory(root.toFile()).redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " failed: " + output);
    }
    return output;
  }
}
