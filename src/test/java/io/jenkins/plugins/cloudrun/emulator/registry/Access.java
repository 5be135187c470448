package io.jenkins.plugins.cloudrun.emulator.registry;

import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.emulator.Principal;
import io.jenkins.plugins.cloudrun.emulator.Tokens;
import io.jenkins.plugins.cloudrun.emulator.loopback.Call;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who calls and what they may do. A caller shows a token of this registry, which the token endpoint
 * gives for an access token of Google, or that access token itself. Without credentials the token
 * endpoint gives a token that is nobody's, as Artifact Registry does.
 */
final class Access {
  private static final String USER = "oauth2accesstoken";
  private static final Duration LIFETIME = Duration.ofSeconds(300);

  private final Map<String, Issued> issued = new ConcurrentHashMap<>();
  private final Set<Denial> denials = ConcurrentHashMap.newKeySet();
  private final SecureRandom random = new SecureRandom();
  private final Tokens tokens;
  private final Clock clock;
  private volatile boolean off;

  Access(Tokens tokens, Clock clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  /**
   * A token of this registry.
   *
   * @param holder empty for nobody
   */
  private record Issued(Optional<Principal> holder, Instant expires) {}

  private record Denial(String email, boolean write) {}

  /**
   * Takes the permission to read, or to write, from an account; all accounts have both at first.
   */
  void deny(String email, boolean write) {
    denials.add(new Denial(email, write));
  }

  /** Answers as Artifact Registry does where its API is off. */
  void switchOff(boolean isOff) {
    off = isOff;
  }

  /** The answer of the token endpoint. */
  Answer token(Call call) throws OciError {
    Optional<String> basic = call.authorization("Basic");
    Optional<Principal> caller = basic.flatMap(this::basic);
    if (basic.isPresent() && caller.isEmpty()) {
      throw new OciError(401, "UNAUTHORIZED", "authentication failed");
    }
    byte[] bytes = new byte[33];
    random.nextBytes(bytes);
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    issued.put(text, new Issued(caller, clock.instant().plus(LIFETIME)));
    JsonObject json = new JsonObject();
    json.addProperty("token", text);
    json.addProperty("access_token", text);
    json.addProperty("expires_in", LIFETIME.toSeconds());
    return Answer.of(200, json);
  }

  /** Whether a request shows a token that is good, whoever holds it. */
  boolean isKnown(Call call) {
    return caller(call).isPresent();
  }

  /** Lets a request through that may read, or write, the repository of an image. */
  void check(Call call, ImagePath image, boolean write) throws OciError {
    if (off) {
      throw new OciError(
          403,
          "DENIED",
          "Artifact Registry API has not been used in project 123456789012 before or it is"
              + " disabled. Enable it by visiting"
              + " https://console.developers.google.com/apis/api/artifactregistry.googleapis.com"
              + "/overview?project=123456789012 then retry. If you enabled this API recently, wait"
              + " a few minutes for the action to propagate to our systems and retry.");
    }
    Optional<Principal> holder = caller(call).flatMap(Issued::holder);
    String permission =
        "\"artifactregistry.repositories."
            + (write ? "uploadArtifacts" : "downloadArtifacts")
            + "\"";
    String onResource = " on resource \"" + image.resource() + "\" (or it may not exist)";
    if (holder.isEmpty()) {
      throw new OciError(
          403,
          "DENIED",
          "Unauthenticated request. Unauthenticated requests do not have permission "
              + permission
              + onResource);
    }
    if (!mayDo(holder.get(), write)) {
      throw new OciError(403, "DENIED", "Permission " + permission + " denied" + onResource);
    }
  }

  /** Whether the caller of a request may read, or write. */
  boolean allows(Call call, boolean write) {
    return caller(call).flatMap(Issued::holder).filter(holder -> mayDo(holder, write)).isPresent();
  }

  private boolean mayDo(Principal caller, boolean write) {
    return !denials.contains(new Denial(caller.email(), write));
  }

  private Optional<Issued> caller(Call call) {
    Optional<String> bearer = call.authorization("Bearer");
    if (bearer.isEmpty()) {
      return Optional.empty();
    }
    Issued own = issued.get(bearer.get());
    if (own != null) {
      return Optional.of(own).filter(token -> clock.instant().isBefore(token.expires()));
    }
    return tokens
        .accessToken(bearer.get())
        .map(principal -> new Issued(Optional.of(principal), Instant.MAX));
  }

  private Optional<Principal> basic(String encoded) {
    String pair;
    try {
      pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    String prefix = USER + ":";
    return pair.startsWith(prefix)
        ? tokens.accessToken(pair.substring(prefix.length()))
        : Optional.empty();
  }
}
