package io.jenkins.plugins.cloudrun.image.registry;

import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.ImageTags;
import io.jenkins.plugins.cloudrun.rollout.port.Images;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The OCI distribution API: what a tag points at, whether an image is there, one more tag on an
 * image. Manifests and indexes pass through as bytes, so a digest never changes on the way.
 *
 * <p>Registries on loopback are spoken to over http, all others over https. Every exchange is
 * bounded in time and size. Who sees the access token: {@link TokenAudience}.
 */
public final class RegistryClient implements Images, ImageTags {
  private static final String DIGEST = "Docker-Content-Digest";

  /** Everything that may stand behind a tag. */
  private static final String KINDS =
      String.join(
          ",",
          List.of(
              "application/vnd.oci.image.index.v1+json",
              "application/vnd.docker.distribution.manifest.list.v2+json",
              "application/vnd.oci.image.manifest.v1+json",
              "application/vnd.docker.distribution.manifest.v2+json"));

  private final AuthorizedCalls calls;

  /**
   * @param http with the proxy that applies here; the rest is set by this class
   * @param audience registries beside Google's that may see the token
   * @param tokens asked only for registries that may see one
   */
  public RegistryClient(HttpClient.Builder http, TokenAudience audience, TokenSource tokens) {
    this(new Exchange(http), Keys.of(audience, tokens));
  }

  /**
   * A client over the HTTP client of others: each keeps a thread.
   *
   * @param http asked for each exchange; must not follow redirects
   */
  public RegistryClient(Supplier<HttpClient> http, TokenAudience audience, TokenSource tokens) {
    this(new Exchange(http), Keys.of(audience, tokens));
  }

  private RegistryClient(Exchange exchange, Keys keys) {
    this.calls = new AuthorizedCalls(exchange, keys);
  }

  /** A client with one token, for as long as that lasts. */
  public RegistryClient(HttpClient.Builder http, RegistryToken token) {
    this(http, Keyring.of(token));
  }

  /**
   * A client with credentials by registry.
   *
   * @param http with the proxy that applies here; if it has an executor, one that never makes a
   *     task wait for another: a blob that is passed from one registry to another is read in one
   */
  public RegistryClient(HttpClient.Builder http, Keyring keyring) {
    this(new Exchange(http), keyring.keys());
  }

  /**
   * A client that shares its connections with all others of this kind in this JVM: builds that
   * follow each other find them open.
   */
  public static RegistryClient sharing(Keyring keyring) {
    return new RegistryClient(new Exchange(() -> Shared.CLIENT), keyring.keys());
  }

  /** Made when somebody asks, and ended with the JVM; it holds no credentials. */
  private static final class Shared {
    static final HttpClient CLIENT = Exchange.client(HttpClient.newBuilder());
  }

  /** Blobs of the same registries; what fails in passing is repeated as {@code attempts} says. */
  public RegistryBlobs blobs(Attempts attempts) {
    return new RegistryBlobs(calls, attempts);
  }

  /** What belongs to images of the same registries. */
  public Referrers referrers() {
    return new Referrers(this, calls);
  }

  @Override
  public ImageDigest resolve(ImageReference image) throws Failure {
    return resolve(image, Scope.pull(image.name()));
  }

  /** As {@link #resolve}, for somebody who is about to push there; empty if there is nothing. */
  public Optional<ImageDigest> findBeforePush(ImageReference image) throws Failure {
    return unlessMissing(() -> resolve(image, Scope.push(image.name())));
  }

  private ImageDigest resolve(ImageReference image, Scope scope) throws Failure {
    String what = "resolve " + image;
    HttpResponse<byte[]> response =
        calls.send(scope, what, false, () -> manifestRequest(image, "HEAD"));
    if (response.statusCode() == 200) {
      Optional<ImageDigest> told = told(response);
      if (told.isPresent() && image.digest().map(told.get()::equals).orElse(true)) {
        return told.get();
      }
      return manifest(image).digest();
    }
    if (response.statusCode() == 405) {
      return manifest(image).digest();
    }
    throw calls.refused(response, what, scope, false);
  }

