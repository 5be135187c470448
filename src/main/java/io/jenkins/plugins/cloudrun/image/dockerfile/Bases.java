package io.jenkins.plugins.cloudrun.image.dockerfile;

import io.jenkins.plugins.cloudrun.image.base.Base;
import io.jenkins.plugins.cloudrun.image.base.BaseImages;
import io.jenkins.plugins.cloudrun.image.push.Blob;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The images that a Dockerfile names. */
public interface Bases {
  /** An image by its name; empty for {@code scratch}. */
  Optional<Base> resolve(String name) throws Failure, IOException, InterruptedException;

  /** A layer as a file, compressed as it is, that stays until the build has ended. */
  Path layerFile(Blob layer) throws Failure, IOException, InterruptedException;

  /** Those of registries. */
  static Bases of(BaseImages images) {
    return new Bases() {
      @Override
      public Optional<Base> resolve(String name) throws Failure, IOException, InterruptedException {
        return images.resolve(name);
      }

      @Override
      public Path layerFile(Blob layer) throws Failure, IOException, InterruptedException {
        return images.layerFile(layer);
      }
    };
  }
}
