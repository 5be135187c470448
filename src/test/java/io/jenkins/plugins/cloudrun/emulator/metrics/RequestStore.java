package io.jenkins.plugins.cloudrun.emulator.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Requests that reached revisions: those that were served here, and those that a test planted. */
public final class RequestStore {
  private static final int KEPT = 200_000;

  private final List<Request> requests = new ArrayList<>();

  /**
   * One request.
   *
   * @param resource labels of the revision: {@code service_name}, {@code revision_name}, {@code
   *     location}, {@code project_id}, {@code configuration_name}
   */
  record Request(Instant at, Map<String, String> resource, int status, Duration latency) {}

  /** A request was served. */
  public synchronized void add(Map<String, String> resource, int status, Duration latency) {
    add(Instant.now(), resource, status, latency);
  }

  /** A request was served at another time. */
  public synchronized void add(
      Instant at, Map<String, String> resource, int status, Duration latency) {
    if (requests.size() == KEPT) {
      requests.remove(0);
    }
    requests.add(new Request(at, resource, status, latency));
  }

  synchronized List<Request> all() {
    return List.copyOf(requests);
  }
}
