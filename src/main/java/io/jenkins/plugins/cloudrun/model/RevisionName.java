package io.jenkins.plugins.cloudrun.model;

import java.util.regex.Pattern;

/**
 * The id of a revision: begins with its service's name and has at most 63 characters.
 *
 * @param value the id, without the resource path
 */
public record RevisionName(String value) {
  private static final Pattern ALLOWED = Pattern.compile("[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?");

  public RevisionName {
    Text.matching(
        ALLOWED, "revision name", value, "use at most 63 lower-case letters, digits and hyphens");
  }

  /**
   * The revision's name for one deploy, the same whenever it is asked for: {@code <service>-r<10
   * hex digits of the seed's SHA-256>}. A repeated write therefore meets its own revision instead
   * of making a second one.
   *
   * @param seed what tells this deploy from all others of the service (the rollout's id)
   */
  public static RevisionName of(ServiceName service, String seed) {
    return new RevisionName(service.value() + "-r" + Sha256.hex(seed).substring(0, 10));
  }

  @Override
  public String toString() {
    return value;
  }
}
