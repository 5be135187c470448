package io.jenkins.plugins.cloudrun.image;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Collects one layer. Its entries are sorted by their path in the image and carry one fixed time,
 * so that equal files give equal bytes; of two files with one path the first stays.
 */
final class Layer {
  private static final Map<String, FilePermissions> USUAL =
      Map.of(
          "644", FilePermissions.fromOctalString("644"),
          "755", FilePermissions.fromOctalString("755"));

  static final String FILE = "644";
  static final String EXECUTABLE = "755";
  static final String FOLDER = "755";

  /** As every system shows links; it has no meaning. */
  static final String LINK = "777";

  private final String name;
  private final Map<String, FileEntry> entries = new TreeMap<>();

  Layer(String name) {
    this.name = name;
  }

  /** Adds what is at {@code source}: a file, a folder without what is in it, or a link. */
  void add(Path source, String path, String mode, String owner) {
    entries.putIfAbsent(
        path,
        new FileEntry(
            source,
            AbsoluteUnixPath.get(path),
            permissions(mode),
            FileEntriesLayer.DEFAULT_MODIFICATION_TIME,
            owner));
  }

  private static FilePermissions permissions(String mode) {
    FilePermissions usual = USUAL.get(mode);
    return usual == null ? FilePermissions.fromOctalString(mode) : usual;
  }

  void add(Path source, String path) {
    add(source, path, FILE, "");
  }

  boolean has(String path) {
    return entries.containsKey(path);
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  FileEntriesLayer build() {
    return FileEntriesLayer.builder()
        .setName(name)
        .setEntries(new ArrayList<>(entries.values()))
        .build();
  }

  /** Those that hold something: an empty layer is of no use to anybody. */
  static List<FileEntriesLayer> built(Iterable<Layer> layers) {
    List<FileEntriesLayer> built = new ArrayList<>();
    for (Layer layer : layers) {
      if (!layer.isEmpty()) {
        built.add(layer.build());
      }
    }
    return built;
  }
}
