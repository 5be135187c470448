package io.jenkins.plugins.cloudrun.durable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.job.JobPlan;
import io.jenkins.plugins.cloudrun.job.JobRun;
import io.jenkins.plugins.cloudrun.job.JobRunJson;
import io.jenkins.plugins.cloudrun.model.JobKey;
import io.jenkins.plugins.cloudrun.model.JobName;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.rollout.port.Jobs.Overrides;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are whole, torn, foreign or misnamed. */
class FileStoreTest {
  private static final Seal PLAIN =
      new Seal() {
        @Override
        public String seal(String plain) {
          return plain;
        }

        @Override
        public String open(String sealed) {
          return sealed;
        }
      };

  @TempDir Path home;

  private FileStore<JobRun> store() {
    return new FileStore<>(home, new JobRunJson(PLAIN));
  }

  private static JobRun run(String id) {
    JobPlan plan =
        new JobPlan(
            new JobKey(
                new ProjectId("example-project"),
                new Region("us-central1"),
                new JobName("migrate")),
            Optional.empty(),
            Optional.empty(),
            Overrides.NONE,
            true,
            Duration.ofMinutes(5),
            new Account(Optional.empty(), Optional.empty()));
    return JobRun.start(id, new Origin("team/shop", Optional.of(3), "alice"), plan, Instant.EPOCH);
  }

  @Test
  void whatWasSavedIsFoundWhole() {
    JobRun run = run("j-1");
    store().save(run);
    assertEquals(Optional.of(run), store().find("j-1"));
    assertEquals(java.util.List.of(run), store().unsettled());
    assertEquals(Optional.empty(), store().find("j-2"));
  }

  @Test
  void aTornFileIsSetAsideAndTheOthersGoOn() throws Exception {
    store().save(run("j-1"));
    store().save(run("j-2"));
    Path torn = home.resolve("active/j-1.json");
    Files.writeString(torn, Files.readString(torn).substring(0, 100));
    assertEquals(java.util.List.of(run("j-2")), store().unsettled());
    assertFalse(Files.exists(torn));
    assertTrue(Files.exists(home.resolve("unreadable/j-1.json")));
  }

  @Test
  void aFileOfALaterVersionIsKeptWhereItIs() throws Exception {
    store().save(run("j-1"));
    Path file = home.resolve("active/j-1.json");
    String later =
        Files.readString(file).replace("\"phase\":\"preparing\"", "\"phase\":\"pondering\"");
    Files.writeString(file, later);
    assertTrue(store().unsettled().isEmpty());
    assertEquals(later, Files.readString(file));
    Files.writeString(file, later.replace("\"format\":1", "\"format\":2"));
    assertTrue(store().unsettled().isEmpty());
    assertTrue(Files.exists(file));
  }

  @Test
  void anIdIsNeverAPath() {
    assertThrows(StoreException.class, () -> store().find("../../secrets/master"));
  }

  @Test
  void aDraftThatWasCutOffIsNotRead() throws Exception {
    store().save(run("j-1"));
    Files.writeString(home.resolve("active/.j-1.draft"), "{\"for");
    assertEquals(java.util.List.of(run("j-1")), store().unsettled());
  }
}
