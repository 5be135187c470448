package io.jenkins.plugins.cloudrun.image.layer;

import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import com.google.cloud.tools.jib.api.buildplan.LayerObject;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The entries of a layer of a build plan, as they are written: folders above an entry that the
 * layer does not name stand before it, with mode 755, owned by root, with jib's fixed time.
 *
 * <p>jib's own layers come out as jib writes them (sorted by name, of two entries with one path the
 * first stays, even when that is a folder added for its sake), except that a symbolic link among
 * the sources becomes a symbolic link: jib follows it. An {@link EntriesLayer} keeps its order.
 */
final class LayerEntries {
  private static final int FOLDER_MODE = 0755;
  private static final int LINK_MODE = 0777;

  private LayerEntries() {}

  /**
   * @throws InvalidValueException if the layer is of a kind that is not known
   * @throws IOException if a file is missing
   */
  static List<LayerEntry> of(LayerObject layer) throws IOException {
    if (layer instanceof EntriesLayer own) {
      return own.written();
    }
    if (layer instanceof FileEntriesLayer files) {
      return asJibWrites(files.getEntries());
    }
    throw new InvalidValueException(
        "The layer '" + layer.getName() + "' is of a kind that cannot be written.");
  }

  static List<LayerEntry> withFolders(List<LayerEntry> entries) {
    Set<String> named = new HashSet<>();
    entries.forEach(entry -> named.add(entry.path()));
    List<LayerEntry> all = new ArrayList<>();
    for (LayerEntry entry : entries) {
      for (String folder : above(entry.path())) {
        if (named.add(folder)) {
          all.add(folder(folder));
        }
      }
      all.add(entry);
    }
    return all;
  }

  private static List<LayerEntry> asJibWrites(List<FileEntry> files) throws IOException {
    FileStatuses statuses = new FileStatuses();
    Map<String, LayerEntry> all = new TreeMap<>();
    for (FileEntry file : files) {
      LayerEntry entry = entry(file, statuses);
      String name = tarName(entry);
      if (all.containsKey(name)) {
        continue;
      }
      for (String folder : above(entry.path())) {
        all.computeIfAbsent(relative(folder) + "/", missing -> folder(folder));
      }
      all.put(name, entry);
    }
    return List.copyOf(all.values());
  }

  private static LayerEntry entry(FileEntry file, FileStatuses statuses) throws IOException {
    Path source = file.getSourceFile();
    FileStatus status = status(source, statuses);
    Owner owner = Owner.parse(file.getOwnership());
    boolean isLink = status.kind() == LayerEntry.Kind.SYMBOLIC_LINK;
    return new LayerEntry(
        file.getExtractionPath().toString(),
        status.kind(),
        isLink ? LINK_MODE : file.getPermissions().getPermissionBits(),
        owner.uid(),
        owner.gid(),
        owner.user(),
        owner.group(),
        file.getModificationTime(),
        status.kind() == LayerEntry.Kind.FILE
            ? Optional.of(FileContent.of(source, status))
            : Optional.empty(),
        isLink ? Files.readSymbolicLink(source).toString().replace('\\', '/') : "",
        Map.of());
  }

  private static FileStatus status(Path source, FileStatuses statuses) throws IOException {
    try {
      return statuses.of(source);
    } catch (NoSuchFileException e) {
      throw new IOException("'" + source + "' was to go into a layer and is not there", e);
    }
  }

  private static LayerEntry folder(String path) {
    return new LayerEntry(
        path,
        LayerEntry.Kind.FOLDER,
        FOLDER_MODE,
        0,
        0,
        "",
        "",
        FileEntriesLayer.DEFAULT_MODIFICATION_TIME,
        Optional.empty(),
        "",
        Map.of());
  }

  /** From the top down, without the root. */
  private static List<String> above(String path) {
    List<String> folders = new ArrayList<>();
    for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
      folders.add(path.substring(0, slash));
    }
    return folders;
  }

  /** Without the leading slash; a folder's with a slash at its end. */
  static String tarName(LayerEntry entry) {
    String relative = relative(entry.path());
    return entry.kind() == LayerEntry.Kind.FOLDER ? relative + "/" : relative;
  }

  /** Without slashes at its beginning. */
  static String relative(String path) {
    int start = 0;
    while (start < path.length() && path.charAt(start) == '/') {
      start++;
    }
    return path.substring(start);
  }

  /** jib's {@code user:group}, each a number or a name. */
  private record Owner(long uid, long gid, String user, String group) {
    static Owner parse(String text) {
      int colon = text.indexOf(':');
      String user = colon < 0 ? text : text.substring(0, colon);
      String group = colon < 0 ? "" : text.substring(colon + 1);
      Optional<Long> uid = number(user);
      Optional<Long> gid = number(group);
      return new Owner(
          uid.orElse(0L),
          gid.orElse(0L),
          uid.isPresent() ? "" : user,
          gid.isPresent() ? "" : group);
    }

    private static Optional<Long> number(String text) {
      try {
        return Optional.of(Long.parseLong(text));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }
  }
}
