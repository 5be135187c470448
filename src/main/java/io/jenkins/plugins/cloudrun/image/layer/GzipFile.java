package io.jenkins.plugins.cloudrun.image.layer;

import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.Sha256;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.zip.CRC32;

/** A file of one gzip member (RFC 1952), written block by block and hashed on the way. */
final class GzipFile implements AutoCloseable {
  // No name, no time, no system: nothing that differs between machines.
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
  private static final byte[] LAST_AND_EMPTY = {3, 0};
  private static final int MOST_STORED = 65535;

  // Not a channel: an interrupt would close it half way.
  private final OutputStream out;
  private final MessageDigest sha256 = Sha256.hasher();
  private long size;

  GzipFile(Path path) throws IOException {
    this(new FileOutputStream(path.toFile()));
  }

  GzipFile(OutputStream out) {
    this.out = out;
  }

  void begin() throws IOException {
    write(HEADER, 0, HEADER.length);
  }

  void add(Block block) throws IOException {
    if (block.packedLength > 0) {
      write(block.packed, 0, block.packedLength);
      return;
    }
    for (int at = 0; at < block.length; at += MOST_STORED) {
      int length = Math.min(MOST_STORED, block.length - at);
      // A stored block of RFC 1951: not the last, length, its complement.
      ByteBuffer header = ByteBuffer.allocate(5).order(ByteOrder.LITTLE_ENDIAN);
      header.put((byte) 0).putShort((short) length).putShort((short) ~length);
      write(header.array(), 0, header.capacity());
      write(block.plain, at, length);
    }
  }

  void end(CRC32 crc, long plainSize) throws IOException {
    write(LAST_AND_EMPTY, 0, LAST_AND_EMPTY.length);
    ByteBuffer trailer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    trailer.putInt((int) crc.getValue()).putInt((int) plainSize);
    write(trailer.array(), 0, trailer.capacity());
  }

  /** Of all that was written. Call it once. */
  ImageDigest digest() {
    return Digests.digest(sha256);
  }

  long size() {
    return size;
  }

  private void write(byte[] bytes, int from, int length) throws IOException {
    try {
      out.write(bytes, from, length);
    } catch (IOException e) {
      throw new CacheWriteException(e);
    }
    sha256.update(bytes, from, length);
    size += length;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
