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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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
  // Held: the logging framework forgets a logger that nobody holds.
  private final Logger logger = Logger.getLogger(SetAsideFolder.class.getName());
  private final List<LogRecord> warnings = new ArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          warnings.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
  }

  @AfterEach
  void stopListening() {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
  }

  private FileStore<JobRun> store() {
    return new FileStore<>(home, new JobRunJson(PLAIN));
  }

  static JobRun run(String id) {
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
    assertEquals(List.of(run), store().unsettled());
    assertEquals(Optional.empty(), store().find("j-2"));
  }

  @Test
  void aTornFileIsSetAsideAndTheOthersGoOn() throws Exception {
    store().save(run("j-1"));
    store().save(run("j-2"));
    Path torn = home.resolve("active/j-1.json");
    Files.writeString(torn, Files.readString(torn).substring(0, 100));
    assertEquals(List.of(run("j-2")), store().unsettled());
    assertFalse(Files.exists(torn));
    SetAside aside = store().setAside("j-1").orElseThrow();
    assertEquals(List.of(aside), store().setAside());
    assertEquals(home.resolve("set-aside/j-1.json"), aside.file());
    assertTrue(aside.reason().contains("torn"), aside.reason());
    assertFalse(aside.newer());
    assertEquals(1, warnings.size(), "reported once: " + warnings);
  }

  @Test
  void noBeginningOfAFileIsTakenForTheWhole() throws Exception {
    JobRunJson json = new JobRunJson(PLAIN);
    String whole = json.write(run("j-1"));
    for (int length = 0; length < whole.length(); length++) {
      String part = whole.substring(0, length);
      assertThrows(Codec.UnreadableException.class, () -> json.read(part), part);
    }
  }

  @Test
  void filesThatAreEmptyForeignOrNoFilesAreSetAsideEachWithItsReason() throws Exception {
    store().save(run("j-1"));
    String good = Files.readString(home.resolve("active/j-1.json"));
    Files.write(home.resolve("active/empty.json"), new byte[0]);
    Files.write(home.resolve("active/bytes.json"), new byte[] {(byte) 0xc3, 0x28, 0});
    Files.writeString(home.resolve("active/other.json"), good);
    Files.writeString(home.resolve("active/list.json"), "[]");
    Files.createDirectories(home.resolve("active/folder.json/in-the-way"));
    Files.write(home.resolve("active/huge.json"), new byte[FileStore.MOST_BYTES + 1]);
    assertEquals(List.of(run("j-1")), store().unsettled());
    Map<String, String> reasons = new TreeMap<>();
    store().setAside().forEach(file -> reasons.put(file.id(), file.reason()));
    assertEquals(
        List.of("bytes", "empty", "folder", "huge", "list", "other"),
        List.copyOf(reasons.keySet()));
    assertEquals("it is empty", reasons.get("empty"));
    assertEquals("it holds the state of j-1", reasons.get("other"));
    assertEquals("it is not a file", reasons.get("folder"));
    assertEquals(6, warnings.size());
    assertEquals(List.of(run("j-1")), store().unsettled());
    assertEquals(6, warnings.size(), "not reported again");
  }

  @Test
  void aFileOfALaterVersionWaitsUntouchedAndGoesOnWhenItIsKnown() throws Exception {
    store().save(run("j-1"));
    Path file = home.resolve("active/j-1.json");
    String known = Files.readString(file);
    for (String later :
        List.of(
            known.replace("\"phase\":\"preparing\"", "\"phase\":\"pondering\""),
            known.replace("\"format\":1", "\"format\":2"))) {
      Files.writeString(file, later);
      assertTrue(store().unsettled().isEmpty());
      SetAside aside = store().setAside("j-1").orElseThrow();
      assertTrue(aside.newer());
      assertEquals(later, Files.readString(aside.file()));
      assertTrue(store().unsettled().isEmpty());
      // As if the version that knows it came back.
      Files.writeString(aside.file(), known);
      assertEquals(List.of(run("j-1")), store().unsettled());
      assertEquals(List.of(), store().setAside());
    }
  }

  @Test
  void aSecondFileOfTheSameNameTakesNothingsPlace() throws Exception {
    for (String text : List.of("{", "[")) {
      Files.createDirectories(home.resolve("active"));
      Files.writeString(home.resolve("active/j-1.json"), text);
      assertTrue(store().unsettled().isEmpty());
    }
    assertEquals("{", Files.readString(home.resolve("set-aside/j-1.json")));
    assertEquals("[", Files.readString(home.resolve("set-aside/j-1.2.json")));
    assertEquals(2, store().setAside().size());
  }

  @Test
  void whatWasSetAsideIsNotBegunAnewAndWhoWatchesItIsTold() throws Exception {
    Files.createDirectories(home.resolve("active"));
    Files.writeString(home.resolve("active/j-1.json"), "{");
    try (Poller poller = new Poller(2);
        DurableEngine<JobRun> engine =
            new DurableEngine<>(store(), new Idle(), poller, Clock.systemUTC())) {
      engine.resume();
      assertThrows(StoreException.class, () -> engine.start(run("j-1")));
      assertEquals("j-1", engine.setAside().get(0).id());
      CompletableFuture<Durable.Settlement> end = new CompletableFuture<>();
      try (AutoCloseable watching = engine.watch("j-1", 0, Idle.until(end))) {
        Durable.Settlement told = end.get(10, TimeUnit.SECONDS);
        assertFalse(told.success());
        assertEquals("lost", told.result().get("outcome"));
        assertTrue(told.message().contains("set-aside"), told.message());
      }
      // The others go on.
      assertEquals("j-2", engine.start(run("j-2")).id());
      assertEquals(1, engine.size());
    }
  }

  @Test
  void whatIsTooBigToReadIsNotWritten() {
    JobRun big =
        JobRun.start(
            "j-1",
            new Origin("x".repeat(FileStore.MOST_BYTES), Optional.empty(), "alice"),
            run("j-1").plan(),
            Instant.EPOCH);
    assertThrows(StoreException.class, () -> store().save(big));
    assertEquals(Optional.empty(), store().find("j-1"));
  }

  @Test
  void anIdIsNeverAPath() {
    assertThrows(StoreException.class, () -> store().find("../../secrets/master"));
  }

  @Test
  void aDraftThatWasCutOffIsNotRead() throws Exception {
    store().save(run("j-1"));
    Files.writeString(home.resolve("active/.j-1.draft"), "{\"for");
    assertEquals(List.of(run("j-1")), store().unsettled());
  }
}
