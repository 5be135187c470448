package io.jenkins.plugins.cloudrun.image.base;

import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What each image was last built on, by its name and the base's. */
record LastBases(Shelf shelf) {
  Optional<ImageDigest> of(ImageName image, String base) throws IOException {
    Optional<byte[]> kept = shelf.read(key(image, base));
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new ImageDigest(new String(kept.get(), StandardCharsets.UTF_8)));
    } catch (InvalidValueException e) {
      return Optional.empty();
    }
  }

  void set(ImageName image, String base, ImageDigest digest) throws IOException {
    if (of(image, base).equals(Optional.of(digest))) {
      return; // As it mostly is: reading has marked it as used.
    }
    shelf.write(key(image, base), digest.value().getBytes(StandardCharsets.UTF_8));
  }

  /** Names hold characters that no file name may. */
  private static String key(ImageName image, String base) {
    byte[] both = (image + "\n" + base).getBytes(StandardCharsets.UTF_8);
    return Documents.hex(ImageDigest.of(both));
  }
}
