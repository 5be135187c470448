package io.jenkins.plugins.cloudrun.emulator;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Images for tests of the emulator itself: a link to this JDK, and classes of the tests. The host
 * is {@code registry.test}.
 */
final class MemoryRegistry implements Registry {
  private final Map<String, Manifest> manifests = new HashMap<>();
  private final Map<String, byte[]> blobs = new HashMap<>();

  /** An entry of a layer: a link if it begins with {@code ->}, else a file's content. */
  record Entry(String path, byte[] content) {
    static Entry link(String path, String target) {
      return new Entry(path, ("->" + target).getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public boolean serves(String host) {
    return host.equals("registry.test");
  }

  @Override
  public synchronized Optional<Manifest> manifest(String repository, String tagOrDigest) {
    return Optional.ofNullable(manifests.get(repository + ":" + tagOrDigest));
  }

  @Override
  public synchronized InputStream blob(String repository, String digest) throws IOException {
    byte[] blob = blobs.get(digest);
    if (blob == null) {
      throw new FileNotFoundException(digest);
    }
    return new ByteArrayInputStream(blob);
  }

  /** An image that runs a class of the tests with this JDK; returns its reference. */
  String java(String name, Class<?> main, String... arguments) throws IOException {
    String home = System.getProperty("java.home", "");
    List<String> entrypoint =
        new java.util.ArrayList<>(
            List.of(
                "/opt/java/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                "@/app/classpath",
                main.getName()));
    entrypoint.addAll(List.of(arguments));
    String path = "app/classes/" + main.getName().replace('.', '/') + ".class";
    byte[] code;
    try (InputStream in =
        Optional.ofNullable(
                main.getResourceAsStream("/" + main.getName().replace('.', '/') + ".class"))
            .orElseThrow()) {
      code = in.readAllBytes();
    }
    return image(
        name,
        architecture(),
        entrypoint,
        List.of(Entry.link("opt/java", home)),
        List.of(
            new Entry(path, code),
            new Entry(
                "app/classpath", "/app/classes:/app/libs/*".getBytes(StandardCharsets.UTF_8))));
  }

  /** An image; returns its reference, by tag. */
  @SafeVarargs
  final synchronized String image(
      String name, String architecture, List<String> entrypoint, List<Entry>... layers)
      throws IOException {
    String repository = "demo-project/apps/" + name;
    StringBuilder list = new StringBuilder();
    for (List<Entry> layer : layers) {
      byte[] tar = tar(layer);
      list.append(list.isEmpty() ? "" : ",")
          .append("{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar+gzip\",\"digest\":\"")
          .append(put(tar))
          .append("\",\"size\":")
          .append(tar.length)
          .append('}');
    }
    String quoted = entrypoint.stream().map(e -> '"' + e + '"').collect(Collectors.joining(","));
    String config =
        put(
            ("{\"os\":\"linux\",\"architecture\":\"%s\",\"config\":{\"Entrypoint\":[%s],\"Env\":[\"FROM_IMAGE=yes\"],\"WorkingDir\":\"/work\"}}")
                .formatted(architecture, quoted)
                .getBytes(StandardCharsets.UTF_8));
    String type = "application/vnd.oci.image.manifest.v1+json";
    String content =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":{\"digest\":\"%s\"},\"layers\":[%s]}"
            .formatted(type, config, list);
    String digest = put(content.getBytes(StandardCharsets.UTF_8));
    Manifest manifest = new Manifest(type, digest, content);
    manifests.put(repository + ":latest", manifest);
    manifests.put(repository + ":" + digest, manifest);
    return "registry.test/" + repository + ":latest";
  }

  static String architecture() {
    String name = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    return name.equals("aarch64") ? "arm64" : "amd64";
  }

  private String put(byte[] bytes) {
    try {
      String digest =
          "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      blobs.put(digest, bytes);
      return digest;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] tar(List<Entry> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (Entry entry : entries) {
        String text = new String(entry.content(), StandardCharsets.UTF_8);
        if (text.startsWith("->")) {
          TarArchiveEntry link = new TarArchiveEntry(entry.path(), TarConstants.LF_SYMLINK);
          link.setLinkName(text.substring(2));
          tar.putArchiveEntry(link);
        } else {
          TarArchiveEntry file = new TarArchiveEntry(entry.path());
          file.setSize(entry.content().length);
          file.setMode(0755);
          tar.putArchiveEntry(file);
          tar.write(entry.content());
        }
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }
}
