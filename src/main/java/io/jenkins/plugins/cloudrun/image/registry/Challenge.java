package io.jenkins.plugins.cloudrun.image.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a registry asks for in {@code WWW-Authenticate} (RFC 9110, 11.6.1; for bearer tokens the
 * distribution project's token authentication).
 *
 * @param basic whether a user and a password are asked for
 * @param realm where a bearer token is to be had
 * @param service the registry's own name for itself; empty if it gives none
 */
record Challenge(boolean basic, Optional<URI> realm, String service) {
  private static final Pattern PARAMETER = Pattern.compile("(\\w+)=(?:\"([^\"]*)\"|([^\\s,\"]+))");

  /** Bearer is preferred where both are offered; empty if neither is. */
  static Optional<Challenge> parse(List<String> headers) {
    for (String header : headers) {
      if (header.toLowerCase(Locale.ROOT).startsWith("bearer ")) {
        Optional<Challenge> bearer = bearer(header.substring("bearer ".length()));
        if (bearer.isPresent()) {
          return bearer;
        }
      }
    }
    return headers.stream()
            .anyMatch(header -> header.trim().toLowerCase(Locale.ROOT).matches("basic(\\s.*)?"))
        ? Optional.of(new Challenge(true, Optional.empty(), ""))
        : Optional.empty();
  }

  private static Optional<Challenge> bearer(String parameters) {
    String realm = "";
    String service = "";
    Matcher matcher = PARAMETER.matcher(parameters);
    while (matcher.find()) {
      String value = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
      switch (matcher.group(1).toLowerCase(Locale.ROOT)) {
        case "realm" -> realm = value;
        case "service" -> service = value;
        default -> {} // The scope is what we ask for, whatever the registry proposes.
      }
    }
    try {
      URI uri = new URI(realm);
      return uri.getHost() == null
          ? Optional.empty()
          : Optional.of(new Challenge(false, Optional.of(uri), service));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
