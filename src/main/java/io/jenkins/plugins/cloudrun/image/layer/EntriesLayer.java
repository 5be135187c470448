package io.jenkins.plugins.cloudrun.image.layer;

import com.google.cloud.tools.jib.api.buildplan.LayerObject;
import java.util.List;

/**
 * A layer of jib's build plan, described by our own entries: jib's {@code FileEntriesLayer} knows
 * neither links nor more than nine permission bits.
 *
 * <p>Folders above an entry that no entry names are added before it: mode 755, owned by root. Name
 * those that a base image has with another mode or owner.
 *
 * @param name for people
 * @param entries in the order in which they are written
 */
public record EntriesLayer(String name, List<LayerEntry> entries) implements LayerObject {
  public EntriesLayer {
    entries = List.copyOf(entries);
  }

  @Override
  public Type getType() {
    return Type.FILE_ENTRIES;
  }

  @Override
  public String getName() {
    return name;
  }
}
