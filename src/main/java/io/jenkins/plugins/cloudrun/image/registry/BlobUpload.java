package io.jenkins.plugins.cloudrun.image.registry;

import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One blob on its way in. A small one goes in one request, a large one in chunks; after a break the
 * registry is asked how far it got, and only what it lacks is sent. One that cannot tell, or takes
 * no chunks, gets the blob from the start.
 *
 * <p>Google's registries take no chunks (Artifact Registry's documentation: uploads are
 * monolithic), so there a blob goes in one request whatever its size.
 */
final class BlobUpload {
  /**
   * Up to here a blob goes in one request: measured on {@code docker-registry}, that takes a fifth
   * less time than chunks, and registries that know how far they got know it then, too.
   */
  private static final long SMALL = 48L << 20;

  private static final long CHUNK = 32L << 20;

  /**
   * A registry that refuses chunks may do so before it has read one, and then the refusal is lost
   * with the connection: after so many breaks without a step ahead the blob goes whole.
   */
  private static final int MOST_FRUITLESS = 3;

  private static final Pattern RANGE = Pattern.compile("(?:bytes[= ])?0-([0-9]{1,18})");

  private final AuthorizedCalls calls;
  private final Attempts.Series series;
  private final Scope scope;
  private final ImageDigest digest;
  private final long size;
  private final BlobContent content;
  private final LongConsumer position;
  private final String what;

  private Optional<URI> place = Optional.empty();
  private boolean whole;
  private boolean chunks = true;
  private long offset;
  private long farthest;
  private long sent;
  private int fruitless;

  BlobUpload(
      AuthorizedCalls calls,
      Attempts attempts,
      ImageName target,
      ImageDigest digest,
      long size,
      BlobContent content,
      LongConsumer position) {
    this.calls = calls;
    this.series = attempts.series();
    this.scope = Scope.push(target);
    this.digest = digest;
    this.size = size;
    this.content = content;
    this.position = position;
    this.whole = size <= SMALL || TokenAudience.isGoogles(target.registry());
    this.what = "push the blob " + digest + " to " + target;
  }

  /**
   * @param opened an upload that is open already
   */
  long run(Optional<URI> opened) throws Failure, IOException, InterruptedException {
    place = opened;
    boolean doubtful = false;
    while (true) {
      try {
        if (doubtful && isDone()) {
          return sent;
        }
        doubtful = false;
        noteProgress();
        if (place.isEmpty()) {
          start();
        }
        if (step()) {
          return sent;
        }
        noteProgress();
      } catch (Failure e) {
        series.failed(e);
        doubtful = true;
        fruitless++;
        if (fruitless == MOST_FRUITLESS) {
          wholeFromNowOn();
        }
      }
    }
  }

  private void noteProgress() {
    if (offset > farthest) {
      farthest = offset;
      fruitless = 0;
      series.progressed();
    }
  }

  private void wholeFromNowOn() {
    whole = true;
    chunks = false;
    place = Optional.empty();
  }

  private void start() throws Failure {
    place = Optional.of(open(calls, scope, what));
    offset = 0;
  }

  /** Where a blob, whatever it will be, is to be sent. */
  static URI open(AuthorizedCalls calls, Scope scope, String what) throws Failure {
    URI uploads = Endpoints.uploads(scope.name());
    HttpResponse<byte[]> response =
        calls.send(
            scope, what, true, () -> HttpRequest.newBuilder(uploads).POST(BodyPublishers.noBody()));
    if (response.statusCode() != 202) {
      throw calls.refused(response, what, scope, true);
    }
    return Endpoints.location(uploads, response).orElseThrow(() -> noPlace(what));
  }

  /** Sends the next part; true when that was the last and the registry has the blob. */
  private boolean step() throws Failure, IOException {
    if (offset == size || (whole && offset == 0)) {
      return finish();
    }
    chunk();
    return false;
  }

  private boolean finish() throws Failure, IOException {
    URI at =
        Endpoints.withQuery(place.orElseThrow(), "digest=" + digest.value().replace(":", "%3A"));
    HttpResponse<byte[]> response = send("PUT", at, size - offset, Optional.empty());
    int status = response.statusCode();
    if (status / 100 != 2) {
      throw refusedOrLost(response);
    }
    Optional<String> told = response.headers().firstValue("Docker-Content-Digest");
    if (told.isPresent() && !told.get().equals(digest.value())) {
      throw new Failure.Permanent(
          Failure.Reason.REFUSED,
          "Could not "
              + what
              + ": the registry stored it as "
              + told.get()
              + ". Look at the registry or the proxy in between.",
          new IllegalStateException("digest mismatch"));
    }
    return true;
  }

