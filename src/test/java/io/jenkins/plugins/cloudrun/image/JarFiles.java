package io.jenkins.plugins.cloudrun.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** Writes jars for tests: manifest attributes and files, in the order in which they are named. */
final class JarFiles {
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private final Map<String, byte[]> files = new LinkedHashMap<>();

  JarFiles with(String attribute, String value) {
    attributes.put(attribute, value);
    return this;
  }

  JarFiles file(String name, String content) {
    files.put(name, content.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** The beginning of a class file, which is all that a recipe looks at. */
  JarFiles type(String name, int javaVersion) {
    int major = javaVersion + 44;
    files.put(
        name,
        new byte[] {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, (byte) major});
    return this;
  }

  /** Writes the same into a folder. */
  Path unpacked(Path folder) throws IOException {
    Path manifest = folder.resolve("META-INF/MANIFEST.MF");
    Files.createDirectories(manifest.getParent());
    try (OutputStream out = Files.newOutputStream(manifest)) {
      manifest().write(out);
    }
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    return folder;
  }

  Path write(Path path) throws IOException {
    Files.createDirectories(path.getParent());
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(path), manifest())) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        entry.setTime(0);
        out.putNextEntry(entry);
        out.write(file.getValue());
      }
    }
    return path;
  }

  private Manifest manifest() {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
    return manifest;
  }
}
