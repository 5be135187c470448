package io.jenkins.plugins.cloudrun.emulator.registry;

import io.jenkins.plugins.cloudrun.emulator.Principal;
import io.jenkins.plugins.cloudrun.emulator.Tokens;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Access tokens that are good without a token endpoint: each with the account that it is of. */
record KnownTokens(Map<String, String> accounts) implements Tokens {
  @Override
  public Optional<Principal> accessToken(String bearer) {
    return Optional.ofNullable(accounts.get(bearer)).map(Principal::new);
  }

  @Override
  public Optional<String> identity(String bearer, Set<String> audiences) {
    return Optional.empty();
  }
}
