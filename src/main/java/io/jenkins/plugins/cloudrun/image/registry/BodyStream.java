package io.jenkins.plugins.cloudrun.image.registry;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A body that is read while it comes. The JDK's own waits without end for a server that has fallen
 * silent, and does not always hear an interrupt; this one gives up, and hears it.
 */
final class BodyStream extends InputStream implements BodySubscriber<InputStream> {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Duration silence;
  private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
  private List<ByteBuffer> buffers = List.of();
  private int at;
  private boolean ended;

  private BodyStream(Duration silence) {
    this.silence = silence;
  }

  /** What came; an end when there are no buffers, for a reason when it is too early. */
  private record Arrival(List<ByteBuffer> buffers, @Nullable Throwable failure) {}

  /** Reads what is given with a status of 2xx as it comes; of other answers at most so much. */
  static BodyHandler<InputStream> handler(Duration silence) {
    return info ->
        info.statusCode() / 100 == 2
            ? new BodyStream(silence)
            : BodySubscribers.mapping(
                new BoundedBody(Exchange.MOST_BYTES), ByteArrayInputStream::new);
  }

  @Override
  public CompletionStage<InputStream> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    if (!subscription.complete(given)) {
      given.cancel();
      return;
    }
    given.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> given) {
    arrivals.add(new Arrival(List.copyOf(given), null));
  }

  @Override
  public void onError(Throwable failure) {
    arrivals.add(new Arrival(List.of(), failure));
  }

  @Override
  public void onComplete() {
    arrivals.add(new Arrival(List.of(), null));
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
    ByteBuffer buffer = current();
    if (buffer == NOTHING) {
      return -1;
    }
    int count = Math.min(length, buffer.remaining());
    buffer.get(bytes, offset, count);
    return count;
  }

  /** A buffer that has bytes, or {@link #NOTHING} at the end. */
  private ByteBuffer current() throws IOException {
    while (true) {
      if (at < buffers.size()) {
        ByteBuffer buffer = buffers.get(at);
        if (buffer.hasRemaining()) {
          return buffer;
        }
        at++;
        if (at == buffers.size()) {
          subscription.join().request(1);
        }
      } else if (ended) {
        return NOTHING;
      } else {
        take();
      }
    }
  }

  private void take() throws IOException {
    Arrival arrival;
    try {
      arrival = arrivals.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading");
    }
    if (arrival == null) {
      close();
      throw new IOException("nothing came for " + silence.toSeconds() + " s");
    }
    if (arrival.failure() != null) {
      throw new IOException(String.valueOf(arrival.failure().getMessage()), arrival.failure());
    }
    ended = arrival.buffers().isEmpty();
    buffers = arrival.buffers();
    at = 0;
  }

  @Override
  public void close() {
    subscription.complete(new Ended());
    subscription.join().cancel();
    arrivals.add(new Arrival(List.of(), new IOException("closed")));
  }

  /** Closed before there was anything to close. */
  private static final class Ended implements Flow.Subscription {
    @Override
    public void request(long n) {}

    @Override
    public void cancel() {}
  }
}
