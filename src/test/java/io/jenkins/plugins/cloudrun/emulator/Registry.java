package io.jenkins.plugins.cloudrun.emulator;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The images of the embedded registry, read in process and without a token. */
public interface Registry {
  /**
   * Whether images of this host are stored here.
   *
   * @param host the first segment of an image's name, with its port if it has one
   */
  boolean serves(String host);

  /**
   * A manifest or an image index, or empty if there is none.
   *
   * @param repository the path without the host, such as {@code project/repository/shop}
   * @param tagOrDigest a tag, or {@code sha256:...}
   */
  Optional<Manifest> manifest(String repository, String tagOrDigest);

  /**
   * A blob: an image's configuration or a layer, as it was pushed (layers may be compressed).
   *
   * @param repository as above
   * @param digest {@code sha256:...}
   * @throws java.io.FileNotFoundException if the repository has no such blob
   */
  InputStream blob(String repository, String digest) throws IOException;

  /**
   * A manifest as it was pushed.
   *
   * @param mediaType its content type
   * @param digest of {@code content}: {@code sha256:...}
   * @param content JSON
   */
  record Manifest(String mediaType, String digest, String content) {}
}
