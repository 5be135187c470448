package io.jenkins.plugins.cloudrun.image;

import io.jenkins.plugins.cloudrun.image.base.Base;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where an image comes from, as the predefined keys of the OCI image specification say it: as
 * labels, which stay with the configuration, and as annotations of the manifest.
 *
 * @param commit that the sources are of
 * @param source where they came from, if known
 * @param created when the commit was made, if known: the time of the build would give each build
 *     another digest
 */
record Facts(CommitSha commit, Optional<String> source, Optional<Instant> created) {
  private static final String OCI = "org.opencontainers.image.";

  /** These, and what the image is built on. */
  Map<String, String> keys(Optional<Base> base) {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put(OCI + "revision", commit.value());
    source.ifPresent(url -> keys.put(OCI + "source", url));
    created.ifPresent(at -> keys.put(OCI + "created", at.toString()));
    base.ifPresent(
        found -> {
          keys.put(OCI + "base.name", found.name());
          keys.put(
              OCI + "base.digest", found.reference().digest().map(ImageDigest::value).orElse(""));
        });
    return keys;
  }
}
