package io.jenkins.plugins.cloudrun.durable;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/**
 * One file per value: {@code active/<id>.json} until it is settled, then {@code settled/<hash of
 * the item>/<id>.json}, so that start-up reads only what goes on. A file that cannot be read is
 * moved to {@code set-aside} as it is; it stops neither the start nor other values.
 */
public final class FileStore<V extends Durable<V>> implements Store<V> {
  private static final Logger LOGGER = Logger.getLogger(FileStore.class.getName());
  static final String SUFFIX = ".json";

  /** A bigger file is neither written nor read: histories are bounded, plans are short. */
  static final int MOST_BYTES = 8 * 1024 * 1024;

  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,99}");

  private final Folder active;
  private final SettledFolder settled;
  private final SetAsideFolder aside;
  private final Codec<V> codec;

  /** Whose the folders of settled values are, as far as somebody has asked. */
  private final Map<Folder, String> items = new ConcurrentHashMap<>();

  /**
   * @param home the folder for this kind of values; made when the first one is saved
   */
  public FileStore(Path home, Codec<V> codec) {
    this(home, codec, Retention.DEFAULT, Clock.systemUTC());
  }

  /**
   * @param retention how long settled values are kept
   */
  public FileStore(Path home, Codec<V> codec, Retention retention, Clock clock) {
    this.active = new Folder(home.resolve("active"));
    this.settled = new SettledFolder(home.resolve("settled"), retention, clock);
    this.aside = new SetAsideFolder(home.resolve("set-aside"));
    this.codec = codec;
  }

  @Override
  public List<V> unsettled() {
    takeBack();
    active.removeDrafts();
    List<V> values = new ArrayList<>();
    try {
      for (String name : active.names(SUFFIX)) {
        try {
          read(active, name).ifPresent(values::add);
        } catch (StoreException e) {
          LOGGER.log(
              Level.WARNING,
              "What {0} follows is not driven: {1}",
              new Object[] {active.file(name), e.getMessage()});
        }
      }
    } catch (IOException e) {
      throw new StoreException("Cannot list " + active.path() + ": " + e.getMessage(), e);
    }
    for (V value : List.copyOf(values)) {
      if (value.settlement().isPresent()) {
        // Settled, but the crash came before it was put away.
        settled.take(active, name(value.id()), value.origin().item());
        values.remove(value);
      }
    }
    return values;
  }

  @Override
  public Optional<V> find(String id) {
    String name = name(id);
    try {
      Optional<V> going =
          Files.exists(active.file(name)) ? read(active, name) : Optional.<V>empty();
      // It may have settled in between.
      return going.isPresent() ? going : settled.find(name, folder -> read(folder, name));
    } catch (IOException e) {
      throw new StoreException("Cannot look for " + id + ": " + e.getMessage(), e);
    }
  }

  @Override
  public List<V> settled(String item, int most) {
    List<V> values = new ArrayList<>();
    try {
      Folder folder = settled.folder(item);
      for (String name : settled.latest(folder, most)) {
        // Two items may share a folder by their hash.
        read(folder, name).filter(v -> v.origin().item().equals(item)).ifPresent(values::add);
      }
    } catch (IOException e) {
      throw new StoreException("Cannot list what " + item + " has ended: " + e.getMessage(), e);
    }
    return values;
  }

  @Override
  public List<V> settled(Predicate<String> wanted, int most) {
    List<V> values = new ArrayList<>();
    try {
      for (SettledFolder.Kept file :
          settled.latest(folder -> wanted.test(items.computeIfAbsent(folder, this::item)), most)) {
        read(file.folder(), file.name())
            .filter(value -> wanted.test(value.origin().item()))
            .ifPresent(values::add);
      }
    } catch (IOException e) {
      throw new StoreException("Cannot list what has ended: " + e.getMessage(), e);
    }
    return values;
  }

  /** Whose folder it is; empty if nothing in it can be read. */
  private String item(Folder folder) {
    try {
      for (String name : settled.latest(folder, 1)) {
        return read(folder, name).map(value -> value.origin().item()).orElse("");
      }
    } catch (IOException e) {
      LOGGER.log(Level.FINE, "Cannot look into " + folder.path(), e);
    }
    return "";
  }

  @Override
  public boolean hasSettled(String item) {
    return Files.isDirectory(settled.folder(item).path());
  }

  @Override
  public void save(V value) {
    String name = name(value.id());
    byte[] bytes = bytes(value);
    if (bytes.length > MOST_BYTES) {
      throw new StoreException(
          "The state of "
              + value.id()
              + " has "
              + bytes.length
              + " bytes, and at most "
              + MOST_BYTES
              + " are stored. Give it fewer or shorter settings.",
          null);
    }
    try {
      active.write(name, bytes);
    } catch (IOException e) {
      throw new StoreException(
          "Cannot write "
              + active.file(name)
              + " ("
              + e
              + "): is the disk full, or the folder not writable?",
          e);
    }
    if (value.settlement().isPresent()) {
      settled.take(active, name, value.origin().item());
    }
  }

  @Override
  public void renamed(String former, String now) {
    try {
      settled.rename(
          former,
          now,
          (folder, name) ->
              read(folder, name)
                  .filter(value -> value.origin().item().equals(former))
                  .map(value -> bytes(value.of(now))));
      items.remove(settled.folder(former));
      items.remove(settled.folder(now));
    } catch (IOException e) {
      throw new StoreException(
          "What " + former + " has ended cannot be given to " + now + ": " + e, e);
    }
  }

  private byte[] bytes(V value) {
    return codec.write(value).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public List<SetAside> setAside() {
    try {
      return aside.all();
    } catch (IOException e) {
      throw new StoreException("Cannot list what was set aside: " + e.getMessage(), e);
    }
  }

  @Override
  public Optional<SetAside> setAside(String id) {
    return aside.find(name(id));
  }

  @Override
  public void tidy() {
    settled.prune();
  }

  private Optional<V> read(Folder folder, String name) {
    Path file = folder.file(name);
    try {
      return Optional.of(value(file, name));
    } catch (Codec.UnreadableException e) {
      aside.take(folder, name, e.foreign(), String.valueOf(e.getMessage()));
      return Optional.empty();
    } catch (NoSuchFileException e) {
      // Settled or pruned in between.
      return Optional.empty();
    } catch (IOException e) {
      throw new StoreException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private V value(Path file, String name) throws IOException, Codec.UnreadableException {
    if (!Files.isRegularFile(file) && Files.exists(file)) {
      throw new Codec.UnreadableException("it is not a file", false, null);
    }
    long size = Files.size(file);
    if (size == 0 || size > MOST_BYTES) {
      throw new Codec.UnreadableException(
          size == 0 ? "it is empty" : "it has " + size + " bytes, more than any state",
          false,
          null);
    }
    V value = codec.read(text(file));
    if (!name.equals(value.id() + SUFFIX)) {
      throw new Codec.UnreadableException("it holds the state of " + value.id(), false, null);
    }
    return value;
  }

  private static String text(Path file) throws IOException, Codec.UnreadableException {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new Codec.UnreadableException("it holds bytes that are no text", false, e);
    }
  }

  /** What a newer version wrote goes on once that version, or a later one, is installed again. */
  private void takeBack() {
    try {
      for (SetAside file : aside.all()) {
        String name = file.id() + SUFFIX;
        if (file.newer() && ID.matcher(file.id()).matches() && !Files.exists(active.file(name))) {
          takeBack(file, name);
        }
      }
    } catch (IOException e) {
      LOGGER.log(Level.WARNING, "Cannot look at what was set aside", e);
    }
  }

  private void takeBack(SetAside file, String name) throws IOException {
    try {
      V known = value(file.file(), name);
      aside.release(file, active, name);
      LOGGER.log(
          Level.INFO, "{0} can be read by this version, and goes on", new Object[] {known.id()});
    } catch (Codec.UnreadableException e) {
      LOGGER.log(Level.FINE, "{0} is still not known", file.file());
    }
  }

  private static String name(String id) {
    // Ids reach us from saved builds: one that is not ours must not become a path.
    if (!ID.matcher(id).matches()) {
      throw new StoreException("'" + id + "' is not the id of a rollout or job execution.", null);
    }
    return id + SUFFIX;
  }
}
