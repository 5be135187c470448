package io.jenkins.plugins.cloudrun.gcp;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import java.io.ByteArrayInputStream;
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
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Google's HTTP layer over {@code java.net.http}, so that one client, with Jenkins' proxy and
 * without any JVM-wide setting, carries everything. Each exchange is bounded as a whole, its body
 * included: Google's layer only bounds the pauses between two packets, and its callers block until
 * the exchange is over.
 */
public final class JdkHttpTransport extends HttpTransport {
  /** More than any answer of the APIs; a page of a hundred executions has a few hundred KiB. */
  private static final int MOST_BYTES = 16 * 1024 * 1024;

  /** Set by the HTTP client itself; it refuses them from others. */
  private static final Set<String> OWN =
      Set.of("content-length", "host", "connection", "expect", "upgrade");

  private final SharedHttp http;
  private final UnaryOperator<URI> redirect;
  private final Duration limit;
  private final Optional<AccessTokens> tokens;

  /**
   * Over a client of the caller's.
   *
   * @param client must not follow redirects
   * @param redirect where a request really goes, for endpoints that an administrator has moved
   */
  public JdkHttpTransport(HttpClient client, UnaryOperator<URI> redirect) {
    this(new SharedHttp(client), redirect, Duration.ofSeconds(60), Optional.empty());
  }

  /**
   * @param redirect where a request really goes, for endpoints that an administrator has moved
   * @param limit of one exchange; a request that asks for less gets less
   */
  JdkHttpTransport(SharedHttp http, UnaryOperator<URI> redirect, Duration limit) {
    this(http, redirect, limit, Optional.empty());
  }

  private JdkHttpTransport(
      SharedHttp http, UnaryOperator<URI> redirect, Duration limit, Optional<AccessTokens> tokens) {
    this.http = http;
    this.redirect = redirect;
    this.limit = limit;
    this.tokens = tokens;
  }

  /** The same, with a token on each request. */
  JdkHttpTransport as(AccessTokens account) {
    return new JdkHttpTransport(http, redirect, limit, Optional.of(account));
  }

  @Override
  protected LowLevelHttpRequest buildRequest(String method, String url) {
    return new Request(method, redirect.apply(URI.create(url)));
  }

  private final class Request extends LowLevelHttpRequest {
    private final String method;
    private final URI uri;
    private final HttpRequest.Builder request;
    private Duration timeout = limit;

    Request(String method, URI uri) {
      this.method = method;
      this.uri = uri;
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
      Duration asked = Duration.ofMillis((long) Math.max(connectTimeout, 0) + readTimeout);
      if (readTimeout > 0 && asked.compareTo(limit) < 0) {
        timeout = asked;
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
      request.method(method, body);
      if (tokens.isEmpty()) {
        return new Response(send());
      }
      HttpResponse<byte[]> first = sendAs(tokens.get());
      // A request that was refused for its token did nothing, and may be sent again.
      return new Response(
          first.statusCode() == 401 && tokens.get().renew() ? sendAs(tokens.get()) : first);
    }

    private HttpResponse<byte[]> sendAs(AccessTokens account) throws IOException {
      account
          .headers(uri)
          .forEach((name, values) -> values.forEach(value -> request.setHeader(name, value)));
      return send();
    }

    private HttpResponse<byte[]> send() throws IOException {
      try {
        HttpResponse<byte[]> answer = http.send(request, timeout, MOST_BYTES + 1);
        if (answer.body().length > MOST_BYTES) {
          throw new NoAnswerException("the answer is longer than any that is expected", true, null);
        }
        return answer;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new NoAnswerException("the call was interrupted", true, e);
      }
    }
  }

  private static final class Response extends LowLevelHttpResponse {
    private final HttpResponse<byte[]> response;
    private final List<Map.Entry<String, String>> headers;

    Response(HttpResponse<byte[]> response) {
      this.response = response;
      // Without Location nobody follows a redirect: none of the APIs sends one, and a token or a
      // signed assertion must not travel.
      this.headers =
          response.headers().map().entrySet().stream()
              .filter(e -> !e.getKey().equalsIgnoreCase("Location"))
              .flatMap(
                  (Map.Entry<String, List<String>> e) ->
                      e.getValue().stream().map(value -> Map.entry(e.getKey(), value)))
              .toList();
    }

    private @Nullable String first(String name) {
      return response.headers().firstValue(name).orElse(null);
    }

    @Override
    public InputStream getContent() {
      return new ByteArrayInputStream(response.body());
    }

    @Override
    public @Nullable String getContentEncoding() {
      return first("Content-Encoding");
    }

    @Override
    public long getContentLength() {
      return response.body().length;
    }

    @Override
    public @Nullable String getContentType() {
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
  }

  @Override
  public boolean supportsMethod(String method) {
    return Stream.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE").anyMatch(method::equals);
  }
}
