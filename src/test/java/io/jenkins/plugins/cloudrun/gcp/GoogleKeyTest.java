package io.jenkins.plugins.cloudrun.gcp;

import static io.jenkins.plugins.cloudrun.gcp.Asked.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoogleKeyTest {
  private static final String SECRET = "c2VjcmV0LWtleS1ieXRlcw";

  private static JsonObject key() {
    JsonObject key = new JsonObject();
    key.addProperty("type", "service_account");
    key.addProperty("project_id", "p");
    key.addProperty("private_key_id", "k");
    key.addProperty(
        "private_key", "-----BEGIN PRIVATE KEY-----\n" + SECRET + "\n-----END PRIVATE KEY-----\n");
    key.addProperty("client_email", "d@p.iam.gserviceaccount.com");
    key.addProperty("token_uri", "https://oauth2.googleapis.com/token");
    return key;
  }

  private static String refusal(String text) {
    return refusal(text, Endpoints.GOOGLE);
  }

  private static String refusal(String text, Endpoints endpoints) {
    Failure.Permanent failure =
        assertInstanceOf(
            Failure.Permanent.class,
            failure(
                () ->
                    GoogleKey.parse(text, "deploy-key", endpoints)
                        .credentials(
                            () -> Asked.transport("", java.time.Duration.ZERO), List.of())));
    assertEquals(Failure.Reason.UNAUTHENTICATED, failure.reason());
    assertTrue(failure.explanation().contains("'deploy-key'"), failure.explanation());
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      assertFalse(String.valueOf(cause).contains(SECRET), "quotes the key: " + cause);
    }
    return failure.explanation();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        SECRET,
        "\"" + SECRET + "\"",
        "[\"" + SECRET + "\"]",
        "{\"private_key\": " + SECRET,
        "{\"a\":{\"b\":\"" + SECRET + "\"",
        "-----BEGIN PRIVATE KEY-----\n" + SECRET,
      })
  void whatIsNotJsonIsRefusedUnquoted(String text) {
    String said = refusal(text);
    assertTrue(said.contains("is not JSON") || said.contains("is of the type ''"), said);
  }

  @Test
  void configurationsThatNameFilesAddressesOrProgramsAreRefused() {
    for (String source :
        List.of(
            "{\"file\":\"/etc/passwd\"}",
            "{\"url\":\"http://169.254.169.254/\"}",
            "{\"executable\":{\"command\":\"/bin/sh\"}}")) {
      String text =
          "{\"type\":\"external_account\",\"audience\":\"x\",\"token_url\":\"https://sts.googleapis.com/v1/token\",\"credential_source\":"
              + source
              + "}";
      String said = refusal(text);
      assertTrue(said.contains("'external_account'"), said);
      assertFalse(said.contains("passwd") || said.contains("/bin/sh"), said);
    }
    assertTrue(refusal("{\"type\":\"authorized_user\"}").contains("'authorized_user'"));
    JsonObject odd = key();
    odd.add("type", new JsonObject());
    assertTrue(refusal(odd.toString()).contains("type ''"));
  }

  @Test
  void fieldsThatAreMissingAreNamed() {
    for (String field : List.of("client_email", "private_key", "private_key_id")) {
      JsonObject key = key();
      key.remove(field);
      assertTrue(refusal(key.toString()).contains("has no '" + field + "'"));
    }
    JsonObject key = key();
    key.remove("token_uri");
    assertTrue(refusal(key.toString()).contains("token endpoint ''"));
  }

  @Test
  void aPrivateKeyThatIsBrokenIsNotQuoted() {
    assertTrue(refusal(key().toString()).contains("private key that cannot be read"));
    JsonObject key = key();
    key.addProperty("private_key", SECRET);
    assertTrue(refusal(key.toString()).contains("private key that cannot be read"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example.com/token",
        "http://oauth2.googleapis.com/token",
        "https://oauth2.googleapis.com/token/../x",
        "https://oauth2.googleapis.com.evil.example.com/token",
        "https://oauth2.googleapis.com@evil.example.com/token",
        "https://oauth2.googleapis.com/token?x",
        "file:///etc/passwd",
      })
  void otherTokenEndpointsAreRefused(String uri) {
    JsonObject key = key();
    key.addProperty("token_uri", uri);
    assertTrue(refusal(key.toString()).contains("nothing was sent there"));
    Endpoints moved =
        new Endpoints(
            Optional.empty(),
            Optional.of(URI.create("http://127.0.0.1:9/token")),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    assertTrue(refusal(key.toString(), moved).contains("nothing was sent there"));
    key.addProperty("token_uri", "http://127.0.0.1:9/token");
    assertTrue(refusal(key.toString(), moved).contains("private key that cannot be read"));
  }
}
