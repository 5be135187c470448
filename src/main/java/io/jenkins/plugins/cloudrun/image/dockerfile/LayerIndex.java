package io.jenkins.plugins.cloudrun.image.dockerfile;

import io.jenkins.plugins.cloudrun.image.layer.Content;
import io.jenkins.plugins.cloudrun.image.layer.LayerEntry;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Remembers what layers of base images hold, so that the next build on them neither fetches nor
 * unpacks them. A layer is named by its digest and never changes; builds share the folder. What
 * cannot be read is written anew.
 */
final class LayerIndex {
  private static final int VERSION = 1;
  private static final int MOST_FILES = 400;
  private static final int NONE = 0;
  private static final int IN_ARCHIVE = 1;
  private static final int HERE = 2;

  private final Path folder;

  /**
   * @param folder of this class alone; made when it is missing
   */
  LayerIndex(Path folder) {
    this.folder = folder;
  }

  /** The entries of a layer, if they are remembered, with contents from its archive. */
  Optional<List<LayerEntry>> find(String digest, ArchiveFiles files) {
    Path file = file(digest);
    try (DataInputStream in =
        new DataInputStream(new GZIPInputStream(Files.newInputStream(file), 1 << 16))) {
      if (in.readInt() != VERSION) {
        return Optional.empty();
      }
      int count = in.readInt();
      List<LayerEntry> entries = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        entries.add(read(in, files));
      }
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      return Optional.of(entries);
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** Remembers; what is kept appears at once or not at all. */
  void keep(String digest, List<LayerEntry> entries) throws IOException {
    Files.createDirectories(folder);
    Path draft = Files.createTempFile(folder, "draft", "");
    try {
      try (DataOutputStream out =
          new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(draft), 1 << 16))) {
        out.writeInt(VERSION);
        out.writeInt(entries.size());
        for (LayerEntry entry : entries) {
          write(out, entry);
        }
      }
      Files.move(draft, file(digest), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
    trim();
  }

  private Path file(String digest) {
    return folder.resolve(digest.replace(':', '-'));
  }

  /** Those that were not used for longest go. */
  private void trim() throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.list(folder)) {
      all = files.toList();
    }
    if (all.size() > MOST_FILES) {
      List<Path> oldest = all.stream().sorted(Comparator.comparing(LayerIndex::used)).toList();
      for (Path file : oldest.subList(0, all.size() - MOST_FILES * 3 / 4)) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static FileTime used(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (NoSuchFileException e) {
      return FileTime.fromMillis(0); // Another build was faster.
    } catch (IOException e) {
      return FileTime.from(Instant.MAX);
    }
  }

  private static void write(DataOutputStream out, LayerEntry entry) throws IOException {
    out.writeUTF(entry.path());
    out.writeByte(entry.kind().ordinal());
    out.writeInt(entry.mode());
    out.writeLong(entry.uid());
    out.writeLong(entry.gid());
    out.writeLong(entry.modified().getEpochSecond());
    out.writeUTF(entry.target());
    out.writeInt(entry.attributes().size());
    for (Map.Entry<String, String> attribute : entry.attributes().entrySet()) {
      out.writeUTF(attribute.getKey());
      out.writeUTF(attribute.getValue());
    }
    Content content = entry.content().orElse(null);
    if (content == null) {
      out.writeByte(NONE);
    } else if (content instanceof TextContent text) {
      out.writeByte(HERE);
      out.writeInt(text.bytes().length);
      out.write(text.bytes());
    } else {
      out.writeByte(IN_ARCHIVE);
      out.writeInt(ArchiveFiles.number(content));
      out.writeLong(content.size());
    }
  }

  private static LayerEntry read(DataInputStream in, ArchiveFiles files) throws IOException {
    String path = in.readUTF();
    LayerEntry.Kind kind = LayerEntry.Kind.values()[in.readByte()];
    int mode = in.readInt();
    long uid = in.readLong();
    long gid = in.readLong();
    Instant modified = Instant.ofEpochSecond(in.readLong());
    String target = in.readUTF();
    Map<String, String> attributes = new HashMap<>();
    for (int i = in.readInt(); i > 0; i--) {
      attributes.put(in.readUTF(), in.readUTF());
    }
    Optional<Content> content =
        switch (in.readByte()) {
          case NONE -> Optional.empty();
          case HERE -> Optional.of(TextContent.of(in.readNBytes(in.readInt())));
          default -> Optional.of(files.content(in.readInt(), in.readLong()));
        };
    return new LayerEntry(
        path, kind, mode, uid, gid, "", "", modified, content, target, attributes);
  }
}
