package io.jenkins.plugins.cloudrun.image.registry;

import java.io.Serializable;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The credentials of one build by registry. The usual token goes where {@link TokenAudience} lets
 * it; credentials that somebody has given for a registry go to that registry alone, and win there.
 *
 * <p>Where a registry with credentials of its own has them exchanged is its own affair, as long as
 * the place speaks https: over its verified connection it could ask for the password itself.
 *
 * <p>Goes to an agent; is never printed and never stored.
 */
public final class Keyring implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String DOCKER_HUB = "registry-1.docker.io";
  private static final Set<String> DOCKER_HUB_ALSO = Set.of("docker.io", "index.docker.io");

  private final RegistryToken usual;
  private final HashMap<String, RegistryToken> own;

  private Keyring(RegistryToken usual, HashMap<String, RegistryToken> own) {
    this.usual = usual;
    this.own = own;
  }

  public static Keyring of(RegistryToken usual) {
    return new Keyring(usual, new HashMap<>());
  }

  /** Nothing for anybody. */
  public static Keyring empty() {
    return of(RegistryToken.anonymous());
  }

  /**
   * This and one more.
   *
   * @param registry {@code host} or {@code host:port}; all names of Docker Hub are one
   */
  public Keyring with(String registry, RegistryToken token) {
    HashMap<String, RegistryToken> more = new HashMap<>(own);
    more.put(name(registry), token);
    return new Keyring(usual, more);
  }

  /** What one registry is shown, for a program that asks it by itself. */
  public Optional<Login> login(String registry) {
    RegistryToken token = own.get(name(registry));
    if (token == null && new TokenAudience(usual.hosts()).includes(registry)) {
      token = usual;
    }
    return token == null || token.isAnonymous()
        ? Optional.empty()
        : Optional.of(new Login(registry, token.user(), token.text()));
  }

  /**
   * A user's name and secret for one registry.
   *
   * @param host {@code host} or {@code host:port}
   */
  public record Login(String host, String user, String secret) {
    @Override
    public String toString() {
      return user + " at " + host;
    }
  }

  Keys keys() {
    TokenAudience audience = new TokenAudience(usual.hosts());
    return new Keys() {
      @Override
      public RegistryToken forRegistry(String registry) {
        RegistryToken given = own.get(name(registry));
        if (given != null) {
          return given;
        }
        return audience.includes(registry) ? usual : RegistryToken.anonymous();
      }

      @Override
      public boolean includes(String registry) {
        return !forRegistry(registry).isAnonymous();
      }

      @Override
      public boolean includesRealm(String registry, URI realm) {
        return own.containsKey(name(registry))
            ? TokenAudience.isSecureEnough(registry, realm)
            : audience.includesRealm(registry, realm);
      }
    };
  }

  private static String name(String registry) {
    String lower = registry.toLowerCase(Locale.ROOT);
    return DOCKER_HUB_ALSO.contains(lower) ? DOCKER_HUB : lower;
  }

  @Override
  public String toString() {
    return "Keyring[" + usual + ", " + own.keySet() + "]";
  }
}
