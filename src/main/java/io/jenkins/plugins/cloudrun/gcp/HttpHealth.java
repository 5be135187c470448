package io.jenkins.plugins.cloudrun.gcp;

import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Health;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Checks over {@code java.net.http}: redirects are answers, and not followed. */
final class HttpHealth implements Health {
  private static final int MOST_BODY = 64 * 1024;

  /** Where identity tokens come from. */
  interface Identities {
    String token(String audience) throws Failure;
  }

  private final SharedHttp http;
  private final Identities identities;

  HttpHealth(SharedHttp http, Identities identities) {
    this.http = http;
    this.identities = identities;
  }

  @Override
  public Answer get(Request request) throws Failure, NoAnswer {
    HttpRequest.Builder get =
        HttpRequest.newBuilder(request.url()).header("User-Agent", "jenkins-cloud-run");
    if (request.audience().isPresent()) {
      get.header("Authorization", "Bearer " + identities.token(request.audience().get()));
    }
    long begun = System.nanoTime();
    try {
      HttpResponse<byte[]> answer = http.send(get, request.timeout(), MOST_BODY);
      return new Answer(
          answer.statusCode(),
          Duration.ofNanos(System.nanoTime() - begun),
          new String(answer.body(), StandardCharsets.UTF_8));
    } catch (NoAnswerException e) {
      String why = "GET " + request.url() + ": " + e.getMessage();
      if (e.sent()) {
        throw new NoAnswer(why, e);
      }
      throw unsent(why + ". Can the controller reach it, and is Jenkins' proxy all right?", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unsent("GET " + request.url() + ": the call was interrupted", e);
    }
  }

  private static Failure unsent(String why, Exception cause) {
    return new Failure.Transient(why, Optional.empty(), cause);
  }
}
