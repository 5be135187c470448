package io.jenkins.plugins.cloudrun.rollout.port;

import io.jenkins.plugins.cloudrun.model.LogSeverity;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import java.time.Instant;
import java.util.List;

/** What Cloud Logging holds of a revision: its containers' lines, its requests, its instances. */
public interface Logs {
  /**
   * Entries at or above a severity, the newest.
   *
   * @param most how many are looked for, 1 to 1000
   * @return their texts, newest first; fewer than {@code most} means that these are all
   */
  List<String> entries(
      ServiceKey service,
      RevisionName revision,
      LogSeverity least,
      Instant from,
      Instant to,
      int most)
      throws Failure;
}
