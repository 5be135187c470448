package io.jenkins.plugins.cloudrun.architecture;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A zip file in memory: its entries by name, folders left out. */
final class Archive {
  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  private final Map<String, byte[]> entries = new TreeMap<>();
  private final List<String> order = new ArrayList<>();
  private final TreeSet<Long> times = new TreeSet<>();

  Archive(byte[] zip) throws IOException {
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        times.add(entry.getTime());
        if (!entry.isDirectory()) {
          order.add(entry.getName());
          entries.put(entry.getName(), in.readAllBytes());
        }
      }
    }
  }

  /** Sorted. */
  List<String> names() {
    return List.copyOf(entries.keySet());
  }

  /** As they are in the file. */
  List<String> order() {
    return order;
  }

  /** The different times of the entries. */
  TreeSet<Long> times() {
    return times;
  }

  boolean has(String name) {
    return entries.containsKey(name);
  }

  byte[] bytes(String name) {
    byte[] bytes = entries.get(name);
    if (bytes == null) {
      throw new AssertionError("there is no entry " + name);
    }
    return bytes;
  }

  String text(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  Archive inner(String name) throws IOException {
    return new Archive(bytes(name));
  }

  Attributes manifest() throws IOException {
    return new Manifest(new ByteArrayInputStream(bytes(MANIFEST))).getMainAttributes();
  }

  /** Its compiled classes. */
  List<ClassFile> classes() {
    return names().stream()
        .filter(n -> n.endsWith(".class"))
        .map(n -> new ClassFile(bytes(n)))
        .toList();
  }
}
