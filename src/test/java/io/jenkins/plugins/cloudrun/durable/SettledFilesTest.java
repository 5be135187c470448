package io.jenkins.plugins.cloudrun.durable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.job.JobRun;
import io.jenkins.plugins.cloudrun.job.JobRunJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of settled values: not read when Jenkins starts, and not kept for ever. */
class SettledFilesTest {
  private static final int OLD = 5000;

  @TempDir Path home;
  private final AtomicInteger read = new AtomicInteger();

  private final Codec<JobRun> counting =
      new Codec<>() {
        private final JobRunJson json = new JobRunJson(Golden.PLAIN);

        @Override
        public String write(JobRun value) {
          return json.write(value);
        }

        @Override
        public JobRun read(String text) throws UnreadableException {
          read.incrementAndGet();
          return json.read(text);
        }
      };

  private static String settled() throws Exception {
    Map<String, String> files = Golden.files("job-runs");
    return files.get("1/finished-operation-execution");
  }

  /** Files of many items, as they lie when each was settled by itself. */
  private void fill(int items, int each) throws Exception {
    String text = settled();
    for (int item = 0; item < items; item++) {
      Path folder =
          Files.createDirectories(home.resolve("settled/" + String.format("%016x", item)));
      for (int i = 0; i < each; i++) {
        String id = "old-" + item + "-" + i;
        Files.writeString(folder.resolve(id + ".json"), text.replace("\"j-1\"", "\"" + id + "\""));
      }
    }
  }

  @Test
  void theStartReadsNoneOfThem() throws Exception {
    fill(100, OLD / 100);
    FileStore<JobRun> store = new FileStore<>(home, counting);
    JobRun running = new JobRunJson(Golden.PLAIN).read(Golden.files("job-runs").get("1/preparing"));
    store.save(running);
    long begun = System.nanoTime();
    assertEquals(List.of(running), new FileStore<>(home, counting).unsettled());
    long start = System.nanoTime() - begun;
    assertEquals(1, read.get(), "only what goes on is read");
    begun = System.nanoTime();
    assertEquals("old-99-49", store.find("old-99-49").orElseThrow().id());
    long find = System.nanoTime() - begun;
    begun = System.nanoTime();
    store.tidy();
    long tidy = System.nanoTime() - begun;
    System.out.printf(
        "%d settled files: start %.1f ms, find one %.1f ms, prune in the background %.1f ms%n",
        OLD, start / 1e6, find / 1e6, tidy / 1e6);
    assertTrue(start < 2_000_000_000L, start / 1e6 + " ms");
  }

  @Test
  void theOldestOfEachItemGo() throws Exception {
    fill(2, 30);
    Instant now = Instant.parse("2026-06-01T00:00:00Z");
    age("settled/0000000000000000", now, Duration.ofDays(1));
    age("settled/0000000000000001", now, Duration.ofDays(20));
    Retention retention = new Retention(25, Duration.ofDays(100), 3);
    FileStore<JobRun> store =
        new FileStore<>(home, counting, retention, Clock.fixed(now, java.time.ZoneOffset.UTC));
    store.tidy();
    assertEquals(25, count("settled/0000000000000000"), "at most so many");
    assertEquals(6, count("settled/0000000000000001"), "none that is older");
    assertTrue(store.find("old-0-0").isPresent(), "the latest stay");
    assertTrue(store.find("old-0-29").isEmpty());
  }

  @Test
  void someStayWhateverTheirAge() throws Exception {
    fill(1, 30);
    Instant now = Instant.parse("2026-06-01T00:00:00Z");
    age("settled/0000000000000000", now.minus(Duration.ofDays(2000)), Duration.ofDays(1));
    new FileStore<>(
            home,
            counting,
            new Retention(25, Duration.ofDays(100), 3),
            Clock.fixed(now, java.time.ZoneOffset.UTC))
        .tidy();
    assertEquals(3, count("settled/0000000000000000"));
  }

  /** Folder by folder, each of an item of its own. */
  private void ofItems(Instant latest) throws Exception {
    fill(3, 10);
    for (int item = 0; item < 3; item++) {
      Path folder = home.resolve("settled/" + String.format("%016x", item));
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          String text = Files.readString(file);
          String own = new JobRunJson(Golden.PLAIN).read(text).origin().item();
          Files.writeString(file, text.replace("\"" + own + "\"", "\"team/job-" + item + "\""));
        }
      }
      Instant own = latest.minus(Duration.ofHours(item));
      age("settled/" + folder.getFileName(), own, Duration.ofMinutes(7));
      Files.setLastModifiedTime(folder, FileTime.from(own));
    }
  }

  @Test
  void theLatestOfAllItemsAreFoundWithoutReadingTheOthers() throws Exception {
    ofItems(Instant.parse("2026-06-01T12:00:00Z"));
    FileStore<JobRun> store = new FileStore<>(home, counting);
    assertEquals(List.of("old-0-0", "old-0-1", "old-0-2"), ids(store.settled(item -> true, 3)));
    assertEquals(1 + 3, read.get(), "once whose the folder is, and no other folder");
    assertEquals(
        List.of("old-0-8", "old-1-0", "old-0-9", "old-1-1"),
        ids(store.settled(item -> true, 12)).subList(8, 12));
    assertEquals(
        List.of("old-2-0", "old-2-1"),
        ids(store.settled(item -> item.equals("team/job-2"), 2)),
        "of one item alone");
    read.set(0);
    assertEquals(30, store.settled(item -> true, 100).size());
    assertEquals(30, read.get(), "whose the folders are is known by now");
    assertEquals(List.of(), store.settled(item -> false, 100));
  }

  private static List<String> ids(List<JobRun> runs) {
    return runs.stream().map(JobRun::id).toList();
  }

  @Test
  void eachThatSettlesMakesRoomForItself() throws Exception {
    FileStore<JobRun> store =
        new FileStore<>(
            home, counting, new Retention(5, Duration.ofDays(100), 1), Clock.systemUTC());
    for (int i = 0; i < 12; i++) {
      store.save(counting.read(settled().replace("\"j-1\"", "\"j-" + i + "\"")));
    }
    try (Stream<Path> files = Files.walk(home.resolve("settled"))) {
      assertEquals(5, files.filter(Files::isRegularFile).count());
    }
    assertTrue(store.find("j-11").isPresent());
  }

  /** The first file settled now, each next one a step earlier. */
  private void age(String folder, Instant now, Duration step) throws Exception {
    try (Stream<Path> files = Files.list(home.resolve(folder))) {
      for (Path file : files.toList()) {
        String name = String.valueOf(file.getFileName());
        int number = Integer.parseInt(name.replaceFirst(".*-(\\d+)\\.json", "$1"));
        Files.setLastModifiedTime(file, FileTime.from(now.minus(step.multipliedBy(number))));
      }
    }
  }

  private long count(String folder) throws Exception {
    try (Stream<Path> files = Files.list(home.resolve(folder))) {
      return files.count();
    }
  }
}
