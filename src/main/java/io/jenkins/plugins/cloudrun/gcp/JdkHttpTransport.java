package io.jenkins.plugins.cloudrun.gcp;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Google's HTTP layer over {@code java.net.http}, so that one client, with Jenkins' proxy and
 * without any JVM-wide setting, carries everything. Redirects are not followed: none of the APIs
 * sends one, and a token must not travel.
 */
public final class JdkHttpTransport extends HttpTransport {
  /** A call that says nothing itself gets this long. */
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** Set by the HTTP client itself; it refuses them from others. */
  private static final Set<String> OWN =
      Set.of("content-length", "host", "connection", "expect", "upgrade");

  private final HttpClient client;
  private final UnaryOperator<URI> redirect;

  /**
   * @param redirect where a request really goes, for endpoints that an administrator has moved
   */
  public JdkHttpTransport(HttpClient client, UnaryOperator<URI> redirect) {
    this.client = client;
    this.redirect = redirect;
  }

  @Override
  protected LowLevelHttpRequest buildRequest(String method, String url) {
    return new Request(method, redirect.apply(URI.create(url)));
  }

  private final class Request extends LowLevelHttpRequest {
    private final String method;
    private final HttpRequest.Builder request;
    private Duration timeout = TIMEOUT;

    Request(String method, URI uri) {
      this.method = method;
      this.request = HttpRequest.newBuilder(uri);
    }

    @Override
    public void addHeader(String name, String value) {
      if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
        request.header(name, value);
      }
    }

    @Override
    public void setTimeout(int connectTimeout, int readTimeout) {
      if (readTimeout > 0) {
        timeout = Duration.ofMillis((long) Math.max(connectTimeout, 0) + readTimeout);
      }
    }

    @Override
    public LowLevelHttpResponse execute() throws IOException {
      HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.noBody();
      if (getStreamingContent() != null) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        getStreamingContent().writeTo(bytes);
        body = HttpRequest.BodyPublishers.ofByteArray(bytes.toByteArray());
        if (getContentType() != null) {
          request.setHeader("Content-Type", getContentType());
        }
        if (getContentEncoding() != null) {
          request.setHeader("Content-Encoding", getContentEncoding());
        }
      }
      try {
        return new Response(
            client.send(
                request.timeout(timeout).method(method, body).build(),
                HttpResponse.BodyHandlers.ofInputStream()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(
            "Interrupted during " + method + " " + request.build().uri().getHost(), e);
      }
    }
  }

  private static final class Response extends LowLevelHttpResponse {
    private final HttpResponse<InputStream> response;
    private final List<Map.Entry<String, String>> headers;

    Response(HttpResponse<InputStream> response) {
      this.response = response;
      this.headers =
          response.headers().map().entrySet().stream()
              .flatMap(
                  (Map.Entry<String, List<String>> e) ->
                      e.getValue().stream().map(value -> Map.entry(e.getKey(), value)))
              .toList();
    }

    private String first(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    @Override
    public InputStream getContent() {
      return response.body();
    }

    @Override
    public String getContentEncoding() {
      return first("Content-Encoding");
    }

    @Override
    public long getContentLength() {
      return response.headers().firstValueAsLong("Content-Length").orElse(-1);
    }

    @Override
    public String getContentType() {
      return first("Content-Type");
    }

    @Override
    public String getStatusLine() {
      return "HTTP/1.1 " + response.statusCode();
    }

    @Override
    public int getStatusCode() {
      return response.statusCode();
    }

    @Override
    public String getReasonPhrase() {
      return "";
    }

    @Override
    public int getHeaderCount() {
      return headers.size();
    }

    @Override
    public String getHeaderName(int index) {
      return headers.get(index).getKey();
    }

    @Override
    public String getHeaderValue(int index) {
      return headers.get(index).getValue();
    }

    @Override
    public void disconnect() throws IOException {
      response.body().close();
    }
  }

  @Override
  public boolean supportsMethod(String method) {
    return Stream.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE").anyMatch(method::equals);
  }
}
