package io.jenkins.plugins.cloudrun.image.supply;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is in layers, by the layer's digest: a layer that was looked at once is not read again.
 * Several builds, in several JVMs, may use it: a file is complete before it has its name, and all
 * who write one write the same.
 */
public final class PartsCache {
  /** Raised whenever a layer may be described differently than before. */
  private static final String VERSION = "1-";

  private static final String END = ".json";
  private static final int MOST_FILES = 1000;

  private final Path folder;

  /**
   * @param folder of its own; may be deleted at any time
   */
  public PartsCache(Path folder) {
    this.folder = folder;
  }

  Optional<List<Part>> find(ImageDigest layer) {
    Path file = file(layer);
    try {
      JsonArray array = JsonParser.parseString(Files.readString(file)).getAsJsonArray();
      List<Part> parts = new ArrayList<>();
      for (JsonElement row : array) {
        JsonArray words = row.getAsJsonArray();
        parts.add(
            new Part(
                words.get(0).getAsString(),
                words.get(1).getAsString(),
                words.get(2).getAsString(),
                words.get(3).getAsString(),
                words.get(4).getAsString(),
                words.get(5).getAsString(),
                words.get(6).getAsString()));
      }
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      return Optional.of(parts);
    } catch (IOException
        | JsonParseException
        | IllegalStateException
        | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  /** A full disk is no reason to fail a build: the layer is read again next time. */
  void save(ImageDigest layer, List<Part> parts) {
    JsonArray array = new JsonArray();
    for (Part part : parts) {
      array.add(
          new Gson()
              .toJsonTree(
                  List.of(
                      part.ecosystem(),
                      part.group(),
                      part.name(),
                      part.version(),
                      part.sha256(),
                      part.sha1(),
                      part.path())));
    }
    try {
      Files.createDirectories(folder);
      Path made = Files.createTempFile(folder, "parts", ".part");
      try {
        Files.writeString(made, array.toString());
        Files.move(
            made, file(layer), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(made);
      }
      evict();
    } catch (IOException e) {
      // As said above.
    }
  }

  private void evict() throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.list(folder)) {
      all = files.filter(f -> f.toString().endsWith(END)).toList();
    }
    if (all.size() > MOST_FILES) {
      List<Path> oldest = new ArrayList<>(all);
      oldest.sort(Comparator.comparing(PartsCache::used));
      for (Path file : oldest.subList(0, all.size() - MOST_FILES)) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static FileTime used(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (NoSuchFileException e) {
      return FileTime.fromMillis(0);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }

  private Path file(ImageDigest layer) {
    return folder.resolve(VERSION + layer.value().replace(':', '-') + END);
  }
}
