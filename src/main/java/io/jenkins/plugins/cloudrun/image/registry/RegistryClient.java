package io.jenkins.plugins.cloudrun.image.registry;

import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Images;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
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
public final class RegistryClient implements Images {
  private static final String PULL = "pull";
  private static final String PUSH = "pull,push";
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

  private final Exchange exchange;
  private final Authorization authorization;
  private final TokenAudience audience;

  /**
   * @param http with the proxy that applies here; the rest is set by this class
   * @param audience registries beside Google's that may see the token
   * @param tokens asked only for registries that may see one
   */
  public RegistryClient(HttpClient.Builder http, TokenAudience audience, TokenSource tokens) {
    this(new Exchange(http), audience, tokens);
  }

  /**
   * A client over the HTTP client of others: each keeps a thread.
   *
   * @param http asked for each exchange; must not follow redirects
   */
  public RegistryClient(Supplier<HttpClient> http, TokenAudience audience, TokenSource tokens) {
    this(new Exchange(http), audience, tokens);
  }

  private RegistryClient(Exchange exchange, TokenAudience audience, TokenSource tokens) {
    this.exchange = exchange;
    this.audience = audience;
    this.authorization = new Authorization(exchange, audience, tokens, Clock.systemUTC());
  }

  /** A client with one token, for as long as that lasts. */
  public RegistryClient(HttpClient.Builder http, RegistryToken token) {
    this(http, new TokenAudience(token.hosts()), () -> token);
  }

  @Override
  public ImageDigest resolve(ImageReference image) throws Failure {
    String what = "resolve " + image;
    HttpResponse<byte[]> response =
        call(image.name(), PULL, what, false, () -> manifestRequest(image, "HEAD"));
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
    throw refused(response, what, image.name(), PULL, false);
  }

  /** Whether the registry has the image. */
  public boolean exists(ImageReference image) throws Failure {
    try {
      resolve(image);
      return true;
    } catch (Failure.Permanent e) {
      if (e.reason() == Failure.Reason.NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  /** The manifest or index itself; what does not match a digest asked for is refused. */
  public Manifest manifest(ImageReference image) throws Failure {
    String what = "read the manifest of " + image;
    HttpResponse<byte[]> response =
        call(image.name(), PULL, what, false, () -> manifestRequest(image, "GET"));
    if (response.statusCode() != 200) {
      throw refused(response, what, image.name(), PULL, false);
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
  public ImageDigest tag(ImageReference image, String tag) throws Failure {
    ImageReference.checkTag(tag);
    Manifest manifest = manifest(image);
    ImageReference tagged = new ImageReference(image.name(), Optional.of(tag), Optional.empty());
    String what = "tag " + image + " as " + tag;
    HttpResponse<byte[]> response =
        call(
            image.name(),
            PUSH,
            what,
            true,
            () ->
                HttpRequest.newBuilder(uri(tagged))
                    .header("Content-Type", manifest.mediaType())
                    .PUT(BodyPublishers.ofByteArray(manifest.bytes())));
    if (response.statusCode() / 100 != 2) {
      throw refused(response, what, image.name(), PUSH, true);
    }
    return manifest.digest();
  }

  private HttpResponse<byte[]> call(
      ImageName name,
      String actions,
      String what,
      boolean changes,
      Supplier<HttpRequest.Builder> request)
      throws Failure {
    Optional<String> known = authorization.known(name, actions);
    HttpResponse<byte[]> response = exchange.send(with(request.get(), known), what, changes);
    if (response.statusCode() != 401) {
      return response;
    }
    authorization.forget(name, actions);
    Optional<Challenge> challenge =
        Challenge.parse(response.headers().allValues("WWW-Authenticate"));
    if (challenge.isEmpty()) {
      return response;
    }
    Optional<String> answer = authorization.answer(challenge.get(), name, actions);
    return answer.isEmpty() ? response : exchange.send(with(request.get(), answer), what, changes);
  }

  private static HttpRequest.Builder with(HttpRequest.Builder request, Optional<String> header) {
    header.ifPresent(value -> request.header("Authorization", value));
    return request;
  }

  private static HttpRequest.Builder manifestRequest(ImageReference image, String method) {
    return HttpRequest.newBuilder(uri(image))
        .header("Accept", KINDS)
        .method(method, BodyPublishers.noBody());
  }

  private static URI uri(ImageReference image) {
    String registry = image.name().registry();
    String scheme = TokenAudience.isLoopback(registry) ? "http" : "https";
    return URI.create(
        scheme
            + "://"
            + registry
            + "/v2/"
            + image.name().path()
            + "/manifests/"
            + image.manifest());
  }

  private static Optional<ImageDigest> told(HttpResponse<?> response) {
    try {
      return response.headers().firstValue(DIGEST).map(ImageDigest::new);
    } catch (InvalidValueException e) {
      return Optional.empty(); // Another algorithm: the manifest itself tells.
    }
  }

  private Failure refused(
      HttpResponse<?> response, String what, ImageName name, String actions, boolean changes) {
    return Refusal.of(response, what, name, actions, audience.includes(name.registry()), changes);
  }
}
