package io.jenkins.plugins.cloudrun.image.base;

import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What follows from base images alone, by their configurations: these name every layer. */
record BaseFacts(Shelf shelf) {
  String of(Base base, String name, BaseImages.Finding finding)
      throws Failure, IOException, InterruptedException {
    byte[] about = (base.config() + "\n" + name).getBytes(StandardCharsets.UTF_8);
    String key = Documents.hex(ImageDigest.of(about));
    Optional<byte[]> kept = shelf.read(key);
    if (kept.isPresent()) {
      return new String(kept.get(), StandardCharsets.UTF_8);
    }
    String found = finding.find();
    shelf.write(key, found.getBytes(StandardCharsets.UTF_8));
    return found;
  }
}
