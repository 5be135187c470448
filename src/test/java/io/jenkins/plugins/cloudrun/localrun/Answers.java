package io.jenkins.plugins.cloudrun.localrun;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks a service's URLs and prints what they answer. */
final class Answers {
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final PrintStream out;

  Answers(PrintStream out) {
    this.out = out;
  }

  /** The body of a GET with status 200; else a text that says what came instead. */
  String get(String url) {
    String answer = ask(url);
    out.println("GET " + url + " -> " + answer);
    return answer;
  }

  /** The same, unprinted. */
  String ask(String url) {
    try {
      var answer =
          http.send(
              HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(30)).build(),
              BodyHandlers.ofString());
      return answer.statusCode() == 200
          ? answer.body().strip()
          : "status " + answer.statusCode() + ": " + answer.body().strip();
    } catch (IOException | IllegalArgumentException e) {
      return "no answer: " + e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }
}
