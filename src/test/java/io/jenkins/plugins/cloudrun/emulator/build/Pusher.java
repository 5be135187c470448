package io.jenkins.plugins.cloudrun.emulator.build;

import io.jenkins.plugins.cloudrun.emulator.Registry.Manifest;
import io.jenkins.plugins.cloudrun.emulator.registry.OciRegistry;
import java.io.IOException;
import java.io.InputStream;

/** Puts images into the emulated registry. */
final class Pusher {
  private final OciRegistry registry;

  Pusher(OciRegistry registry) {
    this.registry = registry;
  }

  /**
   * The name with a tag.
   *
   * @param name without a digest
   */
  static String tagged(String name) {
    return name.lastIndexOf(':') > name.lastIndexOf('/') ? name : name + ":latest";
  }

  /**
   * Pushes.
   *
   * @param allowed whether the build's account may
   * @return the digest
   * @throws BuildFailure if the registry would refuse it
   */
  String push(String name, LocalImage image, boolean allowed) throws BuildFailure, IOException {
    String tagged = tagged(name);
    int slash = tagged.indexOf('/');
    int colon = tagged.lastIndexOf(':');
    String host = slash < 0 ? "" : tagged.substring(0, slash);
    if (!registry.serves(host)) {
      throw new BuildFailure(
          "PUSH_FAILED",
          "Get \"https://" + host + "/v2/\": dial tcp: lookup " + host + ": no such host");
    }
    String repository = tagged.substring(slash + 1, colon);
    if (!allowed) {
      throw new BuildFailure(
          "PUSH_NOT_AUTHORIZED",
          "denied: Permission \"artifactregistry.repositories.uploadArtifacts\" denied on resource"
              + " \"projects/"
              + repository
              + "\" (or it may not exist)");
    }
    try {
      for (LocalImage.Source blob : image.blobs().values()) {
        try (InputStream in = blob.open()) {
          var unused = registry.addBlob(repository, in);
        }
      }
      Manifest pushed =
          registry.addManifest(
              repository, tagged.substring(colon + 1), image.mediaType(), image.manifest());
      return pushed.digest();
    } catch (IllegalArgumentException e) {
      throw new BuildFailure("PUSH_FAILED", "name unknown: " + e.getMessage());
    }
  }
}
