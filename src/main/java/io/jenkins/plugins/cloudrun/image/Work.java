package io.jenkins.plugins.cloudrun.image;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One build, as far as it is known when it begins.
 *
 * @param tags of the image, the commit's first
 */
record Work(
    ImageRequest request,
    BuildOrigin origin,
    Workspace workspace,
    Facts facts,
    List<String> tags,
    Advice advice,
    Instant started) {
  /** Since the beginning, to the millisecond. */
  double seconds() {
    return Duration.between(started, Instant.now()).toMillis() / 1e3;
  }
}
