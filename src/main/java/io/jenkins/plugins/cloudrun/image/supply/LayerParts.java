package io.jenkins.plugins.cloudrun.image.supply;

import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import com.google.cloud.tools.jib.api.buildplan.LayerObject;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.image.layer.Content;
import io.jenkins.plugins.cloudrun.image.layer.EntriesLayer;
import io.jenkins.plugins.cloudrun.image.layer.FileContent;
import io.jenkins.plugins.cloudrun.image.layer.LayerEntry;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What is in a layer: jars, npm and Python packages, the modules of Go programs; of other files the
 * first few hundred. Reads each file once and keeps none of it.
 */
final class LayerParts {
  /** Other files than packages, for each layer. */
  static final int MOST_FILES = 500;

  private static final int MOST_BYTES = 1 << 20;
  private static final long LARGEST_FILE = 256L << 20;
  private static final Pattern NPM =
      Pattern.compile(".*/node_modules/(?:@[^/@]+/)?[^/@]+/package\\.json");
  private static final Pattern PYTHON = Pattern.compile(".*/[^/]+\\.dist-info/METADATA");
  private static final Pattern PACKAGED =
      Pattern.compile(".*/(?:node_modules|site-packages|dist-packages)/.*|.*\\.class");

  private LayerParts() {}

  /**
   * @throws IOException if a file cannot be read
   */
  static List<Part> of(LayerObject layer) throws IOException, InterruptedException {
    List<Part> parts = new ArrayList<>();
    int files = 0;
    try {
      for (Map.Entry<String, Content> file : files(layer).entrySet()) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        String path = file.getKey();
        if (JarParts.isJar(path)) {
          try (InputStream in = open(file.getValue())) {
            new JarParts(parts).read(path, in);
          }
        } else if (NPM.matcher(path).matches()) {
          npm(path, text(file.getValue())).ifPresent(parts::add);
        } else if (PYTHON.matcher(path).matches()) {
          python(path, text(file.getValue())).ifPresent(parts::add);
        } else if (!PACKAGED.matcher(path).matches()
            && files < MOST_FILES
            && file.getValue().size() <= LARGEST_FILE) {
          files++;
          plain(path, file.getValue(), parts);
        }
      }
    } catch (InterruptedIOException | ClosedByInterruptException e) {
      Thread.interrupted();
      throw new InterruptedException(e.getMessage());
    }
    return parts;
  }

  private static void plain(String path, Content content, List<Part> parts) throws IOException {
    try (InputStream in = open(content)) {
      HashedStream hashed = new HashedStream(in);
      byte[] magic = hashed.readNBytes(4);
      boolean elf = magic.length == 4 && magic[0] == 0x7f && magic[1] == 'E' && magic[2] == 'L';
      List<Part> modules = elf ? GoParts.read(path, hashed) : List.of();
      hashed.drain();
      String name = path.substring(path.lastIndexOf('/') + 1);
      parts.add(new Part(Part.FILE, "", name, "", hashed.sha256(), hashed.sha1(), path));
      parts.addAll(modules);
    }
  }

  private static Optional<Part> npm(String path, String text) {
    try {
      JsonObject json = JsonParser.parseString(text).getAsJsonObject();
      String name = string(json, "name");
      String version = string(json, "version");
      if (name.isEmpty() || version.isEmpty()) {
        return Optional.empty();
      }
      int slash = name.indexOf('/');
      return Optional.of(
          new Part(
              "npm",
              slash < 0 ? "" : name.substring(0, slash),
              name.substring(slash + 1),
              version,
              "",
              "",
              path));
    } catch (JsonParseException | IllegalStateException e) {
      return Optional.empty();
    }
  }

  private static String string(JsonObject json, String name) {
    JsonElement value = json.get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsString().strip() : "";
  }

  private static Optional<Part> python(String path, String text) {
    String name = header(text, "Name: ");
    String version = header(text, "Version: ");
    return name.isEmpty() || version.isEmpty()
        ? Optional.empty()
        : Optional.of(new Part("pypi", "", name, version, "", "", path));
  }

  private static String header(String text, String name) {
    for (String line : text.split("\r?\n")) {
      if (line.isEmpty()) {
        return "";
      }
      if (line.startsWith(name)) {
        return line.substring(name.length()).strip();
      }
    }
    return "";
  }

  private static InputStream open(Content content) throws IOException {
    return new BufferedInputStream(content.open(), 64 << 10);
  }

  private static String text(Content content) throws IOException {
    try (InputStream in = content.open()) {
      return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    }
  }

  /** By path, so that the order of a layer's entries does not matter. */
  private static Map<String, Content> files(LayerObject layer) throws IOException {
    Map<String, Content> files = new TreeMap<>();
    if (layer instanceof FileEntriesLayer described) {
      for (FileEntry entry : described.getEntries()) {
        if (Files.isRegularFile(entry.getSourceFile())) {
          files.put(entry.getExtractionPath().toString(), FileContent.of(entry.getSourceFile()));
        }
      }
    } else if (layer instanceof EntriesLayer described) {
      for (LayerEntry entry : described.entries()) {
        entry.content().ifPresent(content -> files.put(entry.path(), content));
      }
    }
    return files;
  }
}
