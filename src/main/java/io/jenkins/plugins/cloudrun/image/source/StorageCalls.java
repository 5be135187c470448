package io.jenkins.plugins.cloudrun.image.source;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Failure.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Requests to the JSON API of Cloud Storage. The token goes to the endpoint that the controller has
 * named, and nowhere else: redirects are not followed, and where an upload goes on is looked for on
 * the same host, whatever the answer says.
 */
final class StorageCalls {
  /** Of an exchange without a file. */
  static final Duration LIMIT = Duration.ofSeconds(30);

  private final HttpClient http;
  private final String base;
  private final String token;

  StorageCalls(HttpClient.Builder http, String base, String token) {
    this.http =
        http.followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    this.base = base;
    this.token = token;
  }

  /** A request to a path of the API, with the token. */
  HttpRequest.Builder request(String path) {
    return authorized(URI.create(base + path));
  }

  /** A request to where the service wants an upload to go on. */
  HttpRequest.Builder session(URI wanted) {
    String query = wanted.getRawQuery() == null ? "" : "?" + wanted.getRawQuery();
    URI own = URI.create(base);
    String prefix = wanted.getRawPath().startsWith(own.getRawPath()) ? "" : own.getRawPath();
    return authorized(
        URI.create(
            own.getScheme()
                + "://"
                + own.getRawAuthority()
                + prefix
                + wanted.getRawPath()
                + query));
  }

  private HttpRequest.Builder authorized(URI uri) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .version(HttpClient.Version.HTTP_1_1)
            .header("User-Agent", "jenkins-cloud-run");
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return request;
  }

  /** One segment of a path, or a value of a query. */
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /**
   * One exchange, whatever its status.
   *
   * @throws IOException when no answer came; its message says why, as part of a sentence
   */
  HttpResponse<String> send(HttpRequest.Builder request, Duration limit)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<String>> asked =
        http.sendAsync(request.timeout(limit).build(), BodyHandlers.ofString());
    try {
      return asked.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      asked.cancel(true);
      throw e;
    } catch (TimeoutException e) {
      asked.cancel(true);
      throw new IOException("no answer came within " + limit.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(
          cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage(),
          cause);
    }
  }

  /** Whether the same request may work a little later. */
  static boolean passing(int status) {
    return status == 408 || status == 429 || status >= 500 && status != 501;
  }

  static Optional<Duration> retryAfter(HttpResponse<?> answer) {
    return answer
        .headers()
        .firstValue("Retry-After")
        .filter(text -> text.matches("[0-9]{1,5}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }

  static Optional<JsonObject> json(HttpResponse<String> answer) {
    try {
      return JsonParser.parseString(answer.body()) instanceof JsonObject object
          ? Optional.of(object)
          : Optional.empty();
    } catch (JsonParseException e) {
      return Optional.empty();
    }
  }

  /**
   * An answer that says no, for people.
   *
   * @param what continues "Cloud Storage could not"
   * @param role that a refused account most likely lacks
   */
  static Failure refused(HttpResponse<String> answer, String what, String role) {
    int status = answer.statusCode();
    String said = "Cloud Storage could not " + what + ": " + words(answer);
    if (passing(status)) {
      return new Failure.Transient(said, retryAfter(answer), null);
    }
    return switch (status) {
      case 401 ->
          new Failure.Permanent(
              Reason.UNAUTHENTICATED,
              said + " Google did not accept the token: is the key still active?",
              null);
      case 403 ->
          new Failure.Permanent(
              Reason.DENIED, said + " The account that builds needs " + role + ".", null);
      case 404 -> new Failure.Permanent(Reason.NOT_FOUND, said, null);
      case 409, 412 -> new Failure.Permanent(Reason.CONFLICT, said, null);
      case 400 -> new Failure.Permanent(Reason.INVALID, said, null);
      default -> new Failure.Permanent(Reason.REFUSED, said, null);
    };
  }

  private static String words(HttpResponse<String> answer) {
    String message =
        json(answer)
            .map(object -> object.get("error"))
            .filter(JsonElement::isJsonObject)
            .map(error -> error.getAsJsonObject().get("message"))
            .filter(JsonElement::isJsonPrimitive)
            .map(JsonElement::getAsString)
            .orElse("HTTP status " + answer.statusCode());
    String cut = message.strip();
    cut = cut.length() <= 500 ? cut : cut.substring(0, 497) + "...";
    return cut.endsWith(".") ? cut : cut + ".";
  }
}
