package io.jenkins.plugins.cloudrun.image.registry;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The bytes of a blob on their way to a registry: they may be wanted again from any place. */
@FunctionalInterface
public interface BlobContent {
  /**
   * Opens the bytes.
   *
   * @param offset of the first byte that is wanted
   */
  ReadableByteChannel from(long offset) throws IOException;

  static BlobContent of(Path file) {
    return offset -> {
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      try {
        return channel.position(offset);
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    };
  }

  static BlobContent of(byte[] bytes) {
    return offset ->
        Channels.newChannel(
            new ByteArrayInputStream(
                bytes, Math.toIntExact(offset), bytes.length - Math.toIntExact(offset)));
  }

  /** Fills the buffer. */
  static void fill(ReadableByteChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("the content is shorter than was said");
      }
    }
  }
}
