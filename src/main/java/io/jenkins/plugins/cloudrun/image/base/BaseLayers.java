package io.jenkins.plugins.cloudrun.image.base;

import io.jenkins.plugins.cloudrun.image.push.Blob;
import io.jenkins.plugins.cloudrun.image.registry.UnreadableBlobException;
import io.jenkins.plugins.cloudrun.model.Sha256;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
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
 * download that was cut off has left is taken up by the next, also by one in another JVM.
 */
final class BaseLayers {
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
    MessageDigest hash = Sha256.hasher();
    long have = Files.exists(draft) ? Files.size(draft) : 0;
    if (have > layer.size()) {
      Files.delete(draft);
      have = 0;
    }
    if (have > 0) {
      hashed(draft, hash);
    }
    if (have < layer.size()) {
      rest(layer, have, draft, hash);
    }
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
  }

  private void rest(Blob layer, long have, Path draft, MessageDigest hash)
      throws Failure, IOException, InterruptedException {
    try (InputStream in = source.blob(layer, have);
        OutputStream out =
            Files.newOutputStream(draft, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      byte[] buffer = new byte[BUFFER];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        out.write(buffer, 0, read);
        hash.update(buffer, 0, read);
      }
    } catch (UnreadableBlobException e) {
      // What is wrong from its very beginning must not be gone on with the next time.
      if (e.failure() instanceof Failure.Permanent) {
        Files.deleteIfExists(draft);
      }
      throw e.failure();
    } catch (InterruptedIOException e) {
      throw Documents.interrupted(e);
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
