package io.jenkins.plugins.cloudrun.emulator.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What Google's library never sends: assertions and callers that are not in order. */
class AssertionTest {
  private static final String ROBOT = "robot@demo.iam.gserviceaccount.com";

  private static TokenServer server;
  private static ServiceAccounts.Account robot;

  @BeforeAll
  static void start() throws IOException {
    server = TokenServer.start();
    robot = server.accounts().account(ROBOT);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void theUnbrokenOneIsTaken() throws Exception {
    HttpResponse<String> answer = post(AssertionCheck.GRANT, signed(claims -> {}));

    assertEquals(200, answer.statusCode(), answer.body());
    JsonObject json = JsonParser.parseString(answer.body()).getAsJsonObject();
    assertEquals("Bearer", json.get("token_type").getAsString());
    assertEquals(3600, json.get("expires_in").getAsInt());
    assertTrue(server.accessToken(json.get("access_token").getAsString()).isPresent());
  }

  @Test
  void theTimesMustBeReasonable() throws Exception {
    long now = Instant.now().getEpochSecond();
    refused("invalid_grant", "short-lived token", signed(claims -> times(claims, now, now + 3601)));
    refused(
        "invalid_grant",
        "short-lived token",
        signed(claims -> times(claims, now - 7200, now - 3600)));
    refused(
        "invalid_grant",
        "short-lived token",
        signed(claims -> times(claims, now + 900, now + 1800)));
    refused("invalid_grant", "short-lived token", signed(claims -> claims.remove("iat")));
  }

  @Test
  void nobodyElseCanBeNamed() throws Exception {
    HttpResponse<String> answer =
        post(AssertionCheck.GRANT, signed(claims -> claims.addProperty("sub", "boss@example.com")));
    assertEquals(401, answer.statusCode());
    assertTrue(answer.body().contains("unauthorized_client"), answer.body());
  }

  @Test
  void aTokenThatSaysItNeedsNoSignatureIsRefused() throws Exception {
    refused("invalid_grant", "Invalid JWT Signature.", unsigned());
  }

  @Test
  void theGrantMustBeKnown() throws Exception {
    HttpResponse<String> answer = post("password", signed(claims -> {}));
    assertEquals(400, answer.statusCode());
    assertTrue(answer.body().contains("unsupported_grant_type"), answer.body());
  }

  @Test
  void tokensAreMadeForCallersWhoSayWhoTheyAre() throws Exception {
    URI uri =
        server.uri().resolve("/v1/projects/-/serviceAccounts/" + ROBOT + ":generateAccessToken");
    HttpRequest.BodyPublisher body =
        HttpRequest.BodyPublishers.ofString("{\"scope\":[\"https://www.googleapis.com/auth/x\"]}");
    HttpResponse<String> stranger = send(HttpRequest.newBuilder(uri).POST(body));
    assertEquals(401, stranger.statusCode());
    assertTrue(stranger.body().contains("UNAUTHENTICATED"), stranger.body());

    String token = server.accessTokenFor(ROBOT);
    HttpResponse<String> oneself =
        send(HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token).POST(body));
    assertEquals(403, oneself.statusCode(), "not even for oneself without the role");
    assertTrue(oneself.body().contains("IAM_PERMISSION_DENIED"), oneself.body());
  }

  private static JsonObject claims() {
    long now = Instant.now().getEpochSecond();
    JsonObject claims = new JsonObject();
    claims.addProperty("iss", ROBOT);
    claims.addProperty("aud", server.tokenUri().toString());
    claims.addProperty("scope", "https://www.googleapis.com/auth/cloud-platform");
    times(claims, now, now + 3600);
    return claims;
  }

  private static void times(JsonObject claims, long issued, long expires) {
    claims.addProperty("iat", issued);
    claims.addProperty("exp", expires);
  }

  private static String signed(Consumer<JsonObject> change) {
    JsonObject claims = claims();
    change.accept(claims);
    return Jwt.sign(claims, robot.keyId(), robot.keys().getPrivate());
  }

  private static String unsigned() {
    String header = "{\"alg\":\"none\",\"kid\":\"" + robot.keyId() + "\"}";
    return encoded(header) + "." + encoded(claims().toString()) + ".";
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void refused(String error, String description, String assertion) throws Exception {
    HttpResponse<String> answer = post(AssertionCheck.GRANT, assertion);
    assertEquals(400, answer.statusCode(), answer.body());
    JsonObject json = JsonParser.parseString(answer.body()).getAsJsonObject();
    assertEquals(error, json.get("error").getAsString());
    assertTrue(json.get("error_description").getAsString().contains(description), answer.body());
  }

  private static HttpResponse<String> post(String grant, String assertion) throws Exception {
    String form =
        "grant_type="
            + URLEncoder.encode(grant, StandardCharsets.UTF_8)
            + "&assertion="
            + URLEncoder.encode(assertion, StandardCharsets.UTF_8);
    return send(
        HttpRequest.newBuilder(server.tokenUri())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form)));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
