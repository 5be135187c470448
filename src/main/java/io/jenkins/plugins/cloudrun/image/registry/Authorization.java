package io.jenkins.plugins.cloudrun.image.registry;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Answers a registry's challenge: the {@code Authorization} header for one scope. Who may see which
 * credentials is the business of {@link Keys}. Bearer tokens are kept until shortly before they
 * expire.
 */
final class Authorization {
  /** What a token is good for when the registry does not say, by the token specification. */
  private static final Duration USUAL_LIFE = Duration.ofSeconds(60);

  private static final Duration MARGIN = Duration.ofSeconds(10);

  private final Exchange exchange;
  private final Keys keys;
  private final Clock clock;

  /** By scope, or by registry where that asks for the credentials themselves. */
  private final Map<Object, Kept> kept = new ConcurrentHashMap<>();

  /** What each registry asked for last: it will ask the same for another scope. */
  private final Map<String, Challenge> asked = new ConcurrentHashMap<>();

  Authorization(Exchange exchange, Keys keys, Clock clock) {
    this.exchange = exchange;
    this.keys = keys;
    this.clock = clock;
  }

  /** A header from before, if it is still good. */
  Optional<String> known(Scope scope) {
    Instant now = clock.instant();
    Scope wider = scope.readAlso().isPresent() ? scope : Scope.push(scope.name());
    return Stream.of(scope, wider, scope.registry())
        .map(kept::get)
        .filter(Objects::nonNull)
        .filter(before -> now.isBefore(before.until()))
        .map(Kept::header)
        .findFirst();
  }

  /** As {@link #known}, or the answer to the challenge that the registry would send. */
  Optional<String> foreseen(Scope scope) throws Failure {
    Optional<String> known = known(scope);
    Challenge before = asked.get(scope.registry());
    return known.isPresent() || before == null ? known : answer(before, scope);
  }

  void forget(Scope scope) {
    asked.remove(scope.registry());
    kept.remove(scope);
    kept.remove(scope.registry());
  }

  /** The header that the challenge asks for; empty if there is nothing to answer with. */
  Optional<String> answer(Challenge challenge, Scope scope) throws Failure {
    if (challenge.basic()) {
      Optional<Kept> basic =
          header(keys.forRegistry(scope.registry())).map(text -> new Kept(text, soon(USUAL_LIFE)));
      basic.ifPresent(header -> kept.put(scope.registry(), header));
      return basic.map(Kept::header);
    }
    Kept bearer = bearer(challenge, scope);
    asked.put(scope.registry(), challenge);
    kept.put(scope, bearer);
    return Optional.of(bearer.header());
  }

  private Kept bearer(Challenge challenge, Scope scope) throws Failure {
    URI realm = challenge.realm().orElseThrow();
    String registry = scope.registry();
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
        HttpRequest.newBuilder(tokenUri(realm, challenge.service(), scope)).GET();
    Optional<String> basic = credentialsFor(registry, realm);
    basic.ifPresent(header -> request.header("Authorization", header));
    String what = "get a token for " + scope.name() + " from " + realm.getHost();
    HttpResponse<byte[]> response = exchange.send(request, what, false);
    if (response.statusCode() != 200) {
      throw Refusal.of(response, what, scope, basic.isPresent(), false);
    }
    return parsed(response.body(), what);
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
    return keys.includesRealm(registry, realm)
        ? header(keys.forRegistry(registry))
        : Optional.empty();
  }

  private static Optional<String> header(RegistryToken token) {
    if (token.isAnonymous()) {
      return Optional.empty();
    }
    byte[] pair = (token.user() + ":" + token.text()).getBytes(StandardCharsets.UTF_8);
    return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair));
  }

  private static URI tokenUri(URI realm, String service, Scope scope) {
    List<String> parts = new ArrayList<>();
    if (!service.isEmpty()) {
      parts.add("service=" + encoded(service));
    }
    scope.values().forEach(value -> parts.add("scope=" + encoded(value)));
    String text = realm.toString();
    return URI.create(text + (realm.getRawQuery() == null ? "?" : "&") + String.join("&", parts));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private record Kept(String header, Instant until) {
    @Override
    public String toString() {
      return "until " + until;
    }
  }
}
