package io.jenkins.plugins.cloudrun.image.layer;

/** A piece of a tar on its way: what was read, and what became of it. Used again and again. */
final class Block {
  /** Bytes. Large enough that compressing pieces by themselves costs about 1 % in size. */
  static final int SIZE = 1 << 19;

  final byte[] plain = new byte[SIZE];
  int length;

  /** Compressed bytes, when {@link #packedLength} is more than zero; else the block is stored. */
  final byte[] packed = new byte[SIZE];

  int packedLength;
}
