package io.jenkins.plugins.cloudrun.image.dockerfile;

import io.jenkins.plugins.cloudrun.image.layer.LayerEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lays an image's layer on those below it, whiteouts included. */
final class LayerReader {
  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";

  private LayerReader() {}

  /** Reads an archive and lays what is in it on the tree. */
  static void read(ArchiveFiles layer, ImageTree tree) throws IOException {
    lay(entries(layer), tree);
  }

  /** All entries of an archive in its order. */
  static List<LayerEntry> entries(ArchiveFiles layer) throws IOException {
    List<LayerEntry> entries = new ArrayList<>();
    ArchiveEntries.read(layer, entries::add);
    return entries;
  }

  static void lay(List<LayerEntry> layer, ImageTree tree) {
    Map<String, LayerEntry> entries = new LinkedHashMap<>();
    List<String> removed = new ArrayList<>();
    List<String> emptied = new ArrayList<>();
    for (LayerEntry entry : layer) {
      String name = TreePath.name(entry.path());
      String folder = TreePath.parent(entry.path());
      if (name.equals(OPAQUE)) {
        emptied.add(folder);
      } else if (name.startsWith(WHITEOUT)) {
        removed.add(TreePath.child(folder, name.substring(WHITEOUT.length())));
      } else {
        entries.put(entry.path(), entry);
      }
    }
    // Whiteouts concern what lies below, wherever they stand in their layer.
    emptied.forEach(tree::clear);
    removed.forEach(tree::remove);
    for (LayerEntry entry : entries.values()) {
      tree.put(entry.kind() == LayerEntry.Kind.HARD_LINK ? file(entry, entries, tree) : entry);
    }
  }

  /** Two names of one file are two files for whoever copies one of them. */
  private static LayerEntry file(LayerEntry link, Map<String, LayerEntry> entries, ImageTree tree) {
    Optional<LayerEntry> target =
        Optional.ofNullable(entries.get(link.target())).or(() -> tree.entry(link.target()));
    for (int i = 0; i < 10 && isHardLink(target); i++) {
      target = Optional.ofNullable(entries.get(target.orElseThrow().target()));
    }
    return target
        .filter(entry -> !isHardLink(Optional.of(entry)))
        .map(entry -> Entries.at(entry, link.path()))
        .orElse(link);
  }

  private static boolean isHardLink(Optional<LayerEntry> entry) {
    return entry.map(e -> e.kind() == LayerEntry.Kind.HARD_LINK).orElse(false);
  }
}
