package io.jenkins.plugins.cloudrun.image;

import java.io.Serializable;

/**
 * Which build of Jenkins asks for an image, for its provenance. Empty texts are not known.
 *
 * @param jenkins root URL of this Jenkins
 * @param job full name
 * @param build URL of the build
 */
public record BuildOrigin(String jenkins, String job, String build) implements Serializable {
  /** Nothing is known. */
  public static final BuildOrigin UNKNOWN = new BuildOrigin("", "", "");
}
