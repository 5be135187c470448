package io.jenkins.plugins.cloudrun.image.registry;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A part of a blob as the body of a request, read as the connection takes it. The JDK's own body of
 * a file is read in pieces of 16 KB and only from its beginning.
 */
final class UploadBody implements BodyPublisher {
  private static final int PIECE = 256 * 1024;

  private final BlobContent content;
  private final long offset;
  private final long length;
  private final LongConsumer position;
  private final AtomicLong moved = new AtomicLong();
  private final AtomicReference<@Nullable IOException> unreadable = new AtomicReference<>();

  /**
   * @param position told how many bytes of the whole blob have gone
   */
  UploadBody(BlobContent content, long offset, long length, LongConsumer position) {
    this.content = content;
    this.offset = offset;
    this.length = length;
    this.position = position;
  }

  /** Bytes that the connection has taken, those taken twice included. */
  long moved() {
    return moved.get();
  }

  /** Why the content itself could not be read: nothing that the registry could mend. */
  Optional<IOException> unreadable() {
    return Optional.ofNullable(unreadable.get());
  }

  @Override
  public long contentLength() {
    return length;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    subscriber.onSubscribe(new Reading(subscriber));
  }

  /** One time through; the connection asks from any thread, one thread reads. */
  private final class Reading implements Flow.Subscription {
    private final Flow.Subscriber<? super ByteBuffer> subscriber;
    private final AtomicLong demand = new AtomicLong();
    private final AtomicInteger signals = new AtomicInteger();
    private final AtomicReference<@Nullable ReadableByteChannel> channel = new AtomicReference<>();
    private volatile boolean over;
    private long left = length;

    Reading(Flow.Subscriber<? super ByteBuffer> subscriber) {
      this.subscriber = subscriber;
    }

    @Override
    public void request(long n) {
      demand.accumulateAndGet(n, (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
      if (signals.getAndIncrement() > 0) {
        return;
      }
      int seen = 1;
      do {
        read();
        seen = signals.addAndGet(-seen);
      } while (seen > 0);
    }

    private void read() {
      try {
        while (!over && left > 0 && demand.get() > 0) {
          ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, left));
          BlobContent.fill(opened(), piece);
          left -= piece.capacity();
          moved.addAndGet(piece.capacity());
          demand.decrementAndGet();
          position.accept(offset + length - left);
          subscriber.onNext(piece.flip());
        }
        if (left == 0 && !over) {
          cancel();
          subscriber.onComplete();
        }
      } catch (IOException e) {
        boolean cancelled = over;
        cancel();
        if (!cancelled) {
          unreadable.set(e);
          subscriber.onError(e);
        }
      }
    }

    private ReadableByteChannel opened() throws IOException {
      ReadableByteChannel open = channel.get();
      if (open == null) {
        open = content.from(offset);
        channel.set(open);
        if (over) {
          open.close();
        }
      }
      return open;
    }

    /** Closing also ends a read that waits. */
    @Override
    public void cancel() {
      over = true;
      ReadableByteChannel open = channel.get();
      if (open != null) {
        try {
          open.close();
        } catch (IOException e) {
          // It was only read from.
        }
      }
    }
  }
}
