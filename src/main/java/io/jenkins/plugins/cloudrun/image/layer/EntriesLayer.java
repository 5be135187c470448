package io.jenkins.plugins.cloudrun.image.layer;

import com.google.cloud.tools.jib.api.buildplan.LayerObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A layer of jib's build plan, described by our own entries: jib's {@code FileEntriesLayer} knows
 * neither links nor more than nine permission bits, and nothing of the files themselves.
 *
 * <p>Folders above an entry that no entry names are added before it: mode 755, owned by root. Name
 * those that a base image has with another mode or owner.
 */
public final class EntriesLayer implements LayerObject {
  private final String name;
  private final List<LayerEntry> entries;
  private volatile @Nullable Written written;

  /** What is worked out once: everything that is written, and what tells it apart. */
  private record Written(List<LayerEntry> entries, LayerKey key) {}

  /**
   * @param name for people
   * @param entries in the order in which they are written
   */
  public EntriesLayer(String name, List<LayerEntry> entries) {
    this.name = name;
    this.entries = List.copyOf(entries);
  }

  /**
   * A layer whose files have been looked at, though not read: whoever asks later sees what was
   * there then.
   *
   * @param layer one of these already, or jib's {@code FileEntriesLayer}
   * @throws IOException if a file is missing
   */
  public static EntriesLayer of(LayerObject layer) throws IOException {
    return layer instanceof EntriesLayer own
        ? own
        : new EntriesLayer(layer.getName(), LayerEntries.of(layer));
  }

  /** {@link #of(LayerObject)} of each. */
  public static List<EntriesLayer> of(List<? extends LayerObject> layers) throws IOException {
    List<EntriesLayer> all = new ArrayList<>();
    for (LayerObject layer : layers) {
      all.add(of(layer));
    }
    return all;
  }

  /** In the order in which they are written. */
  public List<LayerEntry> entries() {
    return entries;
  }

  /** The entries with the folders above them. */
  List<LayerEntry> written() {
    return complete().entries();
  }

  LayerKey key() {
    return complete().key();
  }

  private Written complete() {
    Written known = written;
    if (known == null) {
      List<LayerEntry> all = LayerEntries.withFolders(entries);
      known = new Written(all, LayerKey.of(all));
      written = known;
    }
    return known;
  }

  @Override
  public Type getType() {
    return Type.FILE_ENTRIES;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EntriesLayer layer
        && name.equals(layer.name)
        && entries.equals(layer.entries);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, entries);
  }

  @Override
  public String toString() {
    return "layer '" + name + "' of " + entries.size() + " entries";
  }
}
