package io.jenkins.plugins.cloudrun.image;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipException;

/** An open jar: its manifest and its files. */
final class JarContents implements AutoCloseable {
  private static final int CLASS_MAGIC = 0xCAFEBABE;

  private final JarFile jar;
  private final Attributes attributes;
  private final List<String> files;

  private JarContents(JarFile jar, Attributes attributes) {
    this.jar = jar;
    this.attributes = attributes;
    this.files =
        jar.stream()
            .filter(entry -> !entry.isDirectory())
            .map(JarEntry::getName)
            .distinct()
            .toList();
  }

  /**
   * @param shown the jar's name for messages
   */
  static JarContents open(Path path, String shown) throws IOException {
    JarFile jar;
    try {
      // Signatures do not survive being split into layers, so they are not looked at.
      jar = new JarFile(path.toFile(), false);
    } catch (ZipException e) {
      throw new InvalidValueException(
          "'" + shown + "' is not a jar (" + e.getMessage() + "): check jar, and build it again.");
    }
    try {
      Manifest manifest = jar.getManifest();
      JarContents contents =
          new JarContents(jar, manifest == null ? new Attributes() : manifest.getMainAttributes());
      contents.checkNames(shown);
      return contents;
    } catch (IOException | RuntimeException e) {
      jar.close();
      throw e;
    }
  }

  private void checkNames(String shown) {
    for (String name : files) {
      if (name.isEmpty() || name.startsWith("/") || Checks.hasDots(name) || name.contains("\\")) {
        throw new InvalidValueException(
            "'"
                + shown
                + "' holds an entry '"
                + Checks.shown(name)
                + "', which no jar tool writes:"
                + " build it again.");
      }
    }
  }

  /** A main attribute of the manifest; empty if it is not there. */
  String attribute(String name) {
    String value = attributes.getValue(name);
    return value == null ? "" : value.trim();
  }

  /** The names of all files, in the jar's own order. */
  List<String> files() {
    return files;
  }

  boolean has(String name) {
    return jar.getEntry(name) != null;
  }

  String text(String name) throws IOException {
    try (InputStream in = stream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Puts a file into the store. */
  Path keep(String name, ContentStore store) throws IOException {
    try (InputStream in = stream(name)) {
      return store.keep(in);
    }
  }

  /** The Java version that a class was compiled for, if the jar has it. */
  Optional<Integer> javaVersion(String classFile) throws IOException {
    if (!has(classFile)) {
      return Optional.empty();
    }
    try (DataInputStream in = new DataInputStream(stream(classFile))) {
      boolean isClass = in.readInt() == CLASS_MAGIC;
      in.readUnsignedShort();
      // Class file version 52 is Java 8 (JVM specification, 4.1).
      return isClass ? Optional.of(in.readUnsignedShort() - 44) : Optional.empty();
    } catch (EOFException e) {
      return Optional.empty();
    }
  }

  private InputStream stream(String name) throws IOException {
    return jar.getInputStream(jar.getEntry(name));
  }

  @Override
  public void close() throws IOException {
    jar.close();
  }
}
