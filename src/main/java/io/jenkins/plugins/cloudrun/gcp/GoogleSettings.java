package io.jenkins.plugins.cloudrun.gcp;

import java.util.List;

/**
 * What an administrator decides on how Google is reached.
 *
 * @param applicationDefaultCredentials whether jobs that name no credentials may act as the
 *     controller itself
 * @param registries hosts ({@code host} or {@code host:port}) beside Google's own registries that
 *     may see an access token
 * @param privateAddresses whether health gates may ask addresses that are not of the public
 *     internet
 */
public record GoogleSettings(
    Endpoints endpoints,
    boolean applicationDefaultCredentials,
    List<String> registries,
    boolean privateAddresses) {
  public static final GoogleSettings DEFAULT =
      new GoogleSettings(Endpoints.GOOGLE, false, List.of());

  public GoogleSettings {
    registries = List.copyOf(registries);
  }

  /** Gates ask the public internet alone. */
  public GoogleSettings(
      Endpoints endpoints, boolean applicationDefaultCredentials, List<String> registries) {
    this(endpoints, applicationDefaultCredentials, registries, false);
  }
}
