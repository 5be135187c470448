package io.jenkins.plugins.cloudrun.image;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** A jar or war as a file. Its entries have paths in a file system of their own. */
final class PackedArchive extends Archive {
  private final Path file;
  private final String shown;
  private final List<String> files;
  private final Set<String> names;
  private @Nullable FileSystem entries;

  private PackedArchive(Path file, String shown, Attributes attributes, List<String> files) {
    super(attributes);
    this.file = file;
    this.shown = shown;
    this.files = files;
    this.names = new HashSet<>(files);
  }

  static PackedArchive open(Path path, String parameter, String shown) throws IOException {
    // Signatures do not survive being split into layers, so they are not looked at.
    try (JarFile jar = new JarFile(path.toFile(), false)) {
      Manifest manifest = jar.getManifest();
      List<String> files =
          jar.stream()
              .filter(entry -> !entry.isDirectory())
              .map(JarEntry::getName)
              .distinct()
              .toList();
      files.forEach(name -> check(name, shown));
      return new PackedArchive(
          path, shown, manifest == null ? new Attributes() : manifest.getMainAttributes(), files);
    } catch (ZipException e) {
      throw new InvalidValueException(
          "'"
              + shown
              + "' is not a "
              + parameter
              + " ("
              + e.getMessage()
              + "): check "
              + parameter
              + ", and build it again.");
    }
  }

  private static void check(String name, String shown) {
    if (name.isEmpty()
        || name.startsWith("/")
        || name.contains("//")
        || Checks.hasDots(name)
        || name.contains("\\")) {
      throw new InvalidValueException(
          "'"
              + shown
              + "' holds an entry '"
              + Checks.shown(name)
              + "', which no jar tool writes:"
              + " build it again.");
    }
  }

  @Override
  List<String> files() {
    return files;
  }

  @Override
  boolean has(String name) {
    return names.contains(name);
  }

  @Override
  boolean isExploded() {
    return false;
  }

  @Override
  Path path(String name) throws IOException {
    FileSystem open = entries;
    if (open == null) {
      open = opened();
      entries = open;
    }
    return open.getPath("/" + name);
  }

  private FileSystem opened() throws IOException {
    try {
      return FileSystems.newFileSystem(file, (ClassLoader) null);
    } catch (ProviderNotFoundException e) {
      throw new InvalidValueException(
          "The Java of this agent cannot look into '"
              + shown
              + "': its module jdk.zipfs is missing. Use a complete Java on the agent, or unpack"
              + " the file in an earlier step and name the folder.");
    }
  }

  @Override
  public void close() throws IOException {
    if (entries != null) {
      entries.close();
    }
  }
}
