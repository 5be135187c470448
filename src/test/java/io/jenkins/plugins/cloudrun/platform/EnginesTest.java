package io.jenkins.plugins.cloudrun.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Budget;
import io.jenkins.plugins.cloudrun.durable.FileStore;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.job.JobPlan;
import io.jenkins.plugins.cloudrun.job.JobRun;
import io.jenkins.plugins.cloudrun.job.JobRunJson;
import io.jenkins.plugins.cloudrun.model.JobKey;
import io.jenkins.plugins.cloudrun.model.JobName;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Jobs.Overrides;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes on when Jenkins starts again. */
class EnginesTest {
  // Held: the logging framework forgets the level of a logger that nobody holds.
  private final Logger log = Logger.getLogger(Engines.class.getName());

  @TempDir Path home;

  @BeforeEach
  void quietly() {
    log.setLevel(Level.OFF);
  }

  @AfterEach
  void loudly() {
    log.setLevel(null);
  }

  @Test
  void whatWasBegunGoesOnAfterARestart() throws Exception {
    begun("one");
    try (Engines again = engines()) {
      assertEquals(0, again.size());
      again.resume();
      assertEquals(1, again.size());
      awaitLook(again, "one");
    }
  }

  @Test
  void plansAreSealed() throws Exception {
    begun("one");
    String text = Files.readString(home.resolve("job-runs/active/one.json"));
    assertFalse(text.contains("credential-in-plan"), text);
  }

  @Test
  void aFileThatCannotBeReadStopsNeitherTheStartNorTheOthers() throws Exception {
    begun("one");
    // A folder in place of a file: reading it is an error of the disk's kind.
    Files.createDirectories(home.resolve("rollouts/active/broken.json/in-the-way"));
    try (Engines again = engines()) {
      again.resume();
      assertEquals(1, again.size());
      awaitLook(again, "one");
    }
  }

  private void begun(String id) {
    new FileStore<>(home.resolve("job-runs"), new JobRunJson(new SecretSeal())).save(run(id));
  }

  /** Waits until the value was looked at and saved; it rests for an hour then. */
  private static void awaitLook(Engines engines, String id) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (engines.jobRuns().find(id).map(JobRun::failures).orElse(0) == 0) {
      assertTrue(System.nanoTime() < end, "nobody looked at it");
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private Engines engines() {
    return new Engines(
        home,
        new SecretSeal(),
        (origin, account) -> {
          throw new Failure.Transient("not now", Optional.of(Duration.ofHours(1)), null);
        },
        new Budget(() -> Budget.DEFAULT_PER_MINUTE),
        Clock.systemUTC());
  }

  private static JobRun run(String id) {
    JobPlan plan =
        new JobPlan(
            new JobKey(
                new ProjectId("demo-project"), new Region("europe-west1"), new JobName("migrate")),
            Optional.empty(),
            Optional.empty(),
            Overrides.NONE,
            true,
            JobPlan.DEFAULT_TIME_LIMIT,
            new Account(Optional.of("credential-in-plan"), Optional.empty()));
    return JobRun.start(id, new Origin("team/shop", Optional.of(1), "alice"), plan, Instant.now());
  }
}
