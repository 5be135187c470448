package io.jenkins.plugins.cloudrun.image.registry;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;

/**
 * A short-lived Google access token for registries. The only secret that goes to an agent; it is
 * never printed and never stored.
 *
 * @param text the token; empty to ask every registry anonymously
 * @param expiresAt when it stops working
 * @param hosts registries ({@code host} or {@code host:port}) that an administrator has named
 *     beside those of {@link TokenAudience}
 */
public record RegistryToken(String text, Instant expiresAt, List<String> hosts)
    implements Serializable {
  /** The user name that Google's registries expect beside an access token. */
  public static final String USER = "oauth2accesstoken";

  public RegistryToken {
    hosts = List.copyOf(hosts);
    if (!text.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new InvalidValueException(
          "The registry token holds a blank or a control character: get a new one.");
    }
  }

  public RegistryToken(String text, Instant expiresAt) {
    this(text, expiresAt, List.of());
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
