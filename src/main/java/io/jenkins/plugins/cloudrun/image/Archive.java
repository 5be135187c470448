package io.jenkins.plugins.cloudrun.image;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/**
 * A jar or war, packed or as a folder: its manifest and its files. Of a packed one the directory is
 * read at once and each file when somebody reads its path, which works until this is closed.
 */
abstract sealed class Archive implements Closeable permits PackedArchive, ExplodedArchive {
  private static final int CLASS_MAGIC = 0xCAFEBABE;
  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  private final Attributes attributes;

  Archive(Attributes attributes) {
    this.attributes = attributes;
  }

  /**
   * Opens what is at a path.
   *
   * @param parameter of the request that named it
   */
  static Archive open(Path path, String parameter, Workspace workspace) throws IOException {
    String shown = workspace.shown(path);
    if (Files.isDirectory(path)) {
      return ExplodedArchive.open(path, parameter, workspace);
    }
    if (!Files.isRegularFile(path)) {
      throw new InvalidValueException(
          parameter
              + ": there is no file '"
              + shown
              + "' in the workspace. Check "
              + parameter
              + " and context, and that an earlier step built it.");
    }
    return PackedArchive.open(path, parameter, shown);
  }

  /** A main attribute of the manifest; empty if it is not there. */
  String attribute(String name) {
    String value = attributes.getValue(name);
    return value == null ? "" : value.trim();
  }

  /** The names of all files, with '/': in the order of a jar, sorted in a folder. */
  abstract List<String> files();

  /** Where one of the files can be read. */
  abstract Path path(String name) throws IOException;

  abstract boolean has(String name);

  /** Whether it is a folder. */
  abstract boolean isExploded();

  /** Whether some file lies below a folder, which ends in a slash. */
  boolean hasFolder(String folder) {
    return files().stream().anyMatch(name -> name.startsWith(folder));
  }

  String text(String name) throws IOException {
    return new String(Files.readAllBytes(path(name)), StandardCharsets.UTF_8);
  }

  /** The Java version that a class was compiled for, if it is there. */
  Optional<Integer> javaVersion(String classFile) throws IOException {
    if (!has(classFile)) {
      return Optional.empty();
    }
    try (DataInputStream in = new DataInputStream(Files.newInputStream(path(classFile)))) {
      boolean isClass = in.readInt() == CLASS_MAGIC;
      in.readUnsignedShort();
      // Class file version 52 is Java 8 (JVM specification, 4.1).
      return isClass ? Optional.of(in.readUnsignedShort() - 44) : Optional.empty();
    } catch (EOFException e) {
      return Optional.empty();
    }
  }

  /** The main attributes in a folder's manifest; none without one. */
  static Attributes manifestOf(Path folder) throws IOException {
    Path file = folder.resolve(MANIFEST);
    if (!Files.isRegularFile(file)) {
      return new Attributes();
    }
    try (var in = Files.newInputStream(file)) {
      return new Manifest(in).getMainAttributes();
    }
  }
}
