package io.jenkins.plugins.cloudrun.emulator;

import java.util.Optional;
import java.util.Set;

/**
 * Tokens for tests of the emulator itself: {@code access:EMAIL} and {@code
 * identity:EMAIL:AUDIENCE}.
 */
final class FixedTokens implements Tokens {
  @Override
  public Optional<Principal> accessToken(String bearer) {
    return bearer.startsWith("access:")
        ? Optional.of(new Principal(bearer.substring("access:".length())))
        : Optional.empty();
  }

  @Override
  public Optional<String> identity(String bearer, Set<String> audiences) {
    String[] parts = bearer.split(":", 3);
    return parts.length == 3 && parts[0].equals("identity") && audiences.contains(parts[2])
        ? Optional.of(parts[1])
        : Optional.empty();
  }
}
