package io.jenkins.plugins.cloudrun.image.base;

import io.jenkins.plugins.cloudrun.image.push.Blob;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Layers of base images as files. One build downloads a layer and the others wait for it; what a
 * broken download has left is taken up by the next, also by one in another JVM.
 */
final class BaseLayers {
  private static final int ATTEMPTS = 5;
  private static final int BUFFER = 1 << 16;
  private static final long PAUSE_MILLIS = 200;

  private final BaseSource source;
  private final Shelf shelf;

  BaseLayers(BaseSource source, Shelf shelf) {
    this.source = source;
    this.shelf = shelf;
  }

  Path file(Blob layer) throws Failure, IOException, InterruptedException {
    if (layer.origin() instanceof Blob.Origin.InFile in) {
      return in.file();
    }
    String name = Documents.hex(layer.digest());
    if (layer.origin() instanceof Blob.Origin.InMemory in) {
      if (shelf.find(name).isEmpty()) {
        shelf.write(name, in.bytes());
      }
      return shelf.at(name);
    }
    // Nobody ever deletes these: a lock on a file that another has deleted locks nothing.
    Path locks = Files.createDirectories(shelf.folder().resolve("locks"));
    while (true) {
      Optional<Path> there = shelf.find(name);
      if (there.isPresent()) {
        return there.get();
      }
      Path lock = locks.resolve(name.substring(0, 2));
      try (FileChannel channel =
          FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        if (isOurs(channel)) {
          return shelf.find(name).isPresent() ? shelf.at(name) : download(layer, name);
        }
      }
      pause();
    }
  }

  /** Until the channel is closed. Another thread of this JVM holds it: an exception. */
  private static boolean isOurs(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private Path download(Blob layer, String name) throws Failure, IOException, InterruptedException {
    Path draft = shelf.at(name + ".draft");
    for (int attempt = 1; ; attempt++) {
      long before = Files.exists(draft) ? Files.size(draft) : 0;
      try {
        MessageDigest hash = fetch(layer, draft);
        String got = HexFormat.of().formatHex(hash.digest());
        if (!got.equals(name)) {
          Files.deleteIfExists(draft);
          throw new Failure.Permanent(
              Failure.Reason.REFUSED,
              "Could not download the base image's layer "
                  + layer.digest()
                  + ": the registry sent other bytes, whose digest is sha256:"
                  + got
                  + ". Look at the registry or the proxy in between.",
              null);
        }
        Path file = shelf.place(draft, name);
        shelf.trim();
        return file;
      } catch (Failure.Transient | BrokenOffException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        boolean further = Files.exists(draft) && Files.size(draft) > before;
        if (attempt >= ATTEMPTS && !further) {
          throw e instanceof Failure.Transient failure
              ? failure
              : new Failure.Transient(
                  "Could not download the base image's layer "
                      + layer.digest()
                      + ": the connection to "
                      + layer.origin()
                      + " broke off "
                      + attempt
                      + " times.",
                  Optional.empty(),
                  e);
        }
        pause();
      }
    }
  }

  /** Brings the draft to its full size, and hashes it on the way. */
  private MessageDigest fetch(Blob layer, Path draft)
      throws Failure, IOException, InterruptedException {
    MessageDigest hash = Documents.sha256();
    long have = Files.exists(draft) ? Files.size(draft) : 0;
    if (have > layer.size()) {
      Files.delete(draft);
      have = 0;
    }
    if (have == layer.size()) {
      hashed(draft, hash);
      return hash;
    }
    BaseSource.Part part = source.blob(layer, have);
    try (InputStream in = part.bytes();
        OutputStream out =
            Files.newOutputStream(
                draft,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                part.offset() == have && have > 0
                    ? StandardOpenOption.APPEND
                    : StandardOpenOption.TRUNCATE_EXISTING)) {
      long size = 0;
      if (part.offset() == have && have > 0) {
        hashed(draft, hash);
        size = have;
      }
      copy(in, out, hash, size, layer.size());
    }
    return hash;
  }

  private static void copy(
      InputStream in, OutputStream out, MessageDigest hash, long had, long whole)
      throws IOException, InterruptedException {
    byte[] buffer = new byte[BUFFER];
    long size = had;
    while (size <= whole) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      int read;
      try {
        read = in.read(buffer);
      } catch (IOException e) {
        throw new BrokenOffException(e);
      }
      if (read < 0) {
        break;
      }
      out.write(buffer, 0, read);
      hash.update(buffer, 0, read);
      size += read;
    }
    if (size < whole) {
      throw new BrokenOffException(null);
    }
  }

  private static void hashed(Path file, MessageDigest hash)
      throws IOException, InterruptedException {
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        hash.update(buffer, 0, read);
      }
    }
  }

  @SuppressWarnings("ReturnValueIgnored")
  private static void pause() throws InterruptedException {
    new CountDownLatch(1).await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }
}
