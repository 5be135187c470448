package io.jenkins.plugins.cloudrun.image.base;

import io.jenkins.plugins.cloudrun.image.push.Blob;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.io.InputStream;

/** Where base images come from. */
interface BaseSource {
  /** What a reference stands for now: the digest of a manifest or an index. */
  ImageDigest digest(ImageReference image) throws Failure, InterruptedException;

  /** The manifest or index of a digest, whose bytes have that digest. */
  byte[] manifest(ImageReference image) throws Failure, InterruptedException;

  /** The bytes of a blob from {@code offset} on, not yet held against its digest. */
  Part blob(Blob blob, long offset) throws Failure, IOException, InterruptedException;

  /**
   * @param offset where the bytes begin: 0 when the registry does not send parts
   * @param bytes up to the blob's end
   */
  record Part(long offset, InputStream bytes) {}
}
