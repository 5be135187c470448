package io.jenkins.plugins.cloudrun.image.dockerfile;

import io.jenkins.plugins.cloudrun.image.ignore.IgnoreRules;
import io.jenkins.plugins.cloudrun.image.layer.FileContent;
import io.jenkins.plugins.cloudrun.image.layer.LayerEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of a context, without those that are ignored. Links that lead out of it lead nowhere:
 * for them the context's folder is the root of all files, as it is for Docker.
 */
final class ContextTree implements FileTree {
  private final Path root;
  private final IgnoreRules rules;
  private final Map<String, Optional<LayerEntry>> known = new HashMap<>();

  ContextTree(Path root, IgnoreRules rules) {
    this.root = root;
    this.rules = rules;
  }

  @Override
  public Optional<LayerEntry> entry(String path) throws IOException {
    if (path.equals("/")) {
      return Optional.of(Entries.folder("/"));
    }
    Optional<LayerEntry> entry = known.get(path);
    if (entry == null) {
      entry = read(path);
      known.put(path, entry);
    }
    return entry;
  }

  private Optional<LayerEntry> read(String path) throws IOException {
    Path file = root.resolve(path.substring(1));
    // Nothing is read through a link: the caller follows links inside the tree.
    boolean inFolder =
        entry(TreePath.parent(path))
            .map(above -> above.kind() == LayerEntry.Kind.FOLDER)
            .orElse(false);
    if (!inFolder) {
      return Optional.empty();
    }
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    BasicFileAttributes attributes = attributes(file);
    if (rules.ignores(path.substring(1), attributes.isDirectory())) {
      // A folder that is ignored, but not all that is in it, is made like any that is missing.
      return attributes.isDirectory() && holdsSomething(path, file)
          ? Optional.of(Entries.folder(path))
          : Optional.empty();
    }
    return Optional.of(entry(path, file, attributes));
  }

  @Override
  public List<String> names(String folder) throws IOException {
    List<String> names = new ArrayList<>();
    for (Path file : sorted(root.resolve(folder.substring(1)))) {
      String name = String.valueOf(file.getFileName());
      if (entry(TreePath.child(folder, name)).isPresent()) {
        names.add(name);
      }
    }
    return names;
  }

  @Override
  public boolean hasOwners() {
    return false;
  }

  /** Whether an ignored folder still has something that a rule takes back. */
  private boolean holdsSomething(String path, Path folder) throws IOException {
    if (rules.prunes(path.substring(1))) {
      return false;
    }
    for (Path file : sorted(folder)) {
      String below = TreePath.child(path, String.valueOf(file.getFileName()));
      boolean isFolder = Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
      if (!rules.ignores(below.substring(1), isFolder)
          || (isFolder && holdsSomething(below, file))) {
        return true;
      }
    }
    return false;
  }

  private static LayerEntry entry(String path, Path file, BasicFileAttributes attributes)
      throws IOException {
    if (attributes.isSymbolicLink()) {
      String target = Files.readSymbolicLink(file).toString().replace('\\', '/');
      return Entries.link(path, target);
    }
    int mode = attributes instanceof PosixFileAttributes posix ? mode(posix) : 0755;
    if (attributes.isDirectory()) {
      return Entries.withMode(Entries.folder(path), mode);
    }
    if (!attributes.isRegularFile()) {
      throw new IOException(
          "'" + path.substring(1) + "' is neither a file nor a folder nor a link");
    }
    return Entries.file(path, mode, FileContent.of(file));
  }

  private static int mode(PosixFileAttributes attributes) {
    Set<PosixFilePermission> permissions = attributes.permissions();
    int mode = 0;
    for (PosixFilePermission permission : PosixFilePermission.values()) {
      // From the owner's read permission down, as in the bits.
      mode = mode << 1 | (permissions.contains(permission) ? 1 : 0);
    }
    return mode;
  }

  private static BasicFileAttributes attributes(Path file) throws IOException {
    try {
      return Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (UnsupportedOperationException e) {
      // Windows: everything can be read and executed, as Docker has it there.
      return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
  }

  private static List<Path> sorted(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
