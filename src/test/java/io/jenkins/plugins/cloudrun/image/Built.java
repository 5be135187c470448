package io.jenkins.plugins.cloudrun.image;

import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.nio.file.Path;

/** Image builds of tests: with one token, over one cache. */
public record Built(RegistryToken token, Path cache, Progress lines) {
  public ImageAnswer run(ImageRequest request, Path root)
      throws Failure, IOException, InterruptedException {
    return (ImageAnswer)
        new ImageBuild(BuildAccess.of(token), BuildOrigin.UNKNOWN, cache, lines).run(request, root);
  }
}
