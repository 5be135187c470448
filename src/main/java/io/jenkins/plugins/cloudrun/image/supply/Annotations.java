package io.jenkins.plugins.cloudrun.image.supply;

import io.jenkins.plugins.cloudrun.model.CommitSha;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an image says of itself, as labels of its configuration and as annotations of its manifest:
 * the keys of the OCI image specification ("Pre-Defined Annotation Keys"). Nothing is of the clock,
 * so the same sources give the same image.
 */
public final class Annotations {
  private static final String OCI = "org.opencontainers.image.";

  private Annotations() {}

  /**
   * @param source where the sources are kept, without any login
   * @param committed when the commit was made; empty leaves {@code created} out
   * @param baseName what the base is called
   * @param base by digest; empty for {@code scratch}
   */
  public static Map<String, String> of(
      CommitSha revision,
      Optional<String> source,
      Optional<Instant> committed,
      String baseName,
      Optional<ImageReference> base) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put(OCI + "revision", revision.value());
    source.ifPresent(url -> all.put(OCI + "source", url));
    committed.ifPresent(
        time -> all.put(OCI + "created", time.truncatedTo(ChronoUnit.SECONDS).toString()));
    base.flatMap(ImageReference::digest)
        .ifPresent(
            digest -> {
              all.put(OCI + "base.name", baseName);
              all.put(OCI + "base.digest", digest.value());
            });
    return all;
  }
}
