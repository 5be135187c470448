package hudson;

import hudson.model.Describable;
import hudson.model.Saveable;
import hudson.util.Secret;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.regex.Pattern;

public final class ProxyConfiguration
    implements Describable<ProxyConfiguration>, Saveable, Serializable {
  private static final long serialVersionUID = 1L;

  private ProxyConfiguration() {}

  @Override
  public void save() throws IOException {
    throw new UnsupportedOperationException();
  }

  public String getName() {
    throw new UnsupportedOperationException();
  }

  public int getPort() {
    throw new UnsupportedOperationException();
  }

  public String getUserName() {
    throw new UnsupportedOperationException();
  }

  public Secret getSecretPassword() {
    throw new UnsupportedOperationException();
  }

  public List<Pattern> getNoProxyHostPatterns() {
    throw new UnsupportedOperationException();
  }

  public static HttpClient newHttpClient() {
    throw new UnsupportedOperationException();
  }

  public static HttpClient.Builder newHttpClientBuilder() {
    throw new UnsupportedOperationException();
  }

  public static HttpRequest.Builder newHttpRequestBuilder(URI uri) {
    throw new UnsupportedOperationException();
  }
}
