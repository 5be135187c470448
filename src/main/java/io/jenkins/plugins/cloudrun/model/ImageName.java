package io.jenkins.plugins.cloudrun.model;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A repository in a registry, without tag or digest: {@code
 * europe-docker.pkg.dev/project/repository/name}.
 *
 * @param registry host, with a port where there is one
 * @param path the repository's path below {@code /v2/}
 */
public record ImageName(String registry, String path) {
  private static final Pattern REGISTRY =
      Pattern.compile(
          "(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\\[[0-9a-fA-F:]+\\])(?::[0-9]{1,5})?");
  private static final Pattern PATH =
      Pattern.compile(
          "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*");

  public ImageName {
    Text.matching(REGISTRY, "registry host", registry, "give a host such as europe-docker.pkg.dev");
    Text.matching(
        PATH,
        "image name",
        path,
        "use lower-case letters, digits, and single '.', '_' or '-' between them, parts divided by"
            + " '/' (Artifact Registry: PROJECT/REPOSITORY/NAME)");
    // Thousands of rollouts that wait name the same few.
    registry = registry.intern();
    path = path.intern();
  }

  /**
   * Parses a name whose registry is given: the part before the first slash must look like a host.
   */
  public static ImageName parse(String text) {
    String trimmed = text.trim();
    int slash = trimmed.indexOf('/');
    String first = slash < 0 ? "" : trimmed.substring(0, slash);
    if (!(first.contains(".") || first.contains(":") || first.equals("localhost"))) {
      throw new InvalidValueException(
          "'"
              + Text.shortened(trimmed)
              + "' names no registry: write it as REGION-docker.pkg.dev/PROJECT/REPOSITORY/NAME.");
    }
    return new ImageName(first.toLowerCase(Locale.ROOT), trimmed.substring(slash + 1));
  }

  @Override
  public String toString() {
    return registry + "/" + path;
  }
}
