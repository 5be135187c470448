package io.jenkins.plugins.cloudrun.benchmark.rollouts;

import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.model.ServiceName;
import io.jenkins.plugins.cloudrun.rollout.port.CloudRun;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Session;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The same waits as a step without an engine does them: a thread each, which asks, sleeps for five
 * seconds and asks again, as the Google Kubernetes Engine plugin does. Over our client, and with
 * nothing written to a disk.
 */
final class ThreadPerStep implements Partner.Role {
  private static final long PAUSE_MILLIS = 5_000;

  private final Completions completions = new Completions();
  private final ThreadCount threads = new ThreadCount();

  public static void main(String[] arguments) throws Exception {
    Partner.serve(new ThreadPerStep());
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

  /** Words: how many, API, token endpoint, and a key to the end. */
  private String start(String[] words) throws Failure {
    int count = Integer.parseInt(words[1]);
    String key = String.join(" ", List.of(words).subList(4, words.length));
    Sessions sessions = OurEngines.sessions(words[2], words[3], key, () -> {});
    Session session =
        sessions.open(
            new Origin("team/job", Optional.empty(), "alice"),
            new Sessions.Account(Optional.of("key"), Optional.empty()));
    CloudRun cloud = session.cloudRun();
    for (int i = 0; i < count; i++) {
      int index = i;
      Thread thread = new Thread(null, () -> wait(cloud, index), "step-" + i, 256 * 1024);
      thread.setDaemon(true);
      thread.start();
    }
    return "";
  }

  private void wait(CloudRun cloud, int index) {
    ServiceKey key =
        new ServiceKey(
            new ProjectId("demo-project"),
            new Region("us-central1"),
            new ServiceName(Waiting.service(index)));
    try {
      // Steps do not begin together.
      TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(PAUSE_MILLIS));
      while (!over(cloud, key, index)) {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
      completions.add(index);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean over(CloudRun cloud, ServiceKey key, int index) {
    try {
      return cloud.operation(key, Waiting.operation(index)).done()
          && cloud.service(key).isPresent()
          && cloud.revision(key, RevisionName.of(key.service(), Waiting.id(index))).isPresent();
    } catch (Failure e) {
      return false;
    }
  }
}
