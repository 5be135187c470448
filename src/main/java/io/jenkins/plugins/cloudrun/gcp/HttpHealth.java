package io.jenkins.plugins.cloudrun.gcp;

import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Health;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Checks over {@code java.net.http}: redirects are answers, and not followed. */
final class HttpHealth implements Health {
  private static final int MOST_BODY = 64 * 1024;

  /** Where identity tokens come from. */
  interface Identities {
    String token(String audience) throws Failure;
  }

  private final HttpClient client;
  private final Identities identities;

  HttpHealth(HttpClient.Builder http, Identities identities) {
    this.client =
        http.followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    this.identities = identities;
  }

  @Override
  public Answer get(Request request) throws Failure {
    HttpRequest.Builder get =
        HttpRequest.newBuilder(request.url())
            .timeout(request.timeout())
            .header("User-Agent", "jenkins-cloud-run");
    if (request.audience().isPresent()) {
      get.header("Authorization", "Bearer " + identities.token(request.audience().get()));
    }
    long begun = System.nanoTime();
    CompletableFuture<HttpResponse<InputStream>> asked =
        client.sendAsync(get.build(), HttpResponse.BodyHandlers.ofInputStream());
    CompletableFuture<byte[]> body = asked.thenApplyAsync(HttpHealth::beginning);
    try {
      // The request's own time limit ends with the headers; this one covers the body too.
      byte[] bytes = body.get(request.timeout().toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(
          asked.get().statusCode(),
          Duration.ofNanos(System.nanoTime() - begun),
          new String(bytes, StandardCharsets.UTF_8));
    } catch (TimeoutException e) {
      asked.cancel(true);
      asked.thenAccept(HttpHealth::drop);
      throw none(request, "no answer within " + request.timeout().toMillis() + " ms", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      String said = cause.getMessage();
      throw none(
          request, said == null || said.isBlank() ? cause.getClass().getSimpleName() : said, e);
    } catch (InterruptedException e) {
      asked.cancel(true);
      Thread.currentThread().interrupt();
      throw none(request, "interrupted", e);
    }
  }

  private static byte[] beginning(HttpResponse<InputStream> response) {
    try (InputStream in = response.body()) {
      return in.readNBytes(MOST_BODY);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("the answer broke off", e);
    }
  }

  private static void drop(HttpResponse<InputStream> response) {
    try {
      response.body().close();
    } catch (IOException e) {
      // Nobody reads it any more.
      return;
    }
  }

  private static Failure none(Request request, String why, Exception cause) {
    return new Failure.Transient("GET " + request.url() + ": " + why, Optional.empty(), cause);
  }
}
