package io.jenkins.plugins.cloudrun.rollout.port;

import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageReference;

/** Container registries. */
public interface Images {
  /**
   * The digest that the reference's tag has now; a reference by digest answers with it, once the
   * manifest was seen to exist.
   *
   * @throws Failure.Permanent with {@link Failure.Reason#NOT_FOUND} if there is no such image
   */
  ImageDigest resolve(ImageReference image) throws Failure;
}
