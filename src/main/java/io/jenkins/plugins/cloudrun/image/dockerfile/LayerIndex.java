package io.jenkins.plugins.cloudrun.image.dockerfile;

import io.jenkins.plugins.cloudrun.image.layer.Content;
import io.jenkins.plugins.cloudrun.image.layer.LayerEntry;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
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
  private static final long MOST_BYTES = 256L << 20;
  private static final int NONE = 0;
  private static final int IN_ARCHIVE = 1;
  private static final int HERE = 2;

  private final Path folder;
  private final long most;

  /**
   * @param folder of this class alone; made when it is missing
   */
  LayerIndex(Path folder) {
    this(folder, MOST_BYTES);
  }

  /**
   * @param most bytes of the folder, beyond which go those that were not used for longest
   */
  LayerIndex(Path folder, long most) {
    this.folder = folder;
    this.most = most;
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

  /**
   * Remembers; what is kept appears at once or not at all. A disk that takes no more is no reason
   * to fail a build: the layer is read again next time.
   */
  void keep(String digest, List<LayerEntry> entries) throws InterruptedException {
    try {
      write(digest, entries);
    } catch (UncheckedIOException e) {
      // As said above.
    } catch (IOException e) {
      IOException unused = Abort.unless(e);
    }
  }

  private void write(String digest, List<LayerEntry> entries) throws IOException {
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
    List<Kept> all = new ArrayList<>();
    long size = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Optional<Kept> kept = kept(file);
        kept.ifPresent(all::add);
        size += kept.map(Kept::size).orElse(0L);
      }
    }
    int count = all.size();
    if (count <= MOST_FILES && size <= most) {
      return;
    }
    all.sort(Comparator.comparing(Kept::used));
    for (Kept kept : all) {
      // A good deal less than what is allowed: not every build is to make room.
      if (count <= MOST_FILES * 3 / 4 && size <= most * 3 / 4) {
        return;
      }
      Files.deleteIfExists(kept.file());
      count--;
      size -= kept.size();
    }
  }

  private record Kept(Path file, FileTime used, long size) {}

  private static Optional<Kept> kept(Path file) throws IOException {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(new Kept(file, found.lastModifiedTime(), found.size()));
    } catch (NoSuchFileException e) {
      return Optional.empty(); // Another build was faster.
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
