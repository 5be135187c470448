package io.jenkins.plugins.cloudrun.gcp;

import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestFactory;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.HttpTransport;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Calls of APIs for which a client library would weigh more than the few calls do. */
final class RestCalls {
  private final HttpRequestFactory requests;

  /**
   * @param transport bounds each call, and puts the account's token on it
   */
  RestCalls(HttpTransport transport) {
    this.requests = transport.createRequestFactory();
  }

  JsonObject get(String url, Doing doing) throws Failure {
    return json("GET", url, Optional.empty(), doing);
  }

  JsonObject post(String url, JsonObject body, Doing doing) throws Failure {
    return json("POST", url, Optional.of(body), doing);
  }

  /** A segment of a path, or a value of a query. */
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private JsonObject json(String method, String url, Optional<JsonObject> body, Doing doing)
      throws Failure {
    try {
      HttpResponse answer = request(method, url, body).execute();
      return JsonParser.parseString(answer.parseAsString()).getAsJsonObject();
    } catch (IOException e) {
      throw failed(e, doing);
    } catch (RuntimeException e) {
      throw Failures.of(e, doing);
    }
  }

  /**
   * Bytes of a file, {@code most} at most.
   *
   * @return empty if there is no such file, or nothing at that place
   */
  Optional<byte[]> bytes(String url, long from, int most, Doing doing) throws Failure {
    try {
      HttpRequest request = request("GET", url, Optional.empty());
      request.getHeaders().setRange("bytes=" + from + "-" + (from + most - 1));
      HttpResponse answer = request.execute();
      byte[] body = answer.getContent().readAllBytes();
      if (answer.getStatusCode() == 206) {
        return Optional.of(body);
      }
      // The whole file, from a server that knows no ranges.
      return from >= body.length
          ? Optional.empty()
          : Optional.of(
              java.util.Arrays.copyOfRange(
                  body, (int) from, (int) Math.min(body.length, from + most)));
    } catch (HttpResponseException e) {
      if (e.getStatusCode() == 404 || e.getStatusCode() == 416) {
        return Optional.empty();
      }
      if (e.getStatusCode() == 403) {
        throw new Failure.Permanent(
            Failure.Reason.DENIED,
            doing.service()
                + " could not "
                + doing.what()
                + ": "
                + ApiError.of(e).words()
                + " The account needs "
                + doing.role()
                + ".",
            e);
      }
      throw failed(e, doing);
    } catch (IOException e) {
      throw failed(e, doing);
    } catch (RuntimeException e) {
      throw Failures.of(e, doing);
    }
  }

  private HttpRequest request(String method, String url, Optional<JsonObject> body)
      throws IOException {
    HttpRequest request =
        requests.buildRequest(
            method,
            // Nothing of it is encoded again.
            new GenericUrl(URI.create(url), true),
            body.map(
                    json ->
                        new ByteArrayContent(
                            "application/json", json.toString().getBytes(StandardCharsets.UTF_8)))
                .orElse(null));
    request.getHeaders().setUserAgent("jenkins-cloud-run").setAcceptEncoding(null);
    request.setNumberOfRetries(0);
    return request;
  }

  /** The engine's failures are told from what lies in a chain of causes. */
  private static Failure failed(IOException error, Doing doing) {
    return Failures.of(new IllegalStateException(error), doing);
  }
}
