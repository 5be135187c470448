package io.jenkins.plugins.cloudrun.image.registry;

import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.util.Optional;

/**
 * Opens a blob for reading. Registries keep blobs elsewhere and send on to there; that place sees
 * no credentials unless it is the registry itself.
 */
final class BlobDownload {
  private static final int MOST_HOPS = 5;

  private final AuthorizedCalls calls;
  private final ImageName name;
  private final ImageDigest digest;

  BlobDownload(AuthorizedCalls calls, ImageName name, ImageDigest digest) {
    this.calls = calls;
    this.name = name;
    this.digest = digest;
  }

  ImageDigest digest() {
    return digest;
  }

  String what() {
    return "read the blob " + digest + " of " + name;
  }

  InputStream from(long offset) throws Failure {
    Scope scope = Scope.pull(name);
    URI place = Endpoints.blob(name, digest);
    for (int hop = 0; hop <= MOST_HOPS; hop++) {
      HttpResponse<InputStream> response = get(scope, place, offset);
      int status = response.statusCode();
      if (status == 206 || (status == 200 && offset == 0)) {
        return response.body();
      }
      if (status == 200) {
        return skipped(response.body(), offset);
      }
      Optional<URI> next = Endpoints.location(place, response);
      if (status / 100 != 3 || next.isEmpty()) {
        throw calls.refused(response, what(), scope, false);
      }
      place = next.get();
    }
    throw new Failure.Permanent(
        Failure.Reason.REFUSED,
        "Could not " + what() + ": the registry sends from one place to the next without end.",
        new IllegalStateException("redirects"));
  }

  private HttpResponse<InputStream> get(Scope scope, URI place, long offset) throws Failure {
    BodyHandler<InputStream> handler = BodyStream.handler(Exchange.LIMIT);
    return AuthorizedCalls.isOwn(scope, place)
        ? calls.move(scope, what(), false, () -> request(place, offset), handler, () -> 0)
        : calls.elsewhere(what(), false, request(place, offset), handler, () -> 0);
  }

  private static HttpRequest.Builder request(URI place, long offset) {
    HttpRequest.Builder request = HttpRequest.newBuilder(place).GET();
    return offset == 0 ? request : request.header("Range", "bytes=" + offset + "-");
  }

  /** For registries that know no ranges. */
  private InputStream skipped(InputStream body, long offset) throws Failure {
    try {
      body.skipNBytes(offset);
      return body;
    } catch (IOException e) {
      throw new Failure.Transient(
          "Could not " + what() + ": " + e.getMessage() + ".", Optional.empty(), e);
    }
  }
}
