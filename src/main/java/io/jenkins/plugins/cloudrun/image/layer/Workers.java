package io.jenkins.plugins.cloudrun.image.layer;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Threads for hashing, compressing and writing, and the blocks that travel between them. The number
 * of blocks bounds the memory, however large and however many the layers: a mebibyte each, at most
 * 18 MiB for 8 threads. Tasks never wait for a block or for each other, so a small pool serves any
 * number of layers at once.
 */
final class Workers implements AutoCloseable {
  private static final int MOST = 8;

  private final ExecutorService threads;
  private final Semaphore free;
  private final ConcurrentLinkedQueue<Block> blocks = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<BlockDeflater> deflaters = new ConcurrentLinkedQueue<>();

  Workers() {
    this(Math.min(MOST, Runtime.getRuntime().availableProcessors()));
  }

  Workers(int count) {
    threads =
        Executors.newFixedThreadPool(
            count,
            task -> {
              Thread thread = new Thread(task, "cloud-run-layers");
              thread.setDaemon(true);
              return thread;
            });
    free = new Semaphore(2 * count + 2);
  }

  ExecutorService threads() {
    return threads;
  }

  /** Waits until a block is free: this is what slows a fast reader down. */
  Block take() throws InterruptedException {
    free.acquire();
    Block block = blocks.poll();
    return block == null ? new Block() : block;
  }

  void giveBack(Block block) {
    block.length = 0;
    block.packedLength = 0;
    blocks.add(block);
    free.release();
  }

  void deflate(Block block) {
    BlockDeflater idle = deflaters.poll();
    BlockDeflater deflater = idle == null ? new BlockDeflater() : idle;
    deflater.pack(block);
    deflaters.add(deflater);
  }

  /** Nothing may be under way any more. */
  @Override
  public void close() {
    threads.shutdown();
    boolean interrupted = Thread.interrupted();
    try {
      threads.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    deflaters.forEach(BlockDeflater::close);
  }
}
