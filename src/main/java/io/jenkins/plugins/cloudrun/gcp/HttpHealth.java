package io.jenkins.plugins.cloudrun.gcp;

import io.jenkins.plugins.cloudrun.gcp.Addresses.Names;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Health;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocketFactory;

/**
 * Checks of a revision's URL. Redirects are answers, and not followed. Without a proxy the name is
 * resolved once, and the connection goes to what was checked; with one, the proxy resolves it.
 */
final class HttpHealth implements Health {
  private static final int MOST_BODY = 64 * 1024;
  private static final String AGENT = "jenkins-cloud-run";

  /** Where identity tokens come from. */
  interface Identities {
    String token(String audience) throws Failure;
  }

  private final SharedHttp http;
  private final Identities identities;
  private final boolean privateAddresses;
  private final Names names;
  private final PinnedGet pinned;

  /**
   * @param privateAddresses whether addresses that are not of the public internet may be asked
   */
  HttpHealth(SharedHttp http, Identities identities, boolean privateAddresses) {
    this(
        http,
        identities,
        privateAddresses,
        InetAddress::getAllByName,
        (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  /** For tests: other names and other certificates. */
  HttpHealth(
      SharedHttp http,
      Identities identities,
      boolean privateAddresses,
      Names names,
      SSLSocketFactory tls) {
    this.http = http;
    this.identities = identities;
    this.privateAddresses = privateAddresses;
    this.names = names;
    this.pinned = new PinnedGet(tls);
  }

  @Override
  public Answer get(Request request) throws Failure, NoAnswer {
    boolean plain = !"https".equals(request.url().getScheme());
    try {
      if (proxied(request.url())) {
        if (plain && !privateAddresses) {
          throw refused(request, "only https is asked through a proxy.");
        }
        return throughProxy(request);
      }
      List<InetAddress> checked = checked(request, lookUp(request));
      if (plain && !checked.stream().allMatch(InetAddress::isLoopbackAddress)) {
        throw refused(request, "without https only this machine itself is asked.");
      }
      Map<String, String> headers = headers(request);
      PinnedGet.Answer answer =
          pinned.get(request.url(), checked, headers, request.timeout(), MOST_BODY);
      return answer(answer.status(), answer.latency(), answer.body());
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

  private boolean proxied(URI url) {
    Optional<ProxySelector> selector =
        http.get().proxy().or(() -> Optional.ofNullable(ProxySelector.getDefault()));
    return selector.stream()
        .flatMap(s -> s.select(url).stream())
        .anyMatch(proxy -> proxy.type() != Proxy.Type.DIRECT);
  }

  private Answer throughProxy(Request request)
      throws Failure, NoAnswerException, InterruptedException {
    String host = PinnedGet.bare(request.url().getHost());
    if (host.indexOf(':') >= 0 || host.matches("[0-9.]+")) {
      // An address, not a name: there is nothing to look up, and nothing that the proxy would.
      checked(request, lookUp(request));
    }
    HttpRequest.Builder get = HttpRequest.newBuilder(request.url());
    headers(request).forEach(get::header);
    long begun = System.nanoTime();
    HttpResponse<byte[]> answer = http.send(get, request.timeout(), MOST_BODY);
    return answer(answer.statusCode(), Duration.ofNanos(System.nanoTime() - begun), answer.body());
  }

  private static Answer answer(int status, Duration latency, byte[] body) {
    return new Answer(status, latency, new String(body, StandardCharsets.UTF_8));
  }

  private Map<String, String> headers(Request request) throws Failure {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("User-Agent", AGENT);
    if (request.audience().isPresent()) {
      headers.put("Authorization", "Bearer " + identities.token(request.audience().get()));
    }
    return headers;
  }

  /** Once: who asks twice may be told two things. */
  private InetAddress[] lookUp(Request request) throws NoAnswerException, InterruptedException {
    String host = PinnedGet.bare(request.url().getHost());
    CompletableFuture<InetAddress[]> asked =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return names.lookUp(host);
              } catch (UnknownHostException e) {
                return new InetAddress[0];
              }
            });
    try {
      InetAddress[] found = asked.get(request.timeout().toMillis(), TimeUnit.MILLISECONDS);
      if (found.length == 0) {
        throw new NoAnswerException("the host name is not known here", false, null);
      }
      return found;
    } catch (TimeoutException | ExecutionException e) {
      throw new NoAnswerException("the host name could not be looked up in time", false, e);
    }
  }

  private List<InetAddress> checked(Request request, InetAddress[] found) throws Failure {
    List<InetAddress> allowed =
        Stream.of(found)
            .filter(address -> privateAddresses || !Addresses.isPrivate(address))
            .toList();
    if (allowed.isEmpty()) {
      throw refused(
          request,
          request.url().getHost()
              + " is "
              + found[0].getHostAddress()
              + ", an address of a private network. An administrator can allow gates to ask"
              + " those (Manage Jenkins, System, Cloud Run).");
    }
    return allowed;
  }

  private static Failure refused(Request request, String why) {
    return new Failure.Permanent(
        Failure.Reason.REFUSED, "GET " + request.url() + " was not sent: " + why, null);
  }

  private static Failure unsent(String why, Exception cause) {
    return new Failure.Transient(why, Optional.empty(), cause);
  }
}
