package io.jenkins.plugins.cloudrun.net;

import hudson.ProxyConfiguration;
import hudson.util.Secret;
import io.jenkins.plugins.cloudrun.image.ProxyAccess;
import java.net.http.HttpClient;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;

/** Our own HTTP: always with the proxy that is configured in Jenkins. */
public final class HttpDoor {
  private HttpDoor() {}

  /** A builder with the proxy as it is configured now. */
  public static HttpClient.Builder builder() {
    return ProxyConfiguration.newHttpClientBuilder();
  }

  /** The proxy as it is configured now, for an agent. */
  public static ProxyAccess proxy() {
    ProxyConfiguration proxy = Jenkins.get().getProxy();
    if (proxy == null || proxy.getName() == null || proxy.getName().isBlank()) {
      return ProxyAccess.NONE;
    }
    String user = proxy.getUserName();
    return new ProxyAccess(
        proxy.getName(),
        proxy.getPort(),
        proxy.getNoProxyHostPatterns().stream().map(Pattern::pattern).toList(),
        user == null ? "" : user,
        user == null ? "" : Secret.toString(proxy.getSecretPassword()));
  }
}