  /** Whether the registry has the image. */
  public boolean exists(ImageReference image) throws Failure {
    return unlessMissing(() -> resolve(image)).isPresent();
  }

  /** As {@link #manifest}, empty if there is none. */
  public Optional<Manifest> find(ImageReference image) throws Failure {
    return unlessMissing(() -> manifest(image));
  }

  /** The manifest or index itself; what does not match a digest asked for is refused. */
  public Manifest manifest(ImageReference image) throws Failure {
    String what = "read the manifest of " + image;
    Scope scope = Scope.pull(image.name());
    HttpResponse<byte[]> response =
        calls.send(scope, what, false, () -> manifestRequest(image, "GET"));
    if (response.statusCode() != 200) {
      throw calls.refused(response, what, scope, false);
    }
    String type = response.headers().firstValue("Content-Type").orElse("");
    Manifest manifest = new Manifest(type, response.body());
    if (image.digest().map(asked -> !asked.equals(manifest.digest())).orElse(false)) {
      throw new Failure.Permanent(
          Failure.Reason.REFUSED,
          "Could not "
              + what
              + ": the registry answered with other bytes, whose digest is "
              + manifest.digest()
              + ". Do not use this image; look at the registry or the proxy in between.",
          new IllegalStateException("digest mismatch"));
    }
    return manifest;
  }

  /**
   * Lets one more tag point at an image of the same repository, bytes unchanged. Moves the tag if
   * it points elsewhere; repeating it is harmless.
   */
  @Override
  public ImageDigest tag(ImageReference image, String tag) throws Failure {
    ImageReference.checkTag(tag);
    Manifest manifest = manifest(image);
    ImageReference tagged = new ImageReference(image.name(), Optional.of(tag), Optional.empty());
    put(tagged, manifest, "tag " + image + " as " + tag);
    return manifest.digest();
  }

  /**
   * Stores a manifest or index under a tag or its digest, as it is. Repeating it is harmless.
   *
   * @return whether the registry has taken note of the manifest's subject, so that it lists it
   *     among the subject's referrers
   */
  public boolean put(ImageReference where, Manifest manifest) throws Failure {
    return put(where, manifest, "push the manifest of " + where);
  }

  private boolean put(ImageReference where, Manifest manifest, String what) throws Failure {
    Scope scope = Scope.push(where.name());
    HttpResponse<byte[]> response =
        calls.send(
            scope,
            what,
            true,
            () ->
                HttpRequest.newBuilder(Endpoints.manifest(where))
                    .header("Content-Type", manifest.mediaType())
                    .PUT(BodyPublishers.ofByteArray(manifest.bytes())));
    if (response.statusCode() / 100 != 2) {
      throw calls.refused(response, what, scope, true);
    }
    Optional<ImageDigest> told = told(response);
    if (told.isPresent() && !told.get().equals(manifest.digest())) {
      throw new Failure.Permanent(
          Failure.Reason.REFUSED,
          "Could not "
              + what
              + ": the registry stored it as "
              + told.get()
              + " instead of "
              + manifest.digest()
              + ". Do not use this image; look at the registry or the proxy in between.",
          new IllegalStateException("digest mismatch"));
    }
    return response.headers().firstValue("OCI-Subject").isPresent();
  }

  private static <T> Optional<T> unlessMissing(Asked<T> asked) throws Failure {
    try {
      return Optional.of(asked.get());
    } catch (Failure.Permanent e) {
      if (e.reason() == Failure.Reason.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static HttpRequest.Builder manifestRequest(ImageReference image, String method) {
    return HttpRequest.newBuilder(Endpoints.manifest(image))
        .header("Accept", KINDS)
        .method(method, BodyPublishers.noBody());
  }

  private static Optional<ImageDigest> told(HttpResponse<?> response) {
    try {
      return response.headers().firstValue(DIGEST).map(ImageDigest::new);
    } catch (InvalidValueException e) {
      return Optional.empty(); // Another algorithm: the manifest itself tells.
    }
  }

  private interface Asked<T> {
    T get() throws Failure;
  }
}
