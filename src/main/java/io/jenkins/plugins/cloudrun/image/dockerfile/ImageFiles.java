package io.jenkins.plugins.cloudrun.image.dockerfile;

import io.jenkins.plugins.cloudrun.image.base.Base;
import io.jenkins.plugins.cloudrun.image.base.BaseImages;
import io.jenkins.plugins.cloudrun.image.push.Blob;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A few small files of an image, by their places: each layer is read once, from the top down, and
 * nothing of it is kept but those files. Symbolic links are not followed.
 */
public final class ImageFiles {
  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";

  /** Databases of packages hold some kilobytes for each package. */
  private static final long MOST_BYTES = 12 << 20;

  private final Set<String> places;
  private final Set<String> above = new HashSet<>();
  private final long most;
  private final Map<String, byte[]> found = new TreeMap<>();

  /** Of what lies below: neither these themselves nor anything in them is there any more. */
  private final Set<String> gone = new HashSet<>();

  /** Of what lies below: nothing in these folders is there any more. */
  private final Set<String> emptied = new HashSet<>();

  private long size;

  private ImageFiles(List<String> places, long most) {
    this.places = Set.copyOf(places);
    this.most = most;
    places.forEach(place -> above.addAll(TreePath.above(place)));
  }

  /**
   * @param places files, and folders whose files are wanted, not those of folders in them
   * @return by path; without what is not there
   * @throws IOException if a layer cannot be read, or if the files are larger than 12 MiB together
   * @throws io.jenkins.plugins.cloudrun.model.InvalidValueException if a layer is compressed in a
   *     way that cannot be read here
   */
  public static Map<String, byte[]> read(Base image, BaseImages bases, List<String> places)
      throws Failure, IOException, InterruptedException {
    return read(image, Bases.of(bases), places, MOST_BYTES);
  }

  /**
   * @param most bytes of all files together
   */
  static Map<String, byte[]> read(Base image, Bases bases, List<String> places, long most)
      throws Failure, IOException, InterruptedException {
    ImageFiles files = new ImageFiles(places, most);
    List<Blob> layers = new ArrayList<>(image.layers());
    Collections.reverse(layers);
    try {
      for (Blob layer : layers) {
        try (TarArchiveInputStream tar = Archives.open(bases.layerFile(layer))) {
          files.lay(tar);
        }
      }
    } catch (IOException e) {
      throw Abort.unless(e);
    }
    return files.found;
  }

  /** What a layer takes away concerns the layers below it, and never the layer itself. */
  private void lay(TarArchiveInputStream tar) throws IOException {
    Map<String, byte[]> here = new HashMap<>();
    Set<String> goneHere = new HashSet<>();
    Set<String> emptiedHere = new HashSet<>();
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      String path = TreePath.clean(entry.getName());
      String name = TreePath.name(path);
      String folder = TreePath.parent(path);
      if (name.equals(OPAQUE)) {
        if (concerns(folder)) {
          emptiedHere.add(folder);
        }
      } else if (name.startsWith(WHITEOUT)) {
        String removed = TreePath.child(folder, name.substring(WHITEOUT.length()));
        if (concerns(removed)) {
          goneHere.add(removed);
        }
      } else if (!entry.isDirectory() && concerns(path)) {
        goneHere.add(path);
        if (!above.contains(path) && isVisible(path)) {
          add(entry, path, tar, here);
        }
      }
    }
    found.putAll(here);
    gone.addAll(goneHere);
    emptied.addAll(emptiedHere);
  }

  private void add(
      TarArchiveEntry entry, String path, TarArchiveInputStream tar, Map<String, byte[]> here)
      throws IOException {
    if (entry.isLink()) {
      throw new IOException("'" + path + "' is another name of '" + entry.getLinkName() + "'");
    }
    if (!entry.isFile() || entry.isSymbolicLink()) {
      return;
    }
    size += entry.getSize();
    if (size > most) {
      throw new IOException(
          "'" + path + "' makes what is to be read larger than " + most + " bytes");
    }
    here.put(path, tar.readAllBytes());
  }

  private boolean concerns(String path) {
    return places.contains(path) || above.contains(path) || places.contains(TreePath.parent(path));
  }

  private boolean isVisible(String path) {
    if (gone.contains(path)) {
      return false;
    }
    for (String folder : TreePath.above(path)) {
      if (gone.contains(folder) || emptied.contains(folder)) {
        return false;
      }
    }
    return !emptied.contains("/");
  }
}
