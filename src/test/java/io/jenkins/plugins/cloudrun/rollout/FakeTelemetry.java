package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.model.LogSeverity;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Logs;
import io.jenkins.plugins.cloudrun.rollout.port.Metrics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Cloud Monitoring and Cloud Logging in memory: the same for every time. */
final class FakeTelemetry implements Metrics, Logs {
  Requests candidate = new Requests(1000, 2);
  Requests stable = new Requests(1000, 2);
  OptionalDouble latency = OptionalDouble.of(120);
  List<Double> values = List.of(0.01);
  List<String> errors = List.of();
  boolean anyEntry = true;
  Optional<Failure> failure = Optional.empty();

  /** How many calls fail. */
  int failuresLeft = Integer.MAX_VALUE;

  /** How many calls succeed before the first that fails. */
  int failuresFrom;

  /** From which question on the candidate has enough requests, all well; 0 for never. */
  int candidateAfter;

  final List<Instant> asked = new ArrayList<>();

  private void ask(Instant at) throws Failure {
    asked.add(at);
    if (failure.isPresent() && asked.size() > failuresFrom && failuresLeft-- > 0) {
      throw failure.get();
    }
  }

  @Override
  public synchronized Requests requests(
      ServiceKey service, RevisionName revision, Instant from, Instant to) throws Failure {
    ask(to);
    if (candidateAfter > 0 && asked.size() > candidateAfter) {
      candidate = new Requests(1000, 0);
    }
    return revision.equals(Scenario.OLD) ? stable : candidate;
  }

  @Override
  public synchronized OptionalDouble latency(
      ServiceKey service, RevisionName revision, int percentile, Instant from, Instant to) {
    return latency;
  }

  @Override
  public synchronized List<Double> query(ProjectId project, String promql, Instant at)
      throws Failure {
    ask(at);
    return values;
  }

  @Override
  public synchronized List<String> entries(
      ServiceKey service,
      RevisionName revision,
      LogSeverity least,
      Instant from,
      Instant to,
      int most)
      throws Failure {
    if (least == LogSeverity.DEFAULT) {
      return anyEntry ? List.of("started") : List.of();
    }
    ask(to);
    return errors.subList(0, Math.min(most, errors.size()));
  }
}
