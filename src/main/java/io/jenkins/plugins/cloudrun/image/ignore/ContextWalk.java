package io.jenkins.plugins.cloudrun.image.ignore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that ignore rules leave of a folder, in the order of names, each folder before what is in it.
 * Links are not followed. A folder that is left out is entered only if a rule takes back something
 * in it; that something is then visited without its folder.
 */
public final class ContextWalk {
  /** Told of each file, folder and link that stays. */
  public interface Visitor {
    /**
     * @param path relative to the root, with '/'
     * @param attributes of the link itself if it is one
     */
    void visit(String path, Path file, BasicFileAttributes attributes)
        throws IOException, InterruptedException;
  }

  private final IgnoreRules rules;
  private final Visitor visitor;

  private ContextWalk(IgnoreRules rules, Visitor visitor) {
    this.rules = rules;
    this.visitor = visitor;
  }

  /**
   * Visits what is in a folder, not the folder itself.
   *
   * @throws InterruptedException soon after the thread was interrupted
   */
  public static void of(Path root, IgnoreRules rules, Visitor visitor)
      throws IOException, InterruptedException {
    new ContextWalk(rules, visitor).folder(root, "");
  }

  /** The same from a folder further down; paths stay relative to the root. */
  public static void below(Path root, String folder, IgnoreRules rules, Visitor visitor)
      throws IOException, InterruptedException {
    new ContextWalk(rules, visitor).folder(root.resolve(folder), folder + "/");
  }

  private void folder(Path folder, String prefix) throws IOException, InterruptedException {
    for (Path file : sorted(folder)) {
      if (Thread.interrupted()) {
        throw new InterruptedException("Interrupted while reading the context.");
      }
      String path = prefix + file.getFileName();
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      boolean ignored = rules.ignores(path, attributes.isDirectory());
      if (!ignored) {
        visitor.visit(path, file, attributes);
      }
      if (attributes.isDirectory() && !(ignored && rules.prunes(path))) {
        folder(file, path + "/");
      }
    }
  }

  private static List<Path> sorted(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
