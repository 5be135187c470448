package io.jenkins.plugins.cloudrun.gcp;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The beginning of a body, at most so many bytes; what comes after it is not read. */
final class BodyBeginning implements BodySubscriber<byte[]> {
  private final int most;
  private final ByteArrayOutputStream read = new ByteArrayOutputStream();
  private final CompletableFuture<byte[]> body = new CompletableFuture<>();
  private volatile Flow.@Nullable Subscription subscription;

  BodyBeginning(int most) {
    this.most = most;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    given.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      byte[] some = new byte[Math.min(buffer.remaining(), most - read.size())];
      buffer.get(some);
      read.writeBytes(some);
    }
    if (read.size() == most) {
      stop();
    }
  }

  @Override
  public void onError(Throwable failure) {
    body.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    body.complete(read.toByteArray());
  }

  /** Gives up when the body, or the answer before it, takes longer from now on. */
  void within(Duration limit) {
    CompletableFuture<byte[]> unused = body.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Reads no further, and closes the connection that it came on. */
  void stop() {
    Flow.Subscription known = subscription;
    if (known != null) {
      known.cancel();
    }
    body.complete(read.toByteArray());
  }
}
