package io.jenkins.plugins.cloudrun.image.registry;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers a registry's challenge: the {@code Authorization} header for one repository and one kind
 * of access. Who may see the access token is {@link TokenAudience}'s business. Bearer tokens are
 * kept until shortly before they expire.
 */
final class Authorization {
  /** What a token is good for when the registry does not say, by the token specification. */
  private static final Duration USUAL_LIFE = Duration.ofSeconds(60);

  private static final Duration MARGIN = Duration.ofSeconds(10);

  private final Exchange exchange;
  private final TokenAudience audience;
  private final TokenSource tokens;
  private final Clock clock;
  private final Map<String, Kept> kept = new ConcurrentHashMap<>();

  Authorization(Exchange exchange, TokenAudience audience, TokenSource tokens, Clock clock) {
    this.exchange = exchange;
    this.audience = audience;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** A header from before, if it is still good. */
  Optional<String> known(ImageName name, String actions) {
    Kept before = kept.get(key(name, actions));
    return before != null && clock.instant().isBefore(before.until())
        ? Optional.of(before.header())
        : Optional.empty();
  }

  void forget(ImageName name, String actions) {
    kept.remove(key(name, actions));
  }

  /** The header that the challenge asks for; empty if there is nothing to answer with. */
  Optional<String> answer(Challenge challenge, ImageName name, String actions) throws Failure {
    Optional<Kept> fresh =
        challenge.basic()
            ? credentials(name.registry()).map(basic -> new Kept(basic, soon(USUAL_LIFE)))
            : bearer(challenge, name, actions);
    fresh.ifPresent(header -> kept.put(key(name, actions), header));
    return fresh.map(Kept::header);
  }

  private Optional<Kept> bearer(Challenge challenge, ImageName name, String actions)
      throws Failure {
    URI realm = challenge.realm().orElseThrow();
    String registry = name.registry();
    if (!TokenAudience.isSecureEnough(registry, realm)) {
      throw new Failure.Permanent(
          Failure.Reason.REFUSED,
          "The registry "
              + registry
              + " sends for its tokens to "
              + realm.getHost()
              + ", which is not https: nothing was sent there. Use another registry, or have it"
              + " repaired.",
          new IllegalStateException("insecure realm"));
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(tokenUri(realm, challenge.service(), name, actions)).GET();
    Optional<String> basic = credentialsFor(registry, realm);
    basic.ifPresent(header -> request.header("Authorization", header));
    String what = "get a token for " + name + " from " + realm.getHost();
    HttpResponse<byte[]> response = exchange.send(request, what, false);
    if (response.statusCode() != 200) {
      throw Refusal.of(response, what, name, actions, basic.isPresent(), false);
    }
    return Optional.of(parsed(response.body(), what));
  }

  private Kept parsed(byte[] body, String what) throws Failure {
    try {
      JsonObject json =
          JsonParser.parseString(new String(body, StandardCharsets.UTF_8)).getAsJsonObject();
      JsonElement token = json.has("token") ? json.get("token") : json.get("access_token");
      String text = token == null ? "" : token.getAsString();
      if (!text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 127)) {
        Duration life =
            json.has("expires_in")
                ? Duration.ofSeconds(json.get("expires_in").getAsLong())
                : USUAL_LIFE;
        return new Kept("Bearer " + text, soon(life));
      }
    } catch (JsonParseException
        | IllegalStateException
        | UnsupportedOperationException
        | NumberFormatException
        | ArithmeticException e) {
      // The answer may hold a token: it stays out of the message and of the cause.
    }
    throw new Failure.Permanent(
        Failure.Reason.REFUSED,
        "Could not " + what + ": its answer holds no token.",
        new IllegalStateException("no token"));
  }

  private Instant soon(Duration life) {
    return clock.instant().plus(life).minus(MARGIN);
  }

  private Optional<String> credentialsFor(String registry, URI realm) throws Failure {
    return audience.includesRealm(registry, realm) ? header(tokens.token()) : Optional.empty();
  }

  private Optional<String> credentials(String registry) throws Failure {
    return audience.includes(registry) ? header(tokens.token()) : Optional.empty();
  }

  private static Optional<String> header(RegistryToken token) {
    if (token.isAnonymous()) {
      return Optional.empty();
    }
    byte[] pair = (RegistryToken.USER + ":" + token.text()).getBytes(StandardCharsets.UTF_8);
    return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair));
  }

  private static URI tokenUri(URI realm, String service, ImageName name, String actions) {
    String query =
        (service.isEmpty() ? "" : "service=" + encoded(service) + "&")
            + "scope="
            + encoded("repository:" + name.path() + ":" + actions);
    String text = realm.toString();
    return URI.create(text + (realm.getRawQuery() == null ? "?" : "&") + query);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String key(ImageName name, String actions) {
    return name + " " + actions;
  }

  private record Kept(String header, Instant until) {
    @Override
    public String toString() {
      return "until " + until;
    }
  }
}
