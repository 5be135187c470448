package io.jenkins.plugins.cloudrun.image.dockerfile;

import io.jenkins.plugins.cloudrun.image.layer.EntriesLayer;
import io.jenkins.plugins.cloudrun.image.layer.LayerEntry;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One instruction's changes of an image, which become a layer. Each entry comes with the folders
 * above it as they are in the image: without them a layer would give those another mode or owner.
 */
final class LayerBuilder {
  private final ImageTree image;
  private final Map<String, LayerEntry> changes = new TreeMap<>();

  /**
   * @param image is changed along
   */
  LayerBuilder(ImageTree image) {
    this.image = image;
  }

  /** Puts an entry at a path without links; what is there gives way unless it is a folder. */
  void put(LayerEntry entry) throws IOException {
    Optional<LayerEntry> there = image.entry(entry.path());
    boolean folder = entry.kind() == LayerEntry.Kind.FOLDER;
    if (there.isPresent() && there.get().kind() == LayerEntry.Kind.FOLDER && !folder) {
      throw new InvalidValueException(
          "'" + entry.path() + "' is a folder in the image and cannot become a file.");
    }
    entry.content().ifPresent(ArchiveFiles::want);
    for (String above : TreePath.above(entry.path())) {
      changes.putIfAbsent(above, image.entry(above).orElseGet(() -> Entries.folder(above)));
    }
    changes.put(entry.path(), entry);
    image.put(entry);
  }

  /** Makes the folder and those above it that are missing; links on the way are followed. */
  String folder(String path, Owner owner) throws IOException {
    String real = TreePath.real(image, path);
    List<String> missing = new ArrayList<>(TreePath.above(real));
    if (!real.equals("/")) {
      missing.add(real);
    }
    for (String folder : missing) {
      Optional<LayerEntry> there = image.entry(folder);
      if (there.isEmpty()) {
        put(Entries.folder(folder, owner));
      } else if (there.get().kind() != LayerEntry.Kind.FOLDER) {
        throw new InvalidValueException("'" + folder + "' is no folder in the image.");
      }
    }
    return real;
  }

  /** Empty if nothing changed. */
  Optional<EntriesLayer> layer(String name) {
    return changes.isEmpty()
        ? Optional.empty()
        : Optional.of(new EntriesLayer(name, List.copyOf(changes.values())));
  }
}
