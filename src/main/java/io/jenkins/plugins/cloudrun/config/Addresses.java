package io.jenkins.plugins.cloudrun.config;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the addresses that an administrator writes. */
final class Addresses {
  private static final Pattern HOST =
      Pattern.compile("(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\\[[0-9a-f:]+\\])(?::[0-9]{1,5})?");

  private Addresses() {}

  /**
   * An endpoint as it is kept, or null for none.
   *
   * @throws InvalidValueException if it is not one
   */
  static @Nullable String endpoint(@Nullable String value) {
    if (value == null || value.isBlank()) {
      return null;
    }
    String text = value.trim();
    try {
      URI uri = new URI(text);
      boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      if (web
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null) {
        return text;
      }
    } catch (URISyntaxException e) {
      throw refused(text);
    }
    throw refused(text);
  }

  private static InvalidValueException refused(String text) {
    // A password before the host is refused, and must not be shown either.
    return new InvalidValueException(
        "'"
            + text.replaceFirst("//.*@", "//...@")
            + "' is not an endpoint: write it as https://HOST (http for loopback), without user,"
            + " query or fragment; empty means Google's own.");
  }

  /**
   * Registries, divided by lines, blanks or commas.
   *
   * @throws InvalidValueException if one is not a host
   */
  static List<String> hosts(@Nullable String text) {
    List<String> hosts =
        text == null
            ? List.of()
            : text.lines()
                .flatMap(line -> Pattern.compile("[\\s,]+").splitAsStream(line))
                .filter(h -> !h.isBlank())
                .toList();
    for (String host : hosts) {
      if (!HOST.matcher(host).matches()) {
        throw new InvalidValueException(
            "'" + host + "' is not a registry: write HOST or HOST:PORT in lower case, one a line.");
      }
    }
    return hosts;
  }
}
