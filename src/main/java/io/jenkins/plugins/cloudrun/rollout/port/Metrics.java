package io.jenkins.plugins.cloudrun.rollout.port;

import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What Cloud Monitoring measured of a revision's requests. It counts what reached the revision, not
 * what was refused before (without a token, or beyond the limit of instances).
 */
public interface Metrics {
  /** Cloud Run's request metrics are sampled so often. Source: Google Cloud metrics, run. */
  Duration SAMPLING = Duration.ofSeconds(60);

  /** A sample may become visible so much later. Source: Google Cloud metrics, run. */
  Duration DELAY = Duration.ofSeconds(180);

  /**
   * Requests of a revision, as far as they are visible yet.
   *
   * @throws Failure when Monitoring could not be asked; no data is an answer
   */
  Requests requests(ServiceKey service, RevisionName revision, Instant from, Instant to)
      throws Failure;

  /**
   * A percentile of the time that requests took, over all of them.
   *
   * @param percentile 50, 95 or 99
   * @return in milliseconds, or empty when there is no data
   */
  OptionalDouble latency(
      ServiceKey service, RevisionName revision, int percentile, Instant from, Instant to)
      throws Failure;

  /**
   * The values of a PromQL query at an instant.
   *
   * @return one for each series; none when there is no data
   * @throws Failure.Permanent with {@link Failure.Reason#INVALID} if it is no query
   */
  List<Double> query(ProjectId project, String promql, Instant at) throws Failure;

  /**
   * How many requests there were.
   *
   * @param all of any response class
   * @param serverErrors answered with a status of 500 to 599
   */
  record Requests(long all, long serverErrors) {
    /** In percent; 0 without any request. */
    public double errorRate() {
      return all == 0 ? 0 : 100.0 * serverErrors / all;
    }
  }
}
