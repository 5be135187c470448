package io.jenkins.plugins.cloudrun.emulator.registry;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Sends single requests to a registry. */
final class RegistryCaller {
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI base;
  private final String authorization;

  RegistryCaller(URI base, String authorization) {
    this.base = base;
    this.authorization = authorization;
  }

  static RegistryCaller bearer(URI base, String token) {
    return new RegistryCaller(base, "Bearer " + token);
  }

  static RegistryCaller basic(URI base, String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return new RegistryCaller(base, "Basic " + Base64.getEncoder().encodeToString(pair));
  }

  static RegistryCaller nobody(URI base) {
    return new RegistryCaller(base, "");
  }

  HttpResponse<String> call(String method, String path, String... headers)
      throws IOException, InterruptedException {
    return send(method, path, "", headers);
  }

  HttpResponse<String> send(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .version(HttpClient.Version.HTTP_1_1)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  /** The code of the first error in an answer. */
  static String code(HttpResponse<String> response) {
    return error(response).get("code").getAsString();
  }

  static String message(HttpResponse<String> response) {
    return error(response).get("message").getAsString();
  }

  static String location(HttpResponse<String> response) {
    return response.headers().firstValue("Location").orElseThrow();
  }

  static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private static JsonObject error(HttpResponse<String> response) {
    return JsonParser.parseString(response.body())
        .getAsJsonObject()
        .getAsJsonArray("errors")
        .get(0)
        .getAsJsonObject();
  }
}
