package io.jenkins.plugins.cloudrun.image.layer;

import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.Sha256;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Takes a tar in, cut into blocks. Each is hashed in order, compressed beside others, and written
 * in order; so the bytes that come out depend on the bytes that went in alone. Without a file it
 * only hashes.
 *
 * <p>For one thread, which is slowed down to what the workers can do.
 */
final class TarPipe implements AutoCloseable {
  private final Workers workers;
  private final Executor threads;
  private final Optional<GzipFile> file;
  private final MessageDigest sha256 = Sha256.hasher();
  private final CRC32 crc = new CRC32();
  private long size;
  private @Nullable Block current;
  private volatile boolean isEnded;
  private CompletableFuture<Void> hashed = CompletableFuture.completedFuture(null);
  private CompletableFuture<Void> written = CompletableFuture.completedFuture(null);

  /**
   * @param small whether it will be no more than a block: then this thread is quicker than others
   */
  TarPipe(Workers workers, Optional<GzipFile> file, boolean small) throws IOException {
    this.workers = workers;
    this.threads = small ? Runnable::run : workers.threads();
    this.file = file;
    if (file.isPresent()) {
      file.get().begin();
    }
  }

  void write(byte[] bytes) throws IOException, InterruptedException {
    int at = 0;
    while (at < bytes.length) {
      Block block = block();
      int length = Math.min(bytes.length - at, Block.SIZE - block.length);
      System.arraycopy(bytes, at, block.plain, block.length, length);
      at += length;
      filled(block, length);
    }
  }

  void zeros(int count) throws IOException, InterruptedException {
    write(new byte[count]);
  }

  /** Takes exactly so many bytes over. */
  void copy(InputStream in, long count) throws IOException, InterruptedException {
    long rest = count;
    while (rest > 0) {
      Block block = block();
      int room = (int) Math.min(rest, Block.SIZE - block.length);
      int length = in.read(block.plain, block.length, room);
      if (length < 0) {
        throw new EOFException("it became shorter while it was read");
      }
      rest -= length;
      filled(block, length);
    }
    if (in.read() >= 0) {
      throw new IOException("it became longer while it was read");
    }
  }

  /**
   * Ends the stream.
   *
   * @return the digest of what went in
   */
  ImageDigest finish() throws IOException, InterruptedException {
    send();
    await(hashed);
    await(written);
    if (file.isPresent()) {
      file.get().end(crc, size);
    }
    return Digests.digest(sha256);
  }

  private Block block() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (current == null) {
      current = workers.take();
    }
    return current;
  }

  private void filled(Block block, int length) throws IOException, InterruptedException {
    block.length += length;
    size += length;
    if (block.length == Block.SIZE) {
      send();
    }
  }

  private void send() throws IOException, InterruptedException {
    Block block = current;
    if (block == null) {
      return;
    }
    current = null;
    hashed = hashed.thenRunAsync(() -> hash(block), threads);
    if (file.isPresent()) {
      CompletableFuture<Void> packed = CompletableFuture.runAsync(() -> deflate(block), threads);
      written = written.thenCombineAsync(packed, (a, b) -> store(file.get(), block), threads);
    }
    CompletableFuture.allOf(hashed, written).whenComplete((ok, e) -> workers.giveBack(block));
    if (written.isCompletedExceptionally()) {
      await(written);
    }
  }

  private void deflate(Block block) {
    if (!isEnded) {
      workers.deflate(block);
    }
  }

  private void hash(Block block) {
    if (isEnded) {
      return;
    }
    sha256.update(block.plain, 0, block.length);
    if (file.isPresent()) {
      crc.update(block.plain, 0, block.length);
    }
  }

  private @Nullable Void store(GzipFile target, Block block) {
    try {
      if (!isEnded) {
        target.add(block);
      }
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(CompletableFuture<Void> stage)
      throws IOException, InterruptedException {
    try {
      stage.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UncheckedIOException io && io.getCause() != null) {
        throw io.getCause();
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /**
   * Waits for the few tasks that run: what has not begun is left, nothing is written afterwards.
   */
  @Override
  public void close() {
    isEnded = true;
    Block block = current;
    if (block != null) {
      current = null;
      workers.giveBack(block);
    }
    CompletableFuture.allOf(hashed, written).handle((ok, e) -> ok).join();
  }
}
