package io.jenkins.plugins.cloudrun.emulator.token;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.emulator.Principal;
import io.jenkins.plugins.cloudrun.emulator.Tokens;
import io.jenkins.plugins.cloudrun.emulator.token.ServiceAccounts.Account;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The access tokens and identity tokens that were issued: makes them and checks them. */
final class IssuedTokens implements Tokens {
  private static final String ISSUER = "https://accounts.google.com";
  private static final String KEY_ID = "emulator-1";

  private final Map<String, AccessToken> accessTokens = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();
  private final KeyPair keys = ServiceAccounts.newKeys();
  private final ServiceAccounts accounts;
  private final Clock clock;

  IssuedTokens(ServiceAccounts accounts, Clock clock) {
    this.accounts = accounts;
    this.clock = clock;
  }

  /**
   * An access token.
   *
   * @param value opaque
   * @param expires after this it is refused
   */
  record AccessToken(String value, Principal owner, Instant expires) {}

  AccessToken issue(String email, Duration lifetime) {
    byte[] bytes = new byte[48];
    random.nextBytes(bytes);
    String value = "ya29.c." + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    AccessToken token =
        new AccessToken(value, new Principal(email), clock.instant().plus(lifetime));
    accessTokens.put(value, token);
    return token;
  }

  void revokeAll() {
    accessTokens.clear();
  }

  String identityToken(Account account, String audience, boolean withEmail, Duration lifetime) {
    Instant now = clock.instant();
    JsonObject claims = new JsonObject();
    claims.addProperty("iss", ISSUER);
    claims.addProperty("aud", audience);
    claims.addProperty("azp", account.uniqueId());
    claims.addProperty("sub", account.uniqueId());
    if (withEmail) {
      claims.addProperty("email", account.email());
      claims.addProperty("email_verified", true);
    }
    claims.addProperty("iat", now.getEpochSecond());
    claims.addProperty("exp", now.plus(lifetime).getEpochSecond());
    return Jwt.sign(claims, KEY_ID, keys.getPrivate());
  }

  @Override
  public Optional<Principal> accessToken(String bearer) {
    return Optional.ofNullable(accessTokens.get(bearer))
        .filter(token -> clock.instant().isBefore(token.expires()))
        .map(AccessToken::owner);
  }

  @Override
  public Optional<String> identity(String bearer, Set<String> audiences) {
    return Jwt.parse(bearer)
        .filter(jwt -> jwt.keyId().equals(KEY_ID) && jwt.signedBy(keys.getPublic()))
        .filter(jwt -> jwt.claim("iss").equals(ISSUER) && audiences.contains(jwt.claim("aud")))
        .filter(jwt -> clock.instant().isBefore(Instant.ofEpochSecond(jwt.seconds("exp"))))
        // A token without an e-mail is as good: the subject names the account.
        .flatMap(jwt -> accounts.byUniqueId(jwt.claim("sub")))
        .map(Account::email);
  }

  /** The public key of the identity tokens, as a JSON web key set. */
  JsonObject keySet() {
    RSAPublicKey key = (RSAPublicKey) keys.getPublic();
    JsonObject jwk = new JsonObject();
    jwk.addProperty("kty", "RSA");
    jwk.addProperty("alg", "RS256");
    jwk.addProperty("use", "sig");
    jwk.addProperty("kid", KEY_ID);
    jwk.addProperty("n", unsigned(key.getModulus()));
    jwk.addProperty("e", unsigned(key.getPublicExponent()));
    JsonArray list = new JsonArray();
    list.add(jwk);
    JsonObject set = new JsonObject();
    set.add("keys", list);
    return set;
  }

  private static String unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    int from = bytes[0] == 0 ? 1 : 0;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOfRange(bytes, from, bytes.length));
  }
}