  private void chunk() throws Failure, IOException {
    URI at = place.orElseThrow();
    long length = Math.min(CHUNK, size - offset);
    String range = offset + "-" + (offset + length - 1);
    HttpResponse<byte[]> response = send("PATCH", at, length, Optional.of(range));
    switch (response.statusCode()) {
      case 202, 204, 201, 200 -> {
        long before = offset;
        offset = told(response).orElse(offset + length);
        place = Optional.of(located(at, response));
        if (offset <= before || offset > size) {
          place = Optional.empty();
          throw passing("the registry lost count of what it has");
        }
      }
      case 416 -> throw passing("the registry has another part of it than was thought");
      case 400, 405, 411, 415, 501 -> {
        wholeFromNowOn();
        throw passing(
            "the registry takes no chunks (HTTP " + response.statusCode() + "), so it goes whole");
      }
      default -> throw refusedOrLost(response);
    }
  }

  /** After a break: whether the blob is there; if not, how much of it is. */
  private boolean isDone() throws Failure {
    if (place.isEmpty()) {
      return RegistryBlobs.isThere(calls, scope.name(), digest);
    }
    URI at = place.get();
    HttpResponse<byte[]> response = get(at);
    int status = response.statusCode();
    if (status == 429 || status == 408 || status >= 500) {
      throw calls.refused(response, what, scope, false);
    }
    // One byte and none look the same, and some say so whatever they have: then it is begun anew,
    // for what is sent again would be appended.
    Optional<Long> has = told(response).filter(end -> end > 1 && end <= size);
    if (status / 100 == 2 && chunks && has.isPresent()) {
      offset = has.get();
      place = Optional.of(located(at, response));
      return false;
    }
    place = Optional.empty();
    return RegistryBlobs.isThere(calls, scope.name(), digest);
  }

  private HttpResponse<byte[]> get(URI at) throws Failure {
    return AuthorizedCalls.isOwn(scope, at)
        ? calls.send(scope, what, false, () -> HttpRequest.newBuilder(at).GET())
        : calls.elsewhere(what, false, HttpRequest.newBuilder(at).GET(), bounded(), () -> 0);
  }

  private HttpResponse<byte[]> send(String method, URI at, long length, Optional<String> range)
      throws Failure, IOException {
    UploadBody body = new UploadBody(content, offset, length, position);
    LongSupplier moved = body::moved;
    try {
      return AuthorizedCalls.isOwn(scope, at)
          ? calls.move(scope, what, true, () -> request(method, at, body, range), bounded(), moved)
          : calls.elsewhere(what, true, request(method, at, body, range), bounded(), moved);
    } catch (Failure e) {
      if (body.unreadable().isPresent() && !Thread.currentThread().isInterrupted()) {
        throw body.unreadable().get();
      }
      throw e;
    } finally {
      sent += body.moved();
    }
  }

  private static HttpRequest.Builder request(
      String method, URI at, BodyPublisher body, Optional<String> range) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(at)
            .header("Content-Type", "application/octet-stream")
            .method(method, body);
    range.ifPresent(value -> request.header("Content-Range", value));
    return request;
  }

  private static HttpResponse.BodyHandler<byte[]> bounded() {
    return info -> new BoundedBody(Exchange.MOST_BYTES);
  }

  /** An upload that the registry no longer knows is begun anew. */
  private Failure refusedOrLost(HttpResponse<?> response) {
    int status = response.statusCode();
    if (status == 404 || status == 410 || status == 416) {
      place = Optional.empty();
      return passing("the registry lost the upload (HTTP " + status + ")");
    }
    return calls.refused(response, what, scope, true);
  }

  private Failure passing(String why) {
    return new Failure.Transient("Could not " + what + ": " + why + ".", Optional.empty(), null);
  }

  /** How many bytes the registry has, if it says. */
  private static Optional<Long> told(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Range")
        .map(RANGE::matcher)
        .filter(Matcher::matches)
        .map(matcher -> Long.parseLong(matcher.group(1)) + 1);
  }

  private URI located(URI asked, HttpResponse<?> response) throws Failure {
    Optional<URI> next = Endpoints.location(asked, response);
    if (next.isEmpty()
        && !response.headers().firstValue("Location").isPresent()
        && place.isPresent()) {
      return asked;
    }
    return next.orElseThrow(() -> noPlace(what));
  }

  private static Failure noPlace(String what) {
    return new Failure.Permanent(
        Failure.Reason.REFUSED,
        "Could not "
            + what
            + ": the registry names no place for the upload, or one that is not https.",
        new IllegalStateException("no location"));
  }
}
