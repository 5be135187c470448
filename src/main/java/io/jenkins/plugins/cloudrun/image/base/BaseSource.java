package io.jenkins.plugins.cloudrun.image.base;

import io.jenkins.plugins.cloudrun.image.push.Blob;
import io.jenkins.plugins.cloudrun.image.registry.UnreadableBlobException;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.InputStream;

/** Where base images come from. */
interface BaseSource {
  /** What a reference stands for now: the digest of a manifest or an index. */
  ImageDigest digest(ImageReference image) throws Failure, InterruptedException;

  /** The manifest or index of a digest, whose bytes have that digest. */
  byte[] manifest(ImageReference image) throws Failure, InterruptedException;

  /**
   * The bytes of a blob from {@code offset} to its end. What breaks off in passing is taken up
   * again by the stream itself; a read that throws has given up.
   *
   * @return reads throw {@link UnreadableBlobException} for the registry's failures
   */
  InputStream blob(Blob blob, long offset);
}
