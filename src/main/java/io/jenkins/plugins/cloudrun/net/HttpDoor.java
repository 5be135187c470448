package io.jenkins.plugins.cloudrun.net;

import hudson.ProxyConfiguration;
import java.net.http.HttpClient;

/** Our own HTTP: always with the proxy that is configured in Jenkins. */
public final class HttpDoor {
  private HttpDoor() {}

  /** A builder with the proxy as it is configured now. */
  public static HttpClient.Builder builder() {
    return ProxyConfiguration.newHttpClientBuilder();
  }
}
