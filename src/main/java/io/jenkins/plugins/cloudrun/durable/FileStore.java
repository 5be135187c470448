package io.jenkins.plugins.cloudrun.durable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/**
 * One file per value: {@code active/<id>.json} until it is settled, then {@code settled/<hash of
 * the item>/<id>.json}, so that start-up reads only what goes on. Each write goes to a file beside
 * it, is forced to the disk and renamed: a crash leaves the old state or the new one, never half of
 * one.
 */
public final class FileStore<V extends Durable<V>> implements Store<V> {
  private static final Logger LOGGER = Logger.getLogger(FileStore.class.getName());
  private static final String SUFFIX = ".json";
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,99}");

  private final Path active;
  private final Path settled;
  private final Path unreadable;
  private final Codec<V> codec;

  /**
   * @param home the folder for this kind of values; made when the first one is saved
   */
  public FileStore(Path home, Codec<V> codec) {
    this.active = home.resolve("active");
    this.settled = home.resolve("settled");
    this.unreadable = home.resolve("unreadable");
    this.codec = codec;
  }

  @Override
  public List<V> unsettled() {
    List<V> values = new ArrayList<>();
    if (!Files.isDirectory(active)) {
      return values;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(active, "*" + SUFFIX)) {
      for (Path file : files) {
        try {
          read(file).ifPresent(values::add);
        } catch (StoreException e) {
          LOGGER.log(
              Level.WARNING,
              "What {0} follows is not driven: {1}",
              new Object[] {file, e.getMessage()});
        }
      }
    } catch (IOException e) {
      throw new StoreException("Cannot list " + active + ": " + e.getMessage(), e);
    }
    for (V value : List.copyOf(values)) {
      if (value.settlement().isPresent()) {
        // Settled, but the crash came before it was put away.
        putAway(value);
        values.remove(value);
      }
    }
    return values;
  }

  @Override
  public Optional<V> find(String id) {
    Path file = active.resolve(name(id));
    if (Files.exists(file)) {
      return read(file);
    }
    if (!Files.isDirectory(settled)) {
      return Optional.empty();
    }
    try (DirectoryStream<Path> items = Files.newDirectoryStream(settled)) {
      for (Path item : items) {
        Path old = item.resolve(name(id));
        if (Files.exists(old)) {
          return read(old);
        }
      }
    } catch (IOException e) {
      throw new StoreException(
          "Cannot look for " + id + " under " + settled + ": " + e.getMessage(), e);
    }
    return Optional.empty();
  }

  @Override
  public void save(V value) {
    Path file = active.resolve(name(value.id()));
    Path draft = active.resolve("." + value.id() + ".draft");
    try {
      Files.createDirectories(active);
      ByteBuffer bytes = ByteBuffer.wrap(codec.write(value).getBytes(StandardCharsets.UTF_8));
      try (FileChannel out =
          FileChannel.open(
              draft,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      force(active);
    } catch (IOException e) {
      throw new StoreException(
          "Cannot write " + file + " (" + e + "): is the disk full, or the folder not writable?",
          e);
    }
    if (value.settlement().isPresent()) {
      putAway(value);
    }
  }

  private void putAway(V value) {
    Path folder = settled.resolve(hash(value.origin().item()));
    try {
      Files.createDirectories(folder);
      Files.move(
          active.resolve(name(value.id())),
          folder.resolve(name(value.id())),
          StandardCopyOption.ATOMIC_MOVE);
      force(folder);
    } catch (IOException e) {
      // It is settled and on the disk; the next start puts it away.
      LOGGER.log(Level.WARNING, "Cannot move the settled " + value.id() + " to " + folder, e);
    }
  }

  private Optional<V> read(Path file) {
    try {
      return Optional.of(codec.read(Files.readString(file)));
    } catch (Codec.UnreadableException e) {
      if (e.foreign()) {
        LOGGER.log(Level.WARNING, "{0} is left alone: {1}", new Object[] {file, e.getMessage()});
      } else {
        setAside(file, e);
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new StoreException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private void setAside(Path file, Exception why) {
    Path aside = unreadable.resolve(file.getFileName());
    try {
      Files.createDirectories(unreadable);
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
      LOGGER.log(
          Level.WARNING,
          "{0} cannot be read and was moved to {1}: {2}. What it followed is not driven any more: look at the service.",
          new Object[] {file, aside, why.getMessage()});
    } catch (IOException e) {
      LOGGER.log(Level.WARNING, file + " cannot be read, nor moved to " + aside, e);
    }
  }

  private static String name(String id) {
    // Ids reach us from saved builds: one that is not ours must not become a path.
    if (!ID.matcher(id).matches()) {
      throw new StoreException("'" + id + "' is not the id of a rollout or job execution.", null);
    }
    return id + SUFFIX;
  }

  private static String hash(String item) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(item.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /**
   * Makes a rename durable; some file systems cannot, and then the rename is as durable as they
   * make it.
   */
  private static void force(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      LOGGER.log(Level.FINE, "cannot force the folder " + folder, e);
    }
  }
}
