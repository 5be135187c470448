package io.jenkins.plugins.cloudrun.image;

import io.jenkins.plugins.cloudrun.image.base.Base;
import io.jenkins.plugins.cloudrun.image.supply.Annotations;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Where an image comes from.
 *
 * @param commit that the sources are of
 * @param source where they came from, if known
 * @param created when the commit was made, if known: the time of the build would give each build
 *     another digest
 */
record Facts(CommitSha commit, Optional<String> source, Optional<Instant> created) {
  /** These and the base, for labels, which stay with the configuration, and annotations. */
  Map<String, String> keys(Optional<Base> base) {
    return Annotations.of(
        commit, source, created, base.map(Base::name).orElse(""), base.map(Base::reference));
  }
}
