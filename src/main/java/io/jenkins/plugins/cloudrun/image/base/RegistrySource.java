package io.jenkins.plugins.cloudrun.image.base;

import io.jenkins.plugins.cloudrun.image.push.Blob;
import io.jenkins.plugins.cloudrun.image.registry.Attempts;
import io.jenkins.plugins.cloudrun.image.registry.RegistryClient;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.InputStream;

/** Base images in registries. What fails in passing is repeated. */
record RegistrySource(RegistryClient registry, Attempts attempts) implements BaseSource {
  @Override
  public ImageDigest digest(ImageReference image) throws Failure, InterruptedException {
    return attempts.of(() -> registry.resolve(image));
  }

  @Override
  public byte[] manifest(ImageReference image) throws Failure, InterruptedException {
    return attempts.of(() -> registry.manifest(image)).bytes();
  }

  @Override
  public InputStream blob(Blob blob, long offset) {
    if (blob.origin() instanceof Blob.Origin.InRepository in) {
      return registry.blobs(attempts).from(in.repository(), blob.digest(), blob.size(), offset);
    }
    throw new IllegalArgumentException(blob + " is in no registry");
  }
}
