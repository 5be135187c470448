package io.jenkins.plugins.cloudrun.image;

import io.jenkins.plugins.cloudrun.model.CommitSha;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * The commit that is checked out in a folder, read from git's own files without git: an ordinary
 * working tree, a linked one or a submodule ({@code .git} is a file), a branch (loose or packed) or
 * a detached {@code HEAD}, SHA-1 or SHA-256 (gitrepository-layout(5)). A repository whose refs are
 * in a reftable is not read.
 */
public final class CommitLookup {
  private static final int DEPTH = 5;
  private static final int MOST_BYTES = 16 << 20;
  private static final int MOST_COMMIT = 64 << 10;

  private CommitLookup() {}

  /**
   * The commit of the working tree that holds {@code folder}, looking no higher than {@code root};
   * empty if there is none, or no commit in it yet.
   */
  public static Optional<CommitSha> head(Path folder, Path root) throws IOException {
    Optional<Path> gitFolder = gitFolder(folder, root);
    return gitFolder.isEmpty()
        ? Optional.empty()
        : resolve("HEAD", gitFolder.get(), common(gitFolder.get()), 0);
  }

  /**
   * Where the working tree came from: the URL of its remote {@code origin}, without user and
   * password; empty if there is none.
   */
  public static Optional<String> source(Path folder, Path root) throws IOException {
    Optional<Path> gitFolder = gitFolder(folder, root);
    if (gitFolder.isEmpty()) {
      return Optional.empty();
    }
    boolean origin = false;
    for (String line : read(common(gitFolder.get()).resolve("config")).split("\\R", -1)) {
      String text = line.trim();
      if (text.startsWith("[")) {
        origin = text.equals("[remote \"origin\"]");
      } else if (origin && text.matches("url\\s*=.*")) {
        return withoutCredentials(text.substring(text.indexOf('=') + 1).trim());
      }
    }
    return Optional.empty();
  }

  /**
   * The text of a commit, if it lies in a file of its own, as it does until git packs it.
   *
   * @return empty also when it is in a pack
   */
  static Optional<String> loose(CommitSha commit, Path folder, Path root) throws IOException {
    Optional<Path> gitFolder = gitFolder(folder, root);
    if (gitFolder.isEmpty()) {
      return Optional.empty();
    }
    String hex = commit.value();
    Path object =
        common(gitFolder.get())
            .resolve("objects")
            .resolve(hex.substring(0, 2))
            .resolve(hex.substring(2));
    if (!Files.isRegularFile(object)) {
      return Optional.empty();
    }
    try (InputStream in = new InflaterInputStream(Files.newInputStream(object))) {
      return Optional.of(new String(in.readNBytes(MOST_COMMIT), StandardCharsets.UTF_8));
    } catch (ZipException e) {
      return Optional.empty();
    }
  }

  /** Only addresses that others can use, and never what stands before an {@code @}. */
  private static Optional<String> withoutCredentials(String url) {
    if (url.matches("(?:https?|ssh|git)://[^\\s?#]+")) {
      return Optional.of(url.replaceFirst("://[^/]*@", "://"));
    }
    return Optional.empty();
  }

  private static Optional<Path> gitFolder(Path folder, Path root) throws IOException {
    for (Path at = folder; at != null && at.startsWith(root); at = at.getParent()) {
      Path git = at.resolve(".git");
      if (Files.isDirectory(git)) {
        return Optional.of(git);
      }
      String pointer = read(git).trim();
      if (pointer.startsWith("gitdir:")) {
        return Optional.of(beside(at, pointer.substring("gitdir:".length()).trim()));
      }
    }
    return Optional.empty();
  }

  /** A linked working tree keeps its own HEAD, and shares branches with the others. */
  private static Path common(Path gitFolder) throws IOException {
    String pointer = read(gitFolder.resolve("commondir")).trim();
    return pointer.isEmpty() ? gitFolder : beside(gitFolder, pointer);
  }

  private static Path beside(Path folder, String pointer) {
    try {
      return folder.resolve(pointer).normalize();
    } catch (InvalidPathException e) {
      return folder;
    }
  }

  private static Optional<CommitSha> resolve(String ref, Path gitFolder, Path common, int depth)
      throws IOException {
    String text = read(gitFolder.resolve(ref)).trim();
    if (text.isEmpty()) {
      text = read(common.resolve(ref)).trim();
    }
    if (text.startsWith("ref:")) {
      String next = text.substring("ref:".length()).trim();
      boolean plain = next.startsWith("refs/") && !Checks.hasDots(next) && !next.contains("\\");
      return plain && depth < DEPTH
          ? resolve(next, gitFolder, common, depth + 1)
          : Optional.empty();
    }
    return text.isEmpty() ? packed(ref, common) : sha(text);
  }

  private static Optional<CommitSha> packed(String ref, Path common) throws IOException {
    for (String line : read(common.resolve("packed-refs")).split("\\R", -1)) {
      int space = line.indexOf(' ');
      if (space > 0 && line.substring(space + 1).equals(ref)) {
        return sha(line.substring(0, space));
      }
    }
    return Optional.empty();
  }

  private static Optional<CommitSha> sha(String text) {
    try {
      return Optional.of(new CommitSha(text));
    } catch (InvalidValueException e) {
      return Optional.empty();
    }
  }

  /** What is in a file; nothing if there is none. */
  private static String read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return "";
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    }
  }
}
