package io.jenkins.plugins.cloudrun.durable;

import io.jenkins.plugins.cloudrun.model.Sha256;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Values that are settled, in a folder for each item. Nothing here is looked at when Jenkins
 * starts.
 */
final class SettledFolder {
  private static final Logger LOGGER = Logger.getLogger(SettledFolder.class.getName());

  private final Folder home;
  private final Retention retention;
  private final Clock clock;

  /** How often files of an item began to go, as they are elsewhere by now, and were gone. */
  private final AtomicInteger leaving = new AtomicInteger();

  private final AtomicInteger left = new AtomicInteger();

  SettledFolder(Path path, Retention retention, Clock clock) {
    this.home = new Folder(path);
    this.retention = retention;
    this.clock = clock;
  }

  /** Takes a file; those of the same item that are too many or too old are removed. */
  void take(Folder from, String name, String item) {
    Folder folder = folder(item);
    try {
      from.move(name, folder, name);
    } catch (IOException e) {
      // It is settled and on the disk; the next start puts it away.
      LOGGER.log(Level.WARNING, "Cannot move the settled " + name + " to " + folder.path(), e);
      return;
    }
    prune(folder);
  }

  /** What a file of an item is under the item's new name; empty if it is not of that item. */
  interface Rewriting {
    Optional<byte[]> of(Folder folder, String name);
  }

  /**
   * Puts the files of an item where those of its new name are. Each is at any time in the one
   * folder or the other, or in both, and keeps the time when it settled.
   */
  void rename(String former, String now, Rewriting rewriting) throws IOException {
    Folder from = folder(former);
    Folder to = folder(now);
    List<String> written = new ArrayList<>();
    for (String name : from.names(FileStore.SUFFIX)) {
      try {
        FileTime settled = Files.getLastModifiedTime(from.file(name));
        Optional<byte[]> content = rewriting.of(from, name);
        if (content.isPresent()) {
          to.put(name, content.get(), Optional.of(settled));
          written.add(name);
        }
      } catch (NoSuchFileException e) {
        LOGGER.log(Level.FINE, "{0} was pruned meanwhile", name);
      }
    }
    if (written.isEmpty()) {
      return;
    }
    to.force();
    leaving.incrementAndGet();
    try {
      for (String name : written) {
        Files.deleteIfExists(from.file(name));
      }
    } finally {
      left.incrementAndGet();
    }
    from.force();
    try {
      Files.deleteIfExists(from.path());
    } catch (DirectoryNotEmptyException e) {
      LOGGER.log(Level.FINE, "{0} has files of another item", from.path());
    }
    prune(to);
  }

  /** What is read of a file of this name in the folder that has it. */
  <T> Optional<T> find(String name, Function<Folder, Optional<T>> reading) throws IOException {
    Optional<T> found;
    int before;
    do {
      before = left.get();
      found = look(name).flatMap(reading);
      // It may have gone meanwhile, to a folder that was looked into before.
    } while (found.isEmpty() && leaving.get() != before);
    return found;
  }

  private Optional<Folder> look(String name) throws IOException {
    for (String item : home.names("")) {
      Folder folder = new Folder(home.file(item));
      if (Files.exists(folder.file(name))) {
        return Optional.of(folder);
      }
    }
    return Optional.empty();
  }

  /** Removes what is too old or too much, of all items. */
  void prune() {
    try {
      home.names("").forEach(item -> prune(new Folder(home.file(item))));
    } catch (IOException e) {
      LOGGER.log(Level.WARNING, "Cannot prune " + home.path(), e);
    }
  }

  private record Aged(String name, Instant settled) {}

  /** Of a folder, the names of the files that settled last, the latest first. */
  List<String> latest(Folder folder, int most) throws IOException {
    return byAge(folder).stream().limit(most).map(aged -> aged.name()).toList();
  }

  /** A file in the folder of its item. */
  record Kept(Folder folder, String name, Instant settled) {}

  /**
   * The files that settled last in the folders that are wanted, the latest first. Folders that
   * nothing was put into lately are not even looked into.
   */
  List<Kept> latest(Predicate<Folder> wanted, int most) throws IOException {
    List<Aged> folders = new ArrayList<>();
    for (String name : home.names("")) {
      folders.add(new Aged(name, Files.getLastModifiedTime(home.file(name)).toInstant()));
    }
    folders.sort(Comparator.comparing(Aged::settled).reversed());
    List<Kept> kept = new ArrayList<>();
    for (Aged folder : folders) {
      // A file is put into its folder after it is written, never before.
      if (kept.size() == most && kept.get(most - 1).settled().isAfter(folder.settled())) {
        break;
      }
      Folder files = new Folder(home.file(folder.name()));
      if (wanted.test(files)) {
        byAge(files).forEach(file -> kept.add(new Kept(files, file.name(), file.settled())));
        kept.sort(Comparator.comparing(Kept::settled).reversed());
        kept.subList(Math.min(most, kept.size()), kept.size()).clear();
      }
    }
    return kept;
  }

  /** Where the settled values of an item are, if there are any. */
  Folder folder(String item) {
    return new Folder(home.file(hash(item)));
  }

  private static List<Aged> byAge(Folder folder) throws IOException {
    List<Aged> files = new ArrayList<>();
    for (String name : folder.names(FileStore.SUFFIX)) {
      try {
        // The last write was the one that settled it.
        files.add(new Aged(name, Files.getLastModifiedTime(folder.file(name)).toInstant()));
      } catch (NoSuchFileException e) {
        // Pruned in between.
        LOGGER.log(Level.FINE, "{0} is gone", name);
      }
    }
    files.sort(Comparator.comparing(Aged::settled).reversed());
    return files;
  }

  private void prune(Folder folder) {
    try {
      List<Aged> files = byAge(folder);
      Instant oldest = clock.instant().minus(retention.age());
      for (int i = retention.least(); i < files.size(); i++) {
        if (i >= retention.most() || files.get(i).settled().isBefore(oldest)) {
          Files.deleteIfExists(folder.file(files.get(i).name()));
        }
      }
    } catch (IOException e) {
      LOGGER.log(Level.FINE, "Cannot prune " + folder.path(), e);
    }
  }

  private static String hash(String item) {
    return Sha256.hex(item).substring(0, 16);
  }
}
