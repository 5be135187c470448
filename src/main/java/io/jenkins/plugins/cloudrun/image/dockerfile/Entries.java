package io.jenkins.plugins.cloudrun.image.dockerfile;

import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import io.jenkins.plugins.cloudrun.image.layer.Content;
import io.jenkins.plugins.cloudrun.image.layer.LayerEntry;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Entries made from others. */
final class Entries {
  /**
   * What comes from a context carries this time, the one of our recipes: times of files are those
   * of a checkout, and the same sources must give the same digest. What comes from an image or an
   * archive keeps its own.
   */
  static final Instant TIME = FileEntriesLayer.DEFAULT_MODIFICATION_TIME;

  static final int FOLDER_MODE = 0755;

  private Entries() {}

  /** A folder as Docker makes them. */
  static LayerEntry folder(String path) {
    return folder(path, Owner.ROOT);
  }

  static LayerEntry folder(String path, Owner owner) {
    return new LayerEntry(
        path,
        LayerEntry.Kind.FOLDER,
        FOLDER_MODE,
        owner.uid(),
        owner.gid(),
        "",
        "",
        TIME,
        Optional.empty(),
        "",
        Map.of());
  }

  static LayerEntry file(String path, int mode, Content content) {
    return new LayerEntry(
        path, LayerEntry.Kind.FILE, mode, 0, 0, "", "", TIME, Optional.of(content), "", Map.of());
  }

  static LayerEntry link(String path, String target) {
    return new LayerEntry(
        path,
        LayerEntry.Kind.SYMBOLIC_LINK,
        0777,
        0,
        0,
        "",
        "",
        TIME,
        Optional.empty(),
        target,
        Map.of());
  }

  static LayerEntry at(LayerEntry entry, String path) {
    return changed(entry, path, entry.mode(), entry.uid(), entry.gid());
  }

  static LayerEntry owned(LayerEntry entry, Owner owner) {
    return changed(entry, entry.path(), entry.mode(), owner.uid(), owner.gid());
  }

  static LayerEntry withMode(LayerEntry entry, int mode) {
    return changed(entry, entry.path(), mode, entry.uid(), entry.gid());
  }

  private static LayerEntry changed(LayerEntry entry, String path, int mode, long uid, long gid) {
    return new LayerEntry(
        path,
        entry.kind(),
        mode,
        uid,
        gid,
        "",
        "",
        entry.modified(),
        entry.content(),
        entry.target(),
        entry.attributes());
  }
}
