package io.jenkins.plugins.cloudrun.image.dockerfile;

import io.jenkins.plugins.cloudrun.image.layer.LayerEntry;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** What an image holds when all its layers lie on each other. */
final class ImageTree implements FileTree {
  private final NavigableMap<String, LayerEntry> entries;

  ImageTree() {
    this(new TreeMap<>());
  }

  private ImageTree(NavigableMap<String, LayerEntry> entries) {
    this.entries = entries;
  }

  ImageTree copy() {
    return new ImageTree(new TreeMap<>(entries));
  }

  @Override
  public Optional<LayerEntry> entry(String path) {
    return path.equals("/")
        ? Optional.of(entries.getOrDefault("/", Entries.folder("/")))
        : Optional.ofNullable(entries.get(path));
  }

  @Override
  public List<String> names(String folder) {
    String prefix = folder.equals("/") ? "/" : folder + "/";
    TreeSet<String> names = new TreeSet<>();
    String at = entries.higherKey(prefix);
    while (at != null && at.startsWith(prefix)) {
      int slash = at.indexOf('/', prefix.length());
      names.add(at.substring(prefix.length(), slash < 0 ? at.length() : slash));
      // Past all that is below; '0' follows '/'.
      at = slash < 0 ? entries.higherKey(at) : entries.ceilingKey(at.substring(0, slash) + "0");
    }
    return List.copyOf(names);
  }

  @Override
  public boolean hasOwners() {
    return true;
  }

  /** Everything, folders before what is in them. */
  List<LayerEntry> all() {
    return List.copyOf(entries.values());
  }

  /** Puts an entry where it belongs; what a folder held goes when something else replaces it. */
  void put(LayerEntry entry) {
    if (entry.kind() != LayerEntry.Kind.FOLDER) {
      clear(entry.path());
    }
    for (String folder : TreePath.above(entry.path())) {
      LayerEntry above = entries.get(folder);
      if (above == null || above.kind() != LayerEntry.Kind.FOLDER) {
        entries.put(folder, Entries.folder(folder));
      }
    }
    entries.put(entry.path(), entry);
  }

  /** Takes away what stands at a path, with all below it. */
  void remove(String path) {
    entries.remove(path);
    clear(path);
  }

  /** Takes away all that is below a path. */
  void clear(String folder) {
    below(folder).clear();
  }

  private Map<String, LayerEntry> below(String folder) {
    return folder.equals("/")
        ? entries.tailMap("/", false)
        : entries.subMap(folder + "/", true, folder + "0", false);
  }
}
