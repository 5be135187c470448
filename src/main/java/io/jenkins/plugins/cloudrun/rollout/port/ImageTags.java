package io.jenkins.plugins.cloudrun.rollout.port;

import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageReference;

/** Tags of images that are in a registry. */
public interface ImageTags {
  /**
   * Lets one more tag point at an image of the same repository. Moves the tag if it points
   * elsewhere; repeating it is harmless.
   */
  ImageDigest tag(ImageReference image, String tag) throws Failure;
}
