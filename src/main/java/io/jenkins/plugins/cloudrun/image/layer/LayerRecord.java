package io.jenkins.plugins.cloudrun.image.layer;

import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.util.Optional;

/**
 * What is remembered of a layer, one line of a file.
 *
 * @param size of the compressed bytes
 * @param isSettled whether its files had settled when they were read
 */
record LayerRecord(ImageDigest digest, long size, ImageDigest diffId, boolean isSettled) {
  private static final String SETTLED = "settled";
  private static final String READ_AGAIN = "read-again";

  String line() {
    return String.join(
        " ",
        digest.value(),
        Long.toString(size),
        diffId.value(),
        isSettled ? SETTLED : READ_AGAIN,
        "\n");
  }

  /** Empty when it is no such line: then the layer is not known. */
  static Optional<LayerRecord> parse(String line) {
    String[] words = line.split(" ", -1);
    if (words.length != 5 || !words[4].equals("\n")) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new LayerRecord(
              new ImageDigest(words[0]),
              Long.parseLong(words[1]),
              new ImageDigest(words[2]),
              words[3].equals(SETTLED)));
    } catch (InvalidValueException | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
