package io.jenkins.plugins.cloudrun.image.supply;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Jars and programs as build tools make them. */
final class BuiltFiles {
  private BuiltFiles() {}

  static Map.Entry<String, byte[]> entry(String name, String text) {
    return Map.entry(name, text.getBytes(StandardCharsets.UTF_8));
  }

  static Map.Entry<String, byte[]> pom(String group, String artifact, String version) {
    return entry(
        "META-INF/maven/" + group + "/" + artifact + "/pom.properties",
        "groupId=" + group + "\nartifactId=" + artifact + "\nversion=" + version + "\n");
  }

  @SafeVarargs
  static byte[] jar(Map.Entry<String, byte[]>... entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      Map<String, byte[]> sorted = new TreeMap<>();
      for (Map.Entry<String, byte[]> entry : entries) {
        sorted.put(entry.getKey(), entry.getValue());
      }
      for (Map.Entry<String, byte[]> entry : sorted.entrySet()) {
        ZipEntry made = new ZipEntry(entry.getKey());
        made.setTime(0);
        zip.putNextEntry(made);
        zip.write(entry.getValue());
      }
    }
    return bytes.toByteArray();
  }

  /** A program as Go links it, as far as its build information goes. */
  static byte[] go(String version, String modules) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(new byte[] {0x7f, 'E', 'L', 'F'});
    bytes.write(new byte[(1 << 20) + 5]);
    bytes.write("\u00ff Go buildinf:".getBytes(StandardCharsets.ISO_8859_1));
    bytes.write(new byte[] {8, 2});
    bytes.write(new byte[16]);
    for (String text : List.of(version, modules)) {
      int length = text.length();
      while (length > 127) {
        bytes.write(length & 0x7f | 0x80);
        length >>= 7;
      }
      bytes.write(length);
      bytes.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }
    return bytes.toByteArray();
  }
}
