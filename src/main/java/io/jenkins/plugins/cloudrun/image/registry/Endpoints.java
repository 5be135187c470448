package io.jenkins.plugins.cloudrun.image.registry;

import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Optional;

/** Where things are in the OCI distribution API; http on loopback, https everywhere else. */
final class Endpoints {
  private Endpoints() {}

  static URI manifest(ImageReference image) {
    return of(image.name(), "manifests/" + image.manifest());
  }

  static URI blob(ImageName name, ImageDigest digest) {
    return of(name, "blobs/" + digest);
  }

  static URI uploads(ImageName name) {
    return of(name, "blobs/uploads/");
  }

  static URI mount(ImageName name, ImageDigest digest, ImageName from) {
    return of(name, "blobs/uploads/?mount=" + digest + "&from=" + from.path().replace("/", "%2F"));
  }

  static URI referrers(ImageName name, ImageDigest digest) {
    return of(name, "referrers/" + digest);
  }

  /**
   * Where an answer sends on to; empty if it does not, or to a place that is less secure than the
   * registry. A registry behind a proxy may take itself to speak http: it is asked as before.
   */
  static Optional<URI> location(URI asked, HttpResponse<?> response) {
    try {
      Optional<URI> sent = response.headers().firstValue("Location").map(asked::resolve);
      if (sent.isPresent() && isSameHost(asked, sent.get()) && !isHttps(sent.get())) {
        String text = sent.get().toString();
        return Optional.of(URI.create(asked.getScheme() + text.substring(text.indexOf(':'))));
      }
      return sent.filter(
          uri ->
              uri.getHost() != null
                  && uri.getUserInfo() == null
                  && (isHttps(uri)
                      || (!isHttps(asked) && TokenAudience.isLoopback(uri.getAuthority()))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether what one may see may be shown to the other. */
  static boolean isSameHost(URI one, URI other) {
    return one.getAuthority().equalsIgnoreCase(other.getAuthority());
  }

  static URI withQuery(URI uri, String query) {
    return URI.create(uri + (uri.getRawQuery() == null ? "?" : "&") + query);
  }

  private static boolean isHttps(URI uri) {
    return "https".equals(String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT));
  }

  private static URI of(ImageName name, String rest) {
    String scheme = TokenAudience.isLoopback(name.registry()) ? "http" : "https";
    return URI.create(scheme + "://" + name.registry() + "/v2/" + name.path() + "/" + rest);
  }
}
