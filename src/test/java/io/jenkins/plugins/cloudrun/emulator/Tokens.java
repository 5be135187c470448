package io.jenkins.plugins.cloudrun.emulator;

import java.util.Optional;
import java.util.Set;

/** What the token endpoint knows of the tokens that it issued. */
public interface Tokens {
  /** Whom an access token belongs to; empty if it is unknown or has expired. */
  Optional<Principal> accessToken(String bearer);

  /**
   * Whom an identity token belongs to, as an e-mail address.
   *
   * @param bearer the JWT
   * @param audiences the audiences that are accepted: the token must be for one of them
   * @return empty if the token is not one of ours, is for somebody else or has expired
   */
  Optional<String> identity(String bearer, Set<String> audiences);
}
