package io.jenkins.plugins.cloudrun.emulator.http;

import com.google.protobuf.Message;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.cloudrun.emulator.Call;
import io.jenkins.plugins.cloudrun.emulator.Fault;
import io.jenkins.plugins.cloudrun.emulator.Faults;
import io.jenkins.plugins.cloudrun.emulator.Journal;
import io.jenkins.plugins.cloudrun.emulator.Principal;
import io.jenkins.plugins.cloudrun.emulator.Tokens;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Answers the API on loopback. */
public final class ApiServer implements AutoCloseable {
  private final Optional<HttpServer> server;
  private final List<Route> routes;
  private final Handlers handlers;
  private final Tokens tokens;
  private final Faults faults;
  private final Journal journal;

  private ApiServer(
      Optional<HttpServer> server,
      List<Route> routes,
      Handlers handlers,
      Tokens tokens,
      Faults faults,
      Journal journal) {
    this.server = server;
    this.routes = List.copyOf(routes);
    this.handlers = handlers;
    this.tokens = tokens;
    this.faults = faults;
    this.journal = journal;
  }

  /** A server on 127.0.0.1 that answers from now on; port 0 takes any free one. */
  public static ApiServer start(
      int port,
      Executor executor,
      List<Route> routes,
      Handlers handlers,
      Tokens tokens,
      Faults faults,
      Journal journal)
      throws IOException {
    HttpServer http = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
    ApiServer server = new ApiServer(Optional.of(http), routes, handlers, tokens, faults, journal);
    http.setExecutor(executor);
    http.createContext("/", server::serve);
    http.start();
    return server;
  }

  /** What a server would answer with, without one. */
  public static HttpHandler handler(
      List<Route> routes, Handlers handlers, Tokens tokens, Faults faults, Journal journal) {
    return new ApiServer(Optional.empty(), routes, handlers, tokens, faults, journal)::serve;
  }

  /** Where it answers, such as {@code http://127.0.0.1:8085}. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.orElseThrow().getAddress().getPort());
  }

  @Override
  public void close() {
    server.ifPresent(http -> http.stop(0));
  }

  private void serve(HttpExchange http) {
    Exchange exchange = new Exchange(http);
    try {
      serve(exchange);
    } catch (IOException e) {
      // The client went away; nobody is left to tell.
    } finally {
      exchange.close();
    }
  }

  private record Found(Route route, Map<String, String> path) {}

  private void serve(Exchange exchange) throws IOException {
    Optional<Found> found = find(exchange);
    String rpc = found.map(f -> simple(f.route().rpc())).orElse("?");
    String resource = found.map(f -> resource(f.path())).orElse(exchange.path());
    Optional<Principal> caller = exchange.bearer().flatMap(tokens::accessToken);
    Optional<Fault> fault = found.isPresent() ? faults.next(rpc) : Optional.empty();
    Answer answer;
    try {
      answer = answer(exchange, found, caller, fault);
    } catch (ApiException e) {
      answer = new Answer(e.http(), Json.error(e));
    } catch (RuntimeException e) {
      answer = new Answer(500, Json.error(ApiException.status(500, "Emulator: " + e)));
    }
    String email = caller.map(Principal::email).orElse("");
    journal.add(new Call(rpc, resource, email, answer.status(), Instant.now()));
    if (answer.status() != 0) {
      exchange.answer(answer.status(), answer.json());
    }
  }

  /** What to answer; status 0 answers nothing. */
  private record Answer(int status, String json) {
    static final Answer NONE = new Answer(0, "");
  }

  private Answer answer(
      Exchange exchange, Optional<Found> found, Optional<Principal> caller, Optional<Fault> fault)
      throws IOException {
    String body = exchange.body();
    if (found.isEmpty()) {
      return new Answer(
          404,
          Json.error(
              ApiException.notFound(
                  "The requested URL " + exchange.path() + " was not found on this server.")));
    }
    if (fault.isPresent() && fault.get() instanceof Fault.Cut) {
      return Answer.NONE;
    }
    if (fault.isPresent() && fault.get() instanceof Fault.Refused refused) {
      refused
          .retryAfterSeconds()
          .ifPresent(seconds -> exchange.header("Retry-After", String.valueOf(seconds)));
      throw ApiException.status(refused.status(), refused.message());
    }
    Answer answer = handled(exchange, found.get(), caller, fault, body);
    if (fault.isPresent() && answer.status() == 200) {
      if (fault.get() instanceof Fault.AnswerLost) {
        return Answer.NONE;
      }
      if (fault.get() instanceof Fault.FailedAfterwards failed) {
        throw ApiException.status(failed.status(), failed.message());
      }
    }
    if (fault.isPresent()
        && fault.get() instanceof Fault.Slow slow
        && !exchange.late(slow.delay())) {
      pause(slow.delay().toNanos());
    }
    return answer;
  }

  private Answer handled(
      Exchange exchange,
      Found found,
      Optional<Principal> caller,
      Optional<Fault> fault,
      String body) {
    Principal known = caller.orElseThrow(ApiException::unauthenticated);
    String rpc = found.route().rpc();
    Optional<Fault.OperationFails> operationError =
        fault.filter(Fault.OperationFails.class::isInstance).map(Fault.OperationFails.class::cast);
    List<Requests.Parameter> query = Requests.query(exchange.query());
    Map<String, String> parameters = new HashMap<>();
    query.forEach(
        parameter ->
            parameters.merge(
                parameter.name(), parameter.value(), (before, more) -> before + "\n" + more));
    Context context = new Context(known, operationError, found.path(), parameters);
    Optional<Handlers.Raw> raw = handlers.raw(rpc);
    if (raw.isPresent()) {
      return new Answer(200, raw.get().handle(body, context));
    }
    Message prototype = handlers.prototype(rpc).orElseThrow(ApiException::unimplemented);
    Message request = Requests.assemble(prototype, found.route(), found.path(), query, body);
    Message response = handlers.handle(rpc, request, context);
    boolean numbers =
        query.stream()
            .anyMatch(p -> p.name().equals("$alt") && p.value().contains("enum-encoding=int"));
    return new Answer(200, Json.print(response, numbers));
  }

  private Optional<Found> find(Exchange exchange) {
    for (Route route : routes) {
      Optional<Map<String, String>> path = route.match(exchange.method(), exchange.path());
      if (path.isPresent()) {
        return Optional.of(new Found(route, path.get()));
      }
    }
    return Optional.empty();
  }

  private static String resource(Map<String, String> path) {
    return path.values().stream().findFirst().orElse("");
  }

  private static String simple(String rpc) {
    return rpc.substring(rpc.indexOf('.') + 1);
  }

  private static void pause(long nanos) {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0 && !Thread.currentThread().isInterrupted(); ) {
      LockSupport.parkNanos(Math.min(left, TimeUnit.SECONDS.toNanos(1)));
      left = end - System.nanoTime();
    }
  }
}
