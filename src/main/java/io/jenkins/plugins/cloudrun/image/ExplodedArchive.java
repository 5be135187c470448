package io.jenkins.plugins.cloudrun.image;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.stream.Stream;

/** A jar or war that was unpacked, or never packed. Links in it are followed in the workspace. */
final class ExplodedArchive extends Archive {
  private final Map<String, Path> files;

  private ExplodedArchive(Attributes attributes, Map<String, Path> files) {
    super(attributes);
    this.files = files;
  }

  static ExplodedArchive open(Path folder, String parameter, Workspace workspace)
      throws IOException {
    boolean isOne =
        Stream.of("META-INF/MANIFEST.MF", "BOOT-INF", "WEB-INF")
            .anyMatch(name -> Files.exists(folder.resolve(name)));
    if (!isOne) {
      throw new InvalidValueException(
          parameter
              + ": the folder '"
              + workspace.shown(folder)
              + "' is no unpacked "
              + parameter
              + ": it has neither META-INF/MANIFEST.MF nor BOOT-INF nor WEB-INF. For other folders"
              + " describe the image by layers and entrypoint.");
    }
    try {
      return new ExplodedArchive(manifestOf(folder), files(folder, workspace));
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof FileSystemLoopException loop) {
        throw new InvalidValueException(
            parameter
                + ": the symbolic link '"
                + workspace.shown(Path.of(loop.getFile()))
                + "' points at a folder that it is in: remove it.");
      }
      throw e.getCause();
    }
  }

  private static Map<String, Path> files(Path folder, Workspace workspace) throws IOException {
    Map<String, Path> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : (Iterable<Path>) walk::iterator) {
        boolean link = Files.isSymbolicLink(file);
        if (link) {
          workspace.inside(file);
        }
        if (Files.isRegularFile(file)) {
          String name = folder.relativize(file).toString().replace(File.separatorChar, '/');
          files.put(name, link ? file.toRealPath() : file);
        }
      }
    }
    return files;
  }

  @Override
  List<String> files() {
    return new ArrayList<>(files.keySet());
  }

  @Override
  Path path(String name) throws IOException {
    Path file = files.get(name);
    if (file == null) {
      throw new IOException("there is no '" + name + "'");
    }
    return file;
  }

  @Override
  boolean has(String name) {
    return files.containsKey(name);
  }

  @Override
  boolean isExploded() {
    return true;
  }

  @Override
  public void close() {}
}
