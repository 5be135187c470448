package io.jenkins.plugins.cloudrun.benchmark.rollouts;

import io.jenkins.plugins.cloudrun.durable.Budget;
import io.jenkins.plugins.cloudrun.durable.Durable;
import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.durable.Golden;
import io.jenkins.plugins.cloudrun.durable.Watcher;
import io.jenkins.plugins.cloudrun.gcp.Endpoints;
import io.jenkins.plugins.cloudrun.gcp.GoogleSessions;
import io.jenkins.plugins.cloudrun.gcp.GoogleSettings;
import io.jenkins.plugins.cloudrun.platform.Engines;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The JVM with our engines: everything that a Jenkins has of them, and nothing of Jenkins. */
final class OurEngines implements Partner.Role {
  private final Completions completions = new Completions();
  private final ThreadCount threads = new ThreadCount();

  public static void main(String[] arguments) throws Exception {
    Partner.serve(new OurEngines());
  }

  /** How the services of {@link WaitingCloud} are reached. */
  static GoogleSessions sessions(String api, String token, String key, Runnable meter) {
    GoogleSettings settings =
        new GoogleSettings(
            new Endpoints(
                Optional.of(URI.create(api)),
                Optional.of(URI.create(token)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            false,
            List.of(),
            true);
    return new GoogleSessions((origin, id) -> key, () -> settings, HttpClient::newBuilder, meter);
  }

  @Override
  public String answer(String[] words) throws Exception {
    return switch (words[0]) {
      case "start" -> start(words);
      case "usage" -> Usage.ofThisJava(threads).line();
      case "await" -> completions.await(Integer.parseInt(words[1]));
      default -> throw new IllegalArgumentException(words[0]);
    };
  }

  /** Words: how many, calls a minute, folder, API, token endpoint, and a key to the end. */
  private String start(String[] words) {
    int count = Integer.parseInt(words[1]);
    int limit = Integer.parseInt(words[2]);
    String key = String.join(" ", List.of(words).subList(6, words.length));
    Budget budget = new Budget(() -> limit);
    Engines engines =
        new Engines(
            Path.of(words[3]),
            Golden.PLAIN,
            sessions(words[4], words[5], key, budget::spend),
            budget,
            Clock.systemUTC());
    long begun = System.nanoTime();
    engines.resume();
    long resumed = System.nanoTime() - begun;
    for (int i = 0; i < count; i++) {
      AutoCloseable unused = engines.rollouts().watch(Waiting.id(i), 0, new Step(i));
    }
    return String.valueOf(resumed / 1e6);
  }

  /** What a step does when its rollout is over. */
  private final class Step implements Watcher {
    private final int index;

    Step(int index) {
      this.index = index;
    }

    @Override
    public void line(Entry entry, int position) {}

    @Override
    public void settled(Durable.Settlement settlement) {
      if (!settlement.success()) {
        throw new IllegalStateException(settlement.message());
      }
      completions.add(index);
    }
  }
}
