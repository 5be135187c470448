package io.jenkins.plugins.cloudrun.gcp;

import com.google.auth.http.HttpTransportFactory;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Failure.Reason;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The text of a service account's key file, checked. Whoever may write a credential must not decide
 * where the controller sends signed assertions, nor which file, address or program it reads: only
 * keys are taken, and only with Google's token endpoint or the administrator's.
 */
final class GoogleKey {
  private static final Set<String> GOOGLES =
      Set.of(
          "https://oauth2.googleapis.com/token",
          "https://accounts.google.com/o/oauth2/token",
          "https://www.googleapis.com/oauth2/v4/token");

  private final JsonObject key;
  private final String name;

  private GoogleKey(JsonObject key, String name) {
    this.key = key;
    this.name = name;
  }

  /**
   * @param name of the credential, for messages; what the text holds is never quoted
   * @throws Failure.Permanent with {@link Reason#UNAUTHENTICATED} saying what is wrong with the key
   */
  static GoogleKey parse(String text, String name, Endpoints endpoints) throws Failure {
    JsonObject json;
    try {
      json = JsonParser.parseString(text).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      // Neither message nor cause: a parser quotes what it read.
      throw refused(
          name,
          "is not JSON. It must hold the key file of a service account as 'gcloud iam"
              + " service-accounts keys create' writes it");
    }
    GoogleKey key = new GoogleKey(json, name);
    String type = key.text("type");
    if (!type.equals("service_account")) {
      throw refused(
          name,
          "is of the type '"
              + printable(type)
              + "'; only keys of service accounts are taken ('service_account'), because other"
              + " configurations may name files, addresses or programs to read");
    }
    String token = key.text("token_uri");
    boolean administrators = endpoints.token().map(URI::toString).filter(token::equals).isPresent();
    if (!GOOGLES.contains(token) && !administrators) {
      throw refused(
          name,
          "names the token endpoint '"
              + printable(token)
              + "', which is neither Google's nor the one that an administrator has set"
              + " (Manage Jenkins, System, Cloud Run); nothing was sent there");
    }
    for (String field : List.of("client_email", "private_key", "private_key_id")) {
      if (key.text(field).isEmpty()) {
        throw refused(name, "has no '" + field + "'; download the key file again");
      }
    }
    return key;
  }

  /**
   * Credentials that ask for tokens with a signed assertion. The token endpoint stays Google's in
   * them: the transport leads it elsewhere if the administrator has moved it.
   */
  GoogleCredentials credentials(HttpTransportFactory transport, List<String> scopes)
      throws Failure {
    try {
      return ServiceAccountCredentials.newBuilder()
          .setClientId(text("client_id"))
          .setClientEmail(text("client_email"))
          .setPrivateKeyId(text("private_key_id"))
          .setPrivateKeyString(text("private_key"))
          .setProjectId(text("project_id"))
          .setScopes(scopes)
          .setHttpTransportFactory(transport)
          // It would sleep between its attempts, in a thread that others wait for.
          .setDefaultRetriesEnabled(false)
          .build();
    } catch (IOException | IllegalArgumentException e) {
      throw refused(name, "holds a private key that cannot be read; download the key file again");
    }
  }

  String email() {
    return text("client_email");
  }

  String id() {
    return text("private_key_id");
  }

  /** The project that the key names, if it does. */
  Optional<String> project() {
    return Optional.of(text("project_id")).filter(id -> !id.isEmpty());
  }

  private String text(String field) {
    return key.has(field) && key.get(field).isJsonPrimitive() ? key.get(field).getAsString() : "";
  }

  private static Failure.Permanent refused(String name, String why) {
    return new Failure.Permanent(
        Reason.UNAUTHENTICATED,
        "The credential '" + name + "' cannot be used: it " + why + ".",
        null);
  }

  static String printable(String text) {
    String safe = text.replaceAll("[^\\x20-\\x7e]", "?");
    return safe.length() <= 100 ? safe : safe.substring(0, 100) + "...";
  }
}
