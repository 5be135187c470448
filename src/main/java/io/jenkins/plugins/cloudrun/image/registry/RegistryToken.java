package io.jenkins.plugins.cloudrun.image.registry;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;

/**
 * What a registry is shown: a short-lived Google access token, or a user's password. Goes to an
 * agent; it is never printed and never stored.
 *
 * @param user the name beside it; {@link #USER} for an access token
 * @param text the token or password; empty to ask every registry anonymously
 * @param expiresAt when it stops working
 * @param hosts registries ({@code host} or {@code host:port}) that an administrator has named
 *     beside those of {@link TokenAudience}
 */
public record RegistryToken(String user, String text, Instant expiresAt, List<String> hosts)
    implements Serializable {
  /** The user name that Google's registries expect beside an access token. */
  public static final String USER = "oauth2accesstoken";

  public RegistryToken {
    hosts = List.copyOf(hosts);
    if (user.isEmpty() || user.contains(":") || user.chars().anyMatch(Character::isISOControl)) {
      throw new InvalidValueException(
          "The user of the registry's credentials is empty or holds a ':' or a control character:"
              + " correct the credentials.");
    }
    boolean token = user.equals(USER);
    if (!text.chars().allMatch(c -> token ? c > ' ' && c < 127 : !Character.isISOControl(c))) {
      throw new InvalidValueException(
          token
              ? "The registry token holds a blank or a control character: get a new one."
              : "The password for the registry holds a control character: correct the"
                  + " credentials.");
    }
  }

  public RegistryToken(String text, Instant expiresAt, List<String> hosts) {
    this(USER, text, expiresAt, hosts);
  }

  public RegistryToken(String text, Instant expiresAt) {
    this(text, expiresAt, List.of());
  }

  /** A user's password, or what stands for it, of one registry: see {@link Keyring#with}. */
  public static RegistryToken password(String user, String password) {
    return new RegistryToken(user, password, Instant.MAX, List.of());
  }

  /** No credentials at all. */
  public static RegistryToken anonymous() {
    return new RegistryToken("", Instant.MAX);
  }

  public boolean isAnonymous() {
    return text.isEmpty();
  }

  @Override
  public String toString() {
    return isAnonymous() ? "RegistryToken[none]" : "RegistryToken[until " + expiresAt + "]";
  }
}
