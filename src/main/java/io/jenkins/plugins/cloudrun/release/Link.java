package io.jenkins.plugins.cloudrun.release;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** A text that may be a link: only addresses that a browser asks over HTTPS are. */
public final class Link {
  private final String text;
  private final boolean safe;

  private Link(String text, boolean safe) {
    this.text = text;
    this.safe = safe;
  }

  /**
   * @param address as the service named it; anything else than an address stays text
   * @param plain whether plain HTTP will do, because an administrator has moved the API there
   */
  static Link of(String address, boolean plain) {
    return new Link(address, safe(address, plain));
  }

  private static boolean safe(String address, boolean plain) {
    try {
      URI uri = new URI(address);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      return uri.getHost() != null && (scheme.equals("https") || (plain && scheme.equals("http")));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  public String getText() {
    return text;
  }

  public boolean isKnown() {
    return !text.isEmpty();
  }

  /** Whether it may be followed. */
  public boolean isSafe() {
    return safe;
  }
}
