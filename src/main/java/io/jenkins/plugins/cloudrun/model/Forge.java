package io.jenkins.plugins.cloudrun.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where repositories are kept whose pages are known by the repository's own address. */
public enum Forge {
  GITHUB("github.com", "/commit/"),
  GITLAB("gitlab.com", "/-/commit/"),
  BITBUCKET("bitbucket.org", "/commits/");

  /** An address with a scheme, or as scp has it; the user is left out, and so is the password. */
  private static final Pattern REMOTE =
      Pattern.compile(
          "(?:(?:https?|ssh|git)://(?:[^/@?#\\\\]*@)?([^/@:]+)(?::\\d+)?/|(?:[^/@:]+@)?([^/@:]+):)"
              + "/?([^:@?#]+?)(?:\\.git)?/?");

  private static final Pattern GROUPS_AND_NAME =
      Pattern.compile("(?!.*(?:^|/)\\.{1,2}(?:/|$))[\\w.-]+(?:/[\\w.-]+)+");

  private final String host;
  private final String commit;

  Forge(String host, String commit) {
    this.host = host;
    this.commit = commit;
  }

  /**
   * The page of a commit.
   *
   * @param remote the address that the repository was checked out from, as git takes it
   * @return empty if it is none of the hosts that are known
   */
  public static Optional<CommitPage> page(String remote, CommitSha sha) {
    if (remote.length() > CommitPage.LONGEST) {
      return Optional.empty();
    }
    Matcher address = REMOTE.matcher(remote.strip());
    if (!address.matches()) {
      return Optional.empty();
    }
    String host =
        Optional.ofNullable(address.group(1))
            .orElseGet(() -> address.group(2))
            .toLowerCase(Locale.ROOT);
    String path = address.group(3);
    return Arrays.stream(values())
        .filter(forge -> forge.host.equals(host) && forge.holds(path))
        .findFirst()
        .flatMap(
            forge -> CommitPage.parse("https://" + host + "/" + path + forge.commit + sha.value()));
  }

  /** GitLab has groups in groups. */
  private boolean holds(String path) {
    return GROUPS_AND_NAME.matcher(path).matches()
        && (this == GITLAB || path.indexOf('/') == path.lastIndexOf('/'));
  }
}
