package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.durable.Notes;
import io.jenkins.plugins.cloudrun.model.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How long the pages take in a Jenkins with many jobs, services and stored rollouts. */
class BoardAtScaleIT extends RolloutJobs {
  private static final int JOBS = 200;

  /** The board shows all of them, and one more. */
  private static final int SERVICES = 499;

  private static final int ROLLOUTS = 5000;
  private static final int ROUNDS = 9;

  /** A page that needs as long as it rests before it asks again would never rest. */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private static final String COPIES =
      """
      def jenkins = jenkins.model.Jenkins.get()
      (0..<%d).each { jenkins.copy(jenkins.getItem('%s'), 'team-' + it) }
      println 'ready'
      """;

  @Test
  void theBoardTheHistoryAndAJobsPage() throws Exception {
    Shop shop = shop("scale");
    String job = job(deploy(shop, shop.image("good", "well"), "allowUnauthenticated: true"));
    jenkins.build(job);
    ended(job, 1, "SUCCESS");
    assertTrue(jenkins.script(COPIES.formatted(JOBS, job)).contains("ready"));
    Path stored = temporary.resolve("jenkins/cloud-run");
    String record = only(stored.resolve("services"));
    String rollout = only(stored.resolve("rollouts/settled"));
    String id = JsonParser.parseString(rollout).getAsJsonObject().get("id").getAsString();

    Notes notes = new Notes(stored.resolve("services"));
    for (int i = 0; i < SERVICES; i++) {
      String name = "svc" + i;
      notes.write(
          cloud.setup().project() + "/" + name,
          record
              .replace("services/" + shop.name + "\"", "services/" + name + "\"")
              .replace('"' + job + '"', "\"team-" + i % JOBS + '"'));
    }
    Instant now = Instant.now();
    for (int i = 0; i < ROLLOUTS; i++) {
      String item = "team-" + i % JOBS;
      Path folder = stored.resolve("rollouts/settled").resolve(Sha256.hex(item).substring(0, 16));
      Files.createDirectories(folder);
      Path file =
          Files.writeString(
              folder.resolve(id + "-" + i + ".json"),
              rollout
                  .replace('"' + id + '"', '"' + id + "-" + i + '"')
                  .replace('"' + job + '"', '"' + item + '"'));
      Files.setLastModifiedTime(file, FileTime.from(now.minusSeconds(60L + i)));
    }
    under.killAndRestart();

    assertEquals(
        SERVICES + 1,
        JsonParser.parseString(jenkins.page("cloud-run/api/json?tree=services[service]"))
            .getAsJsonObject()
            .getAsJsonArray("services")
            .size());
    long dashboard = median("Jenkins' own dashboard", "");
    long job1 = median("a job's page", "job/team-7/cloud-run/");
    long board = median("the board of the whole Jenkins", "cloud-run/");
    long json = median("the same as JSON", "cloud-run/api/json");
    long search = median("a search that finds nothing", "cloud-run/?text=nowhere");
    System.out.printf(
        Locale.ROOT,
        "RATIO pages dashboard board=%.2f job=%.2f json=%.2f search=%.2f%n",
        1.0 * board / dashboard,
        1.0 * job1 / dashboard,
        1.0 * json / dashboard,
        1.0 * search / dashboard);
    for (long each : List.of(board, job1, json, search)) {
      assertTrue(each < LIMIT.toMillis(), each + " ms");
    }
  }

  private static String only(Path folder) throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> all = files.filter(file -> file.toString().endsWith(".json")).toList();
      assertEquals(1, all.size(), all.toString());
      return Files.readString(all.get(0));
    }
  }

  /** In milliseconds, after a first look. */
  private static long median(String what, String page) {
    jenkins.page(page);
    long[] times =
        LongStream.range(0, ROUNDS)
            .map(
                round -> {
                  long begun = System.nanoTime();
                  jenkins.page(page);
                  return (System.nanoTime() - begun) / 1_000_000;
                })
            .sorted()
            .toArray();
    System.out.println(
        "PAGE "
            + what
            + ": "
            + times[ROUNDS / 2]
            + " ms of "
            + times[0]
            + " to "
            + times[ROUNDS - 1]);
    return times[ROUNDS / 2];
  }
}
