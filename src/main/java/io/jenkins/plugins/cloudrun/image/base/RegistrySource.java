package io.jenkins.plugins.cloudrun.image.base;

import io.jenkins.plugins.cloudrun.image.push.Blob;
import io.jenkins.plugins.cloudrun.image.registry.RegistryClient;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;

/** Base images in registries. */
record RegistrySource(RegistryClient registry) implements BaseSource {
  @Override
  public ImageDigest digest(ImageReference image) throws Failure, InterruptedException {
    return uninterrupted(() -> registry.resolve(image));
  }

  @Override
  public byte[] manifest(ImageReference image) throws Failure, InterruptedException {
    return uninterrupted(() -> registry.manifest(image)).bytes();
  }

  @Override
  public Part blob(Blob blob, long offset) throws Failure, InterruptedException {
    throw new UnsupportedOperationException();
  }

  /** The client reports an interrupt as a failure in passing. */
  private static <T> T uninterrupted(Call<T> call) throws Failure, InterruptedException {
    try {
      return call.run();
    } catch (Failure.Transient e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw e;
    }
  }

  private interface Call<T> {
    T run() throws Failure;
  }
}
