package io.jenkins.plugins.cloudrun.model;

import java.util.regex.Pattern;

/**
 * A service account: its e-mail address, or its unique id, which Google takes too.
 *
 * @param value as it stands in requests
 */
public record ServiceAccount(String value) {
  private static final Pattern ALLOWED =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*@[A-Za-z0-9][A-Za-z0-9.-]*|[0-9]{10,30}");

  public ServiceAccount {
    Text.matching(
        ALLOWED,
        "service account",
        value,
        "give its e-mail address, such as deployer@my-project.iam.gserviceaccount.com");
  }

  @Override
  public String toString() {
    return value;
  }
}
