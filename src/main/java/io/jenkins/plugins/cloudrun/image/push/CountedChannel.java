package io.jenkins.plugins.cloudrun.image.push;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what is read from a channel, for whoever looks on. */
record CountedChannel(ReadableByteChannel channel, AtomicLong count)
    implements ReadableByteChannel {
  @Override
  public int read(ByteBuffer into) throws IOException {
    int read = channel.read(into);
    if (read > 0) {
      count.addAndGet(read);
    }
    return read;
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
