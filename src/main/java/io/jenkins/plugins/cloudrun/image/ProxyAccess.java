package io.jenkins.plugins.cloudrun.image;

import java.io.IOException;
import java.io.Serializable;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The proxy that Jenkins has, for a build on an agent. An agent whose own Java names a proxy
 * ({@code https.proxyHost}) keeps that: it may stand in another network.
 *
 * @param host empty for none
 * @param direct regular expressions of hosts that are reached without it
 * @param user empty if the proxy asks for nobody
 */
public record ProxyAccess(String host, int port, List<String> direct, String user, String password)
    implements Serializable {
  /** None. */
  public static final ProxyAccess NONE = new ProxyAccess("", 0, List.of(), "", "");

  public ProxyAccess {
    direct = List.copyOf(direct);
  }

  /** Whether there is none, or this JVM has one of its own. */
  boolean isUsual() {
    return host.isEmpty() || System.getProperty("https.proxyHost") != null;
  }

  /** A builder of clients that go through the proxy. */
  HttpClient.Builder http() {
    HttpClient.Builder builder = HttpClient.newBuilder();
    if (isUsual()) {
      return builder;
    }
    builder.proxy(new Selector(this));
    if (!user.isEmpty()) {
      builder.authenticator(new Login(this));
    }
    return builder;
  }

  /** Never the password. */
  @Override
  public String toString() {
    return host.isEmpty() ? "no proxy" : host + ":" + port;
  }

  private static final class Selector extends ProxySelector {
    private final Proxy proxy;
    private final List<Pattern> direct;

    Selector(ProxyAccess access) {
      this.proxy =
          new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(access.host, access.port));
      this.direct = access.direct.stream().map(Pattern::compile).toList();
    }

    @Override
    public List<Proxy> select(URI uri) {
      String asked = String.valueOf(uri.getHost());
      boolean near =
          asked.equals("localhost") || asked.equals("127.0.0.1") || asked.equals("[::1]");
      return near || direct.stream().anyMatch(host -> host.matcher(asked).matches())
          ? List.of(Proxy.NO_PROXY)
          : List.of(proxy);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
      // Whoever asked is told.
    }
  }

  private static final class Login extends Authenticator {
    private final ProxyAccess access;

    Login(ProxyAccess access) {
      this.access = access;
    }

    @Override
    protected PasswordAuthentication getPasswordAuthentication() {
      return getRequestorType() == RequestorType.PROXY
              && access.host.equalsIgnoreCase(getRequestingHost())
          ? new PasswordAuthentication(access.user, access.password.toCharArray())
          : super.getPasswordAuthentication();
    }
  }
}
