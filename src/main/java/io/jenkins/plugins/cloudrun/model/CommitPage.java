package io.jenkins.plugins.cloudrun.model;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where people look at a commit.
 *
 * @param address http or https, without user and password, at most {@value #LONGEST} characters
 */
public record CommitPage(String address) {
  static final int LONGEST = 500;

  private static final Pattern USER = Pattern.compile("://[^/?#]*@");

  public CommitPage {
    if (!address.equals(safe(address).orElse(null))) {
      throw new InvalidValueException(
          "The page of a commit is an http or https address of at most " + LONGEST + " characters");
    }
  }

  /**
   * Reads what a configuration or a file says: nothing that a click would run.
   *
   * @return empty for anything but such an address; user and password are left out
   */
  public static Optional<CommitPage> parse(String text) {
    return safe(text).map(CommitPage::new);
  }

  private static Optional<String> safe(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      URI uri = new URI(USER.matcher(text.strip()).replaceFirst("://"));
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      return Optional.of(uri.toASCIIString())
          .filter(address -> scheme.matches("https?") && uri.getHost() != null)
          .filter(address -> uri.getRawUserInfo() == null && address.length() <= LONGEST);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return address;
  }
}
