package io.jenkins.plugins.cloudrun.gcp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** An identity token, as Jenkins issues it. Read, not verified: Google does that. */
final class SubjectToken {
  /** What makes two tokens that say the same differ. */
  private static final Set<String> PASSING = Set.of("iat", "exp", "nbf", "jti", "auth_time");

  private final String text;
  private final JsonObject claims;

  private SubjectToken(String text, JsonObject claims) {
    this.text = text;
    this.claims = claims;
  }

  /** Empty if the text is no JSON web token. */
  static Optional<SubjectToken> parse(String text) {
    String token = text.strip();
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      byte[] payload = Base64.getUrlDecoder().decode(parts[1]);
      JsonElement json = JsonParser.parseString(new String(payload, StandardCharsets.UTF_8));
      return json.isJsonObject()
          ? Optional.of(new SubjectToken(token, json.getAsJsonObject()))
          : Optional.empty();
    } catch (IllegalArgumentException | JsonParseException e) {
      return Optional.empty();
    }
  }

  String text() {
    return text;
  }

  /** Whom it speaks of; empty text if it does not say. */
  String subject() {
    JsonElement subject = claims.get("sub");
    return subject != null && subject.isJsonPrimitive() ? subject.getAsString() : "";
  }

  /** When it ends; now if it does not say. */
  Instant expires() {
    JsonElement expires = claims.get("exp");
    return expires != null && expires.isJsonPrimitive() && expires.getAsJsonPrimitive().isNumber()
        ? Instant.ofEpochSecond(expires.getAsLong())
        : Instant.now();
  }

  /** What it says, apart from when it was made. */
  String says() {
    Map<String, JsonElement> lasting = new TreeMap<>(claims.asMap());
    lasting.keySet().removeAll(PASSING);
    return lasting.toString();
  }

  @Override
  public String toString() {
    return "an identity token";
  }
}
