package io.jenkins.plugins.cloudrun.image.layer;

import java.util.zip.Deflater;

/**
 * Compresses blocks, each by itself and up to a byte boundary, so that the pieces stand one behind
 * the other as one deflate stream. What does not shrink, such as jars in a layer, is found out by a
 * sample and left as it is: compressing it would take most of the time for nothing.
 */
final class BlockDeflater implements AutoCloseable {
  private static final int SAMPLE = 32 << 10;

  /**
   * Measured on 40 MB of jars, most of which shrink by 4 to 8 %: at 0.95 the layer is 3 % smaller
   * and takes four times as long, 7 MB saved in a second of a processor. A network is faster.
   */
  private static final double WORTH = 0.9;

  private static final int LEVEL = 6;

  private final Deflater sampler = new Deflater(Deflater.BEST_SPEED, true);
  private final Deflater deflater = new Deflater(LEVEL, true);

  void pack(Block block) {
    block.packedLength = 0;
    if (!isWorthIt(block)) {
      return;
    }
    deflater.reset();
    deflater.setInput(block.plain, 0, block.length);
    int length = deflater.deflate(block.packed, 0, block.packed.length, Deflater.SYNC_FLUSH);
    // A full buffer may hold back something: then it did not shrink either.
    if (length < block.packed.length && length < block.length) {
      block.packedLength = length;
    }
  }

  private boolean isWorthIt(Block block) {
    if (block.length <= SAMPLE) {
      return block.length > 0;
    }
    sampler.reset();
    sampler.setInput(block.plain, (block.length - SAMPLE) / 2, SAMPLE);
    int length = sampler.deflate(block.packed, 0, SAMPLE, Deflater.SYNC_FLUSH);
    return length < SAMPLE * WORTH;
  }

  @Override
  public void close() {
    sampler.end();
    deflater.end();
  }
}
