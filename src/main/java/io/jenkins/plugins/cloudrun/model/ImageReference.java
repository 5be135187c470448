package io.jenkins.plugins.cloudrun.model;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An image in a registry by tag, by digest or by both; with neither, the tag is {@code latest}.
 *
 * @param name the repository
 * @param tag at most 128 characters of {@code [A-Za-z0-9_.-]}
 * @param digest the manifest's digest; it decides when a tag stands beside it
 */
public record ImageReference(ImageName name, Optional<String> tag, Optional<ImageDigest> digest) {
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

  public ImageReference {
    tag.ifPresent(ImageReference::checkTag);
  }

  /** {@code tag} if a registry would take it. */
  public static String checkTag(String tag) {
    return Text.matching(
        TAG,
        "image tag",
        tag,
        "use at most 128 letters, digits, '_', '.' and '-', not beginning with '.' or '-'");
  }

  /** Parses {@code HOST/PATH[:TAG][@sha256:...]}. */
  public static ImageReference parse(String text) {
    String rest = text.trim();
    Optional<ImageDigest> digest = Optional.empty();
    int at = rest.indexOf('@');
    if (at >= 0) {
      digest = Optional.of(new ImageDigest(rest.substring(at + 1)));
      rest = rest.substring(0, at);
    }
    Optional<String> tag = Optional.empty();
    int colon = rest.lastIndexOf(':');
    if (colon > rest.lastIndexOf('/')) {
      tag = Optional.of(rest.substring(colon + 1));
      rest = rest.substring(0, colon);
    }
    return new ImageReference(ImageName.parse(rest), tag, digest);
  }

  /** The same image by its digest alone. */
  public ImageReference at(ImageDigest resolved) {
    return new ImageReference(name, Optional.empty(), Optional.of(resolved));
  }

  /**
   * What stands after {@code /manifests/} in a registry's API: the digest, else the tag, else
   * {@code latest}.
   */
  public String manifest() {
    return digest.map(ImageDigest::value).or(() -> tag).orElse("latest");
  }

  @Override
  public String toString() {
    return name + tag.map(t -> ":" + t).orElse("") + digest.map(d -> "@" + d).orElse("");
  }
}
