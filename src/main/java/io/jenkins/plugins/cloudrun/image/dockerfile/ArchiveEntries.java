package io.jenkins.plugins.cloudrun.image.dockerfile;

import io.jenkins.plugins.cloudrun.image.layer.Content;
import io.jenkins.plugins.cloudrun.image.layer.LayerEntry;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Reads what stands in an archive; contents stay where they are until they are needed. */
final class ArchiveEntries {
  private static final String ATTRIBUTE = "SCHILY.xattr.";
  private static final long MOST_KEPT = 1 << 20;

  private ArchiveEntries() {}

  /** Told of each entry in the archive's order. */
  interface Visitor {
    /**
     * @param entry with a path below {@code /}, whatever the archive has; devices are left out
     */
    void visit(LayerEntry entry) throws IOException;
  }

  static void read(ArchiveFiles files, Visitor visitor) throws IOException {
    try (TarArchiveInputStream tar = files.open()) {
      int number = 0;
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Optional<LayerEntry> read = entry(entry, number++, tar, files);
        if (read.isPresent()) {
          visitor.visit(read.get());
        }
      }
    }
  }

  private static Optional<LayerEntry> entry(
      TarArchiveEntry entry, int number, TarArchiveInputStream tar, ArchiveFiles files)
      throws IOException {
    String path = TreePath.clean(entry.getName());
    LayerEntry.Kind kind;
    Optional<Content> content = Optional.empty();
    String target = "";
    if (entry.isSymbolicLink()) {
      kind = LayerEntry.Kind.SYMBOLIC_LINK;
      target = entry.getLinkName();
    } else if (entry.isLink()) {
      kind = LayerEntry.Kind.HARD_LINK;
      target = TreePath.clean(entry.getLinkName());
    } else if (entry.isDirectory()) {
      kind = LayerEntry.Kind.FOLDER;
    } else if (entry.isFile()) {
      kind = LayerEntry.Kind.FILE;
      content = Optional.of(content(path, number, entry.getSize(), tar, files));
    } else {
      return Optional.empty();
    }
    return Optional.of(
        new LayerEntry(
            path,
            kind,
            entry.getMode() & 07777,
            entry.getLongUserId(),
            entry.getLongGroupId(),
            "",
            "",
            Instant.ofEpochSecond(entry.getLastModifiedTime().toInstant().getEpochSecond()),
            content,
            target,
            attributes(entry)));
  }

  /** Accounts are asked for by --chown: they are read on the way. */
  private static Content content(
      String path, int number, long size, TarArchiveInputStream tar, ArchiveFiles files)
      throws IOException {
    boolean accounts = path.equals("/etc/passwd") || path.equals("/etc/group");
    return accounts && size <= MOST_KEPT
        ? TextContent.of(tar.readAllBytes())
        : files.content(number, size);
  }

  private static Map<String, String> attributes(TarArchiveEntry entry) {
    Map<String, String> attributes = new HashMap<>();
    entry
        .getExtraPaxHeaders()
        .forEach(
            (name, value) -> {
              if (name.startsWith(ATTRIBUTE)) {
                attributes.put(name.substring(ATTRIBUTE.length()), value);
              }
            });
    return attributes;
  }
}
