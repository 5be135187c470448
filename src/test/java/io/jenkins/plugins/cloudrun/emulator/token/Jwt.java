package io.jenkins.plugins.cloudrun.emulator.token;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A JSON web token that somebody sent; nothing is checked yet.
 *
 * @param header with {@code alg} and {@code kid}
 * @param claims the payload
 * @param signed the text under the signature
 * @param signature as bytes
 */
record Jwt(JsonObject header, JsonObject claims, String signed, String signature) {

  /** The parts of a token; empty if the text is not three dotted parts of base64url and JSON. */
  static Optional<Jwt> parse(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Jwt(object(parts[0]), object(parts[1]), parts[0] + "." + parts[1], parts[2]));
    } catch (IllegalArgumentException | IllegalStateException | JsonParseException e) {
      return Optional.empty();
    }
  }

  /** Signs a token with RS256. */
  static String sign(JsonObject claims, String keyId, PrivateKey key) {
    JsonObject header = new JsonObject();
    header.addProperty("alg", "RS256");
    header.addProperty("kid", keyId);
    header.addProperty("typ", "JWT");
    String signed = encoded(header) + "." + encoded(claims);
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed
          + "."
          + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("RS256 is part of every JDK", e);
    }
  }

  /** Whether the signature is RS256 by the owner of this key. */
  boolean signedBy(PublicKey key) {
    if (!text("alg", header).equals("RS256")) {
      return false;
    }
    try {
      Signature check = Signature.getInstance("SHA256withRSA");
      check.initVerify(key);
      check.update(signed.getBytes(StandardCharsets.US_ASCII));
      return check.verify(Base64.getUrlDecoder().decode(signature));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  String keyId() {
    return text("kid", header);
  }

  /** A claim that is text, or the empty text. */
  String claim(String name) {
    return text(name, claims);
  }

  /** Whom it is for: one name, or a list of them. */
  List<String> audiences() {
    return claims.get("aud") instanceof JsonArray list
        ? list.asList().stream().map(JsonElement::getAsString).toList()
        : List.of(claim("aud"));
  }

  /** A claim that is a time in seconds since 1970, or 0. */
  long seconds(String name) {
    JsonElement element = claims.get(name);
    return element != null && element.isJsonPrimitive() && element.getAsJsonPrimitive().isNumber()
        ? element.getAsLong()
        : 0;
  }

  private static String text(String name, JsonObject object) {
    JsonElement element = object.get(name);
    return element != null && element.isJsonPrimitive() ? element.getAsString() : "";
  }

  private static String encoded(JsonObject object) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(object.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static JsonObject object(String part) {
    byte[] json = Base64.getUrlDecoder().decode(part);
    return JsonParser.parseString(new String(json, StandardCharsets.UTF_8)).getAsJsonObject();
  }
}
