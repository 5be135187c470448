package io.jenkins.plugins.cloudrun.image.registry;

import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Blobs by the OCI distribution API. What fails in passing is repeated here; an interrupt ends
 * whatever is under way. For several threads.
 */
public final class RegistryBlobs {
  private final AuthorizedCalls calls;
  private final Attempts attempts;

  RegistryBlobs(AuthorizedCalls calls, Attempts attempts) {
    this.calls = calls;
    this.attempts = attempts;
  }

  /** Whether somebody who pushes there finds the blob in the repository. */
  public boolean exists(ImageName name, ImageDigest digest) throws Failure, InterruptedException {
    return attempts.of(() -> isThere(calls, name, digest));
  }

  static boolean isThere(AuthorizedCalls calls, ImageName name, ImageDigest digest) throws Failure {
    Scope scope = Scope.push(name);
    String what = "look for the blob " + digest + " in " + name;
    HttpResponse<byte[]> response =
        calls.send(
            scope,
            what,
            false,
            () ->
                HttpRequest.newBuilder(Endpoints.blob(name, digest))
                    .method("HEAD", BodyPublishers.noBody()));
    int status = response.statusCode();
    if (status == 404) {
      return false;
    }
    if (status / 100 == 2 || status / 100 == 3) {
      return true; // A registry that keeps its blobs elsewhere sends on to there.
    }
    throw calls.refused(response, what, scope, false);
  }

  /**
   * Asks the registry to take a blob over from another of its repositories. Tried no more than
   * twice: to send the blob is the other way.
   */
  public Mount mount(ImageName target, ImageDigest digest, ImageName source)
      throws Failure, InterruptedException {
    Scope scope = Scope.push(target).and(source);
    String what = "take the blob " + digest + " over from " + source;
    URI place = Endpoints.mount(target, digest, source);
    return attempts
        .atMost(2)
        .of(
            () -> {
              HttpResponse<byte[]> response =
                  calls.send(
                      scope,
                      what,
                      true,
                      () -> HttpRequest.newBuilder(place).POST(BodyPublishers.noBody()));
              return switch (response.statusCode()) {
                case 201 -> new Mount(true, Optional.empty());
                case 202 -> new Mount(false, Endpoints.location(place, response));
                default -> throw calls.refused(response, what, scope, true);
              };
            });
  }

  /**
   * What came of it.
   *
   * @param done whether the target has the blob now
   * @param upload the upload that the registry has opened instead
   */
  public record Mount(boolean done, Optional<URI> upload) {}

  /**
   * Opens an upload before it is known of what, as that takes a registry its time. Tried once: who
   * finds none opens one.
   */
  public URI open(ImageName target) throws Failure {
    return BlobUpload.open(calls, Scope.push(target), "open an upload to " + target);
  }

  /** Gives up an upload that came to no use; what cannot be given up ends by itself. */
  public void abandon(ImageName target, URI upload) {
    Scope scope = Scope.push(target);
    if (!AuthorizedCalls.isOwn(scope, upload)) {
      return;
    }
    try {
      calls.send(
          scope,
          "abandon an upload to " + target,
          true,
          () -> HttpRequest.newBuilder(upload).DELETE());
    } catch (Failure e) {
      // Registries clear away by themselves what was begun and not ended.
    }
  }

  /**
   * Sends a blob. A connection that breaks costs at most one piece of it, where the registry knows
   * how far it got.
   *
   * @param opened an upload that is open already, as from a mount that came to nothing
   * @param position told, often and from any thread, how many bytes of the blob have gone; fewer
   *     than before when some are sent again
   * @return the bytes that were sent, those that were sent twice included
   * @throws IOException if the content could not be read
   */
  public long upload(
      ImageName target,
      ImageDigest digest,
      long size,
      BlobContent content,
      Optional<URI> opened,
      LongConsumer position)
      throws Failure, IOException, InterruptedException {
    return new BlobUpload(calls, attempts, target, digest, size, content, position).run(opened);
  }

  /**
   * Reads a blob, and nothing else than it: the end comes after {@code size} bytes of that digest,
   * or an exception. Closing it early ends the transfer.
   *
   * @param size in bytes, as a manifest says
   * @return its reads throw {@link UnreadableBlobException} for the registry's failures
   */
  public InputStream open(ImageName name, ImageDigest digest, long size) {
    return new BlobStream(new BlobDownload(calls, name, digest), attempts, size, 0, true);
  }

  /**
   * A blob from some place on, its digest not checked: for somebody who checks the whole, as a
   * registry does with what it is sent.
   *
   * @param offset of the first byte
   */
  public InputStream from(ImageName name, ImageDigest digest, long size, long offset) {
    return new BlobStream(new BlobDownload(calls, name, digest), attempts, size, offset, false);
  }
}
