package io.jenkins.plugins.cloudrun.emulator.http;

import com.sun.net.httpserver.HttpHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP client whose requests reach the server's code in the caller's thread, without a socket:
 * what is cut or late is so at once, and the same each time.
 */
public final class DirectClient extends HttpClient {
  private final Consumer<Duration> wait;
  private HttpHandler server =
      exchange -> {
        throw new IOException("no server");
      };

  /**
   * @param wait lets time pass, for an answer that does not come in time
   */
  public DirectClient(Consumer<Duration> wait) {
    this.wait = wait;
  }

  /** Where requests go from now on. */
  public void to(HttpHandler next) {
    server = next;
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws IOException {
    DirectExchange exchange =
        new DirectExchange(request.method(), request.uri(), body(request.bodyPublisher()));
    request.headers().map().forEach((name, all) -> exchange.getRequestHeaders().put(name, all));
    server.handle(exchange);
    Duration limit = request.timeout().orElse(Duration.ofMinutes(1));
    if (exchange.late().compareTo(limit) >= 0) {
      wait.accept(limit);
      throw new HttpTimeoutException("request timed out");
    }
    wait.accept(exchange.late());
    if (exchange.getResponseCode() < 0) {
      throw new IOException("HTTP/1.1 header parser received no bytes");
    }
    HttpHeaders headers = HttpHeaders.of(exchange.getResponseHeaders(), (name, value) -> true);
    return new Answer<>(
        request, exchange.getResponseCode(), headers, read(handler, exchange, headers));
  }

  private static <T> T read(
      HttpResponse.BodyHandler<T> handler, DirectExchange exchange, HttpHeaders headers) {
    HttpResponse.BodySubscriber<T> body =
        handler.apply(
            new HttpResponse.ResponseInfo() {
              @Override
              public int statusCode() {
                return exchange.getResponseCode();
              }

              @Override
              public HttpHeaders headers() {
                return headers;
              }

              @Override
              public Version version() {
                return Version.HTTP_1_1;
              }
            });
    body.onSubscribe(
        new Flow.Subscription() {
          @Override
          public void request(long n) {}

          @Override
          public void cancel() {}
        });
    body.onNext(List.of(ByteBuffer.wrap(exchange.answer())));
    body.onComplete();
    return body.getBody().toCompletableFuture().join();
  }

  private static byte[] body(Optional<HttpRequest.BodyPublisher> publisher) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    publisher.ifPresent(
        body ->
            body.subscribe(
                new Flow.Subscriber<>() {
                  @Override
                  public void onSubscribe(Flow.Subscription subscription) {
                    subscription.request(Long.MAX_VALUE);
                  }

                  @Override
                  public void onNext(ByteBuffer buffer) {
                    byte[] some = new byte[buffer.remaining()];
                    buffer.get(some);
                    bytes.writeBytes(some);
                  }

                  @Override
                  public void onError(Throwable failure) {
                    throw new AssertionError(failure);
                  }

                  @Override
                  public void onComplete() {}
                }));
    return bytes.toByteArray();
  }

  private record Answer<T>(HttpRequest request, int statusCode, HttpHeaders headers, T body)
      implements HttpResponse<T> {
    @Override
    public Optional<HttpResponse<T>> previousResponse() {
      return Optional.empty();
    }

    @Override
    public Optional<javax.net.ssl.SSLSession> sslSession() {
      return Optional.empty();
    }

    @Override
    public URI uri() {
      return request.uri();
    }

    @Override
    public Version version() {
      return Version.HTTP_1_1;
    }
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request,
      HttpResponse.BodyHandler<T> handler,
      HttpResponse.@Nullable PushPromiseHandler<T> push) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return Optional.empty();
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return Optional.empty();
  }

  @Override
  public Redirect followRedirects() {
    return Redirect.NEVER;
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return Optional.empty();
  }

  @Override
  public SSLContext sslContext() {
    throw new UnsupportedOperationException();
  }

  @Override
  public SSLParameters sslParameters() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return Optional.empty();
  }

  @Override
  public Version version() {
    return Version.HTTP_1_1;
  }

  @Override
  public Optional<Executor> executor() {
    return Optional.empty();
  }
}
