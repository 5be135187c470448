package io.jenkins.plugins.cloudrun.image.base;

import io.jenkins.plugins.cloudrun.image.push.Blob;
import io.jenkins.plugins.cloudrun.image.registry.UnreadableBlobException;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Optional;

/** Manifests and configurations by digest: from the cache, and from the registry the first time. */
final class Documents {
  /** The most that a registry must accept as a manifest, by the OCI distribution specification. */
  private static final int MOST = 4 << 20;

  private final BaseSource source;
  private final Shelf shelf;

  Documents(BaseSource source, Shelf shelf) {
    this.source = source;
    this.shelf = shelf;
  }

  byte[] manifest(ImageReference pinned) throws Failure, IOException, InterruptedException {
    return of(pinned.digest().orElseThrow(), () -> source.manifest(pinned));
  }

  byte[] config(Blob config) throws Failure, IOException, InterruptedException {
    return of(
        config.digest(),
        () -> {
          if (config.size() > MOST) {
            throw new Failure.Permanent(
                Failure.Reason.REFUSED,
                "its configuration is larger than any image's: " + config.size() + " bytes.",
                null);
          }
          try (InputStream in = source.blob(config, 0)) {
            return in.readNBytes(MOST);
          } catch (UnreadableBlobException e) {
            throw e.failure();
          } catch (InterruptedIOException e) {
            throw interrupted(e);
          }
        });
  }

  private byte[] of(ImageDigest digest, Asking asking)
      throws Failure, IOException, InterruptedException {
    String name = hex(digest);
    Optional<byte[]> kept = shelf.read(name);
    if (kept.isPresent() && ImageDigest.of(kept.get()).equals(digest)) {
      return kept.get();
    }
    byte[] bytes = asking.ask();
    if (!ImageDigest.of(bytes).equals(digest)) {
      throw new Failure.Permanent(
          Failure.Reason.REFUSED,
          "the registry answered with other bytes than those of "
              + digest
              + ". Do not use this image; look at the registry or the proxy in between.",
          null);
    }
    shelf.write(name, bytes);
    return bytes;
  }

  /** The stream has set the thread's flag. */
  static InterruptedException interrupted(InterruptedIOException e) {
    Thread.interrupted();
    InterruptedException interrupted = new InterruptedException(e.getMessage());
    interrupted.initCause(e);
    return interrupted;
  }

  static String hex(ImageDigest digest) {
    return digest.value().substring(digest.value().indexOf(':') + 1);
  }

  private interface Asking {
    byte[] ask() throws Failure, IOException, InterruptedException;
  }
}
