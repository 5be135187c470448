package io.jenkins.plugins.cloudrun.model;

import java.util.regex.Pattern;

/**
 * A version of a secret in Secret Manager that a container reads (SecretKeySelector): a reference,
 * never the value.
 *
 * @param secret the secret's name in the same project, or {@code projects/P/secrets/S}
 * @param version a number, an alias or {@code latest}
 */
public record SecretVersion(String secret, String version) {
  private static final Pattern SECRET =
      Pattern.compile("(?:projects/[a-z0-9.:-]{1,100}/secrets/)?[A-Za-z0-9_-]{1,255}");
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9_-]{1,63}");

  public SecretVersion {
    Text.matching(
        SECRET, "secret", secret, "give a name in Secret Manager of letters, digits, '_' and '-'");
    Text.matching(VERSION, "secret version", version, "give a number, an alias or 'latest'");
  }

  /** Parses {@code 'secret:version'}; without a version it is {@code latest}. */
  public static SecretVersion parse(String text) {
    String trimmed = text.trim();
    int colon = trimmed.lastIndexOf(':');
    return colon < 0 || colon < trimmed.lastIndexOf('/')
        ? new SecretVersion(trimmed, "latest")
        : new SecretVersion(trimmed.substring(0, colon), trimmed.substring(colon + 1));
  }

  @Override
  public String toString() {
    return secret + ":" + version;
  }
}
