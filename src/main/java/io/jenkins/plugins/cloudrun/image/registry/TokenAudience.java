package io.jenkins.plugins.cloudrun.image.registry;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Who may see a Google access token. A reference to an image is written by whoever writes a
 * Jenkinsfile, and a registry names by itself the place where tokens are exchanged; so neither may
 * decide where credentials go.
 *
 * <ul>
 *   <li>A registry gets the token if it is Artifact Registry ({@code *.pkg.dev}), Container
 *       Registry ({@code gcr.io}, {@code *.gcr.io}), on loopback, or named by an administrator.
 *       Every other registry is asked anonymously.
 *   <li>It goes over https only; over http to loopback alone.
 *   <li>The realm of a bearer challenge gets the token only if it is on the registry's own host and
 *       port, or, for Google's registries, on a host of Google's registries. Another realm is asked
 *       anonymously, over https (a loopback registry's also over http to loopback).
 *   <li>No redirect is followed with credentials.
 * </ul>
 *
 * @param named the hosts that an administrator has named, {@code host} or {@code host:port}
 */
public record TokenAudience(Set<String> named) {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  public TokenAudience {
    named = Set.copyOf(named.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList());
  }

  public TokenAudience(List<String> named) {
    this(Set.copyOf(named));
  }

  /** Whether the token may go to this registry, {@code host} or {@code host:port}. */
  public boolean includes(String registry) {
    String lower = registry.toLowerCase(Locale.ROOT);
    return isGoogles(lower) || isLoopback(lower) || named.contains(lower);
  }

  /** Whether the token may go to the realm that this registry has named. */
  boolean includesRealm(String registry, URI realm) {
    if (!includes(registry) || !isSecureEnough(registry, realm)) {
      return false;
    }
    String authority = authority(realm);
    return authority.equals(registry.toLowerCase(Locale.ROOT))
        || (isGoogles(registry.toLowerCase(Locale.ROOT)) && isGoogles(authority));
  }

  /** Whether a realm may be asked at all: what it answers is sent to the registry. */
  static boolean isSecureEnough(String registry, URI realm) {
    if (realm.getHost() == null || realm.getUserInfo() != null) {
      return false;
    }
    return "https".equalsIgnoreCase(realm.getScheme())
        || ("http".equalsIgnoreCase(realm.getScheme())
            && isLoopback(registry)
            && isLoopback(authority(realm)));
  }

  /** Whether a registry is on this machine, where plain http is spoken. */
  public static boolean isLoopback(String registry) {
    return LOOPBACK.contains(host(registry.toLowerCase(Locale.ROOT)));
  }

  /** Only on https' own port: Google's registries have no other. */
  static boolean isGoogles(String registry) {
    return registry.equals("gcr.io")
        || registry.endsWith(".gcr.io")
        || registry.endsWith(".pkg.dev");
  }

  private static String authority(URI uri) {
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    boolean usual = uri.getPort() < 0 || (uri.getPort() == 443 && "https".equals(uri.getScheme()));
    return usual ? host : host + ":" + uri.getPort();
  }

  private static String host(String registry) {
    int colon = registry.lastIndexOf(':');
    return colon > registry.lastIndexOf(']') ? registry.substring(0, colon) : registry;
  }
}
