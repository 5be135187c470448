package io.jenkins.plugins.cloudrun.image.registry;

import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Requests to registries, each with the header that its scope wants. */
final class AuthorizedCalls {
  private final Exchange exchange;
  private final Authorization authorization;
  private final Keys keys;

  AuthorizedCalls(Exchange exchange, Keys keys) {
    this.exchange = exchange;
    this.keys = keys;
    this.authorization = new Authorization(exchange, keys, Clock.systemUTC());
  }

  /**
   * @param request asked again when the registry wants another token
   */
  HttpResponse<byte[]> send(
      Scope scope, String what, boolean changes, Supplier<HttpRequest.Builder> request)
      throws Failure {
    return authorized(scope, header -> exchange.send(with(request.get(), header), what, changes));
  }

  /** A call that moves much, see {@link Exchange}. A body of another status than 2xx is bounded. */
  <T> HttpResponse<T> move(
      Scope scope,
      String what,
      boolean changes,
      Supplier<HttpRequest.Builder> request,
      HttpResponse.BodyHandler<T> handler,
      LongSupplier moved)
      throws Failure {
    return authorized(
        scope, header -> exchange.send(with(request.get(), header), handler, moved, what, changes));
  }

  /** A call to a place that the registry has named and that sees no credentials. */
  <T> HttpResponse<T> elsewhere(
      String what,
      boolean changes,
      HttpRequest.Builder request,
      HttpResponse.BodyHandler<T> handler,
      LongSupplier moved)
      throws Failure {
    return exchange.send(request, handler, moved, what, changes);
  }

  Failure refused(HttpResponse<?> response, String what, Scope scope, boolean changes) {
    return Refusal.of(response, what, scope, keys.includes(scope.registry()), changes);
  }

  private <T> HttpResponse<T> authorized(Scope scope, Sent<T> sent) throws Failure {
    HttpResponse<T> response = sent.with(authorization.foreseen(scope));
    if (response.statusCode() != 401) {
      return response;
    }
    authorization.forget(scope);
    Optional<Challenge> challenge =
        Challenge.parse(response.headers().allValues("WWW-Authenticate"));
    if (challenge.isEmpty()) {
      return response;
    }
    Optional<String> answer = authorization.answer(challenge.get(), scope);
    return answer.isEmpty() ? response : sent.with(answer);
  }

  private static HttpRequest.Builder with(HttpRequest.Builder request, Optional<String> header) {
    header.ifPresent(value -> request.header("Authorization", value));
    return request;
  }

  /** Whether a place of a registry may see the registry's credentials. */
  static boolean isOwn(Scope scope, URI place) {
    String authority = place.getAuthority().toLowerCase(Locale.ROOT);
    String registry = scope.registry().toLowerCase(Locale.ROOT);
    boolean usualPort = "https".equalsIgnoreCase(place.getScheme()) && place.getPort() == 443;
    return authority.equals(registry) || (usualPort && authority.equals(registry + ":443"));
  }

  private interface Sent<T> {
    HttpResponse<T> with(Optional<String> header) throws Failure;
  }
}
