package io.jenkins.plugins.cloudrun.image.push;

import io.jenkins.plugins.cloudrun.emulator.Principal;
import io.jenkins.plugins.cloudrun.emulator.Tokens;
import java.util.Optional;
import java.util.Set;

/** Knows the access token {@code good}. */
record OneToken() implements Tokens {
  @Override
  public Optional<Principal> accessToken(String bearer) {
    return bearer.equals("good") ? Optional.of(new Principal("a@example.com")) : Optional.empty();
  }

  @Override
  public Optional<String> identity(String bearer, Set<String> audiences) {
    return Optional.empty();
  }
}
