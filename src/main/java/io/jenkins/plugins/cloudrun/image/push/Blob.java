package io.jenkins.plugins.cloudrun.image.push;

import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import java.nio.file.Path;

/**
 * Bytes that an image refers to, wherever they are now.
 *
 * @param size bytes
 */
public record Blob(ImageDigest digest, long size, String mediaType, Origin origin) {
  /** Where the bytes can be had. */
  public sealed interface Origin {
    /** A file that stays until the push has ended. */
    record InFile(Path file) implements Origin {}

    /** Small ones: configurations. */
    record InMemory(byte[] bytes) implements Origin {}

    /** A repository of a registry, such as a base image's; read only if the target needs it. */
    record InRepository(ImageName repository) implements Origin {}
  }
}
