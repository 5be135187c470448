package io.jenkins.plugins.cloudrun.image;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The folder that a build may read from, and nothing outside it. */
final class Workspace {
  private final Path root;
  private final Path context;
  private final Map<Path, Path> realFolders = new ConcurrentHashMap<>();

  /**
   * @param context relative to the root, as the request has it
   */
  Workspace(Path root, String context) throws IOException {
    this.root = root.toRealPath();
    this.context = this.root.resolve(context).normalize();
    if (!Files.isDirectory(this.context)) {
      throw new InvalidValueException(
          "There is no folder '" + context + "' in the workspace: check context.");
    }
    inside(this.context);
  }

  /** The workspace itself. */
  Path root() {
    return root;
  }

  /** The folder of the sources. */
  Path context() {
    return context;
  }

  /** A path of the request, relative to the context. */
  Path resolve(String relative) throws IOException {
    Path path = context.resolve(relative).normalize();
    if (!path.startsWith(root)) {
      throw new InvalidValueException("'" + relative + "' leaves the workspace.");
    }
    return Files.exists(path) ? inside(path) : path;
  }

  /**
   * The path, unless it is outside: symbolic links are followed first, or a job could carry off any
   * file that its agent can read.
   */
  Path inside(Path path) throws IOException {
    if (!real(path).startsWith(root)) {
      throw new InvalidValueException(
          "'"
              + shown(path)
              + "' leads out of the workspace: copy into the workspace what belongs in the image.");
    }
    return path;
  }

  /**
   * Without symbolic links. A folder's real path is looked up once: libraries lie in it by the
   * dozen.
   */
  Path real(Path path) throws IOException {
    Path folder = path.getParent();
    Path name = path.getFileName();
    if (folder == null
        || name == null
        || Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
            .isSymbolicLink()) {
      return path.toRealPath();
    }
    Path known = realFolders.get(folder);
    if (known == null) {
      known = folder.toRealPath();
      realFolders.put(folder, known);
    }
    return known.resolve(name);
  }

  /** For messages: relative to the workspace, with '/'. */
  String shown(Path path) {
    Path relative = path.startsWith(root) ? root.relativize(path) : path.getFileName();
    String text = String.valueOf(relative).replace('\\', '/');
    return text.isEmpty() ? "." : text;
  }
}
