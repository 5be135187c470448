package io.jenkins.plugins.cloudrun.emulator.token;

import com.google.gson.JsonObject;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Somebody who issues identity tokens, as Jenkins does for its builds. */
public final class Issuer {
  private final String url;
  private final KeyPair keys = ServiceAccounts.newKeys();

  /**
   * @param url the {@code iss} of the tokens
   */
  public Issuer(String url) {
    this.url = url;
  }

  public String url() {
    return url;
  }

  public PublicKey key() {
    return keys.getPublic();
  }

  /** A token that was made just now. */
  public String token(String subject, String audience, Duration lifetime) {
    Instant now = Instant.now();
    JsonObject claims = new JsonObject();
    claims.addProperty("iss", url);
    claims.addProperty("aud", audience);
    claims.addProperty("sub", subject);
    claims.addProperty("jti", UUID.randomUUID().toString());
    claims.addProperty("iat", now.getEpochSecond());
    claims.addProperty("exp", now.plus(lifetime).getEpochSecond());
    return Jwt.sign(claims, "ci", keys.getPrivate());
  }
}
