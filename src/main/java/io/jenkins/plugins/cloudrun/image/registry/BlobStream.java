package io.jenkins.plugins.cloudrun.image.registry;

import io.jenkins.plugins.cloudrun.model.Sha256;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A blob of a registry, read. A connection that breaks is replaced by one that goes on where it
 * broke. A checked one gives its last byte only if all of them are those that the digest names.
 */
final class BlobStream extends InputStream {
  private final BlobDownload download;
  private final Attempts.Series series;
  private final Optional<MessageDigest> hash;
  private final long size;
  private long at;
  private volatile Optional<InputStream> open = Optional.empty();
  private volatile boolean closed;

  BlobStream(BlobDownload download, Attempts attempts, long size, long offset, boolean checked) {
    this.download = download;
    this.series = attempts.series();
    this.size = size;
    this.at = offset;
    this.hash = checked ? Optional.of(Sha256.hasher()) : Optional.empty();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (at == size) {
      return -1;
    }
    while (true) {
      try {
        int count = body().read(bytes, offset, (int) Math.min(length, size - at));
        if (count < 0) {
          throw new IOException("it ended after " + at + " of " + size + " bytes");
        }
        at += count;
        hash.ifPresent(h -> h.update(bytes, offset, count));
        if (at == size) {
          check();
        }
        series.progressed();
        return count;
      } catch (InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        drop();
        if (closed) {
          throw e;
        }
        failed(
            new Failure.Transient(
                "Could not " + download.what() + ": " + e.getMessage() + ".", Optional.empty(), e));
      } catch (Failure e) {
        drop();
        failed(e);
      }
    }
  }

  private InputStream body() throws Failure {
    if (open.isEmpty()) {
      open = Optional.of(download.from(at));
    }
    return open.get();
  }

  private void check() throws Failure {
    if (hash.isEmpty()) {
      return;
    }
    String actual = "sha256:" + HexFormat.of().formatHex(hash.get().digest());
    if (!actual.equals(download.digest().value())) {
      throw new Failure.Permanent(
          Failure.Reason.REFUSED,
          "Could not "
              + download.what()
              + ": the registry answered with other bytes, whose digest is "
              + actual
              + ". Do not use this image; look at the registry or the proxy in between.",
          new IllegalStateException("digest mismatch"));
    }
  }

  private void failed(Failure failure) throws IOException {
    try {
      series.failed(failure);
    } catch (Failure e) {
      throw new UnreadableBlobException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading");
    }
  }

  private void drop() {
    open.ifPresent(BlobStream::close);
    open = Optional.empty();
  }

  @Override
  public void close() {
    closed = true;
    open.ifPresent(BlobStream::close);
  }

  private static void close(InputStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      // It was only read from.
    }
  }
}
