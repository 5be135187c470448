package io.jenkins.plugins.cloudrun.image;

import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Layers for jib's own engine, which must not see a file change under its path and time. To go with
 * {@link ContentStore} when our own engine pushes.
 */
final class StoredLayers {
  private StoredLayers() {}

  static List<FileEntriesLayer> of(List<FileEntriesLayer> layers, ContentStore store)
      throws IOException {
    List<FileEntriesLayer> stored = new ArrayList<>();
    for (FileEntriesLayer layer : layers) {
      List<FileEntry> entries = new ArrayList<>();
      for (FileEntry entry : layer.getEntries()) {
        entries.add(
            new FileEntry(
                kept(entry.getSourceFile(), store),
                entry.getExtractionPath(),
                entry.getPermissions(),
                entry.getModificationTime(),
                entry.getOwnership()));
      }
      stored.add(FileEntriesLayer.builder().setName(layer.getName()).setEntries(entries).build());
    }
    return stored;
  }

  private static Path kept(Path source, ContentStore store) throws IOException {
    if (Files.isDirectory(source)) {
      return store.folder();
    }
    try (InputStream in = Files.newInputStream(source)) {
      return store.keep(in);
    }
  }
}
