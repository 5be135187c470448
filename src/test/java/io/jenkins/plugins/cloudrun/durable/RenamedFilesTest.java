package io.jenkins.plugins.cloudrun.durable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.job.JobRun;
import io.jenkins.plugins.cloudrun.job.JobRunJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settled values of a job that gets another name. */
class RenamedFilesTest {
  private static final int OTHERS = 5000;
  private static final int MOST = Retention.DEFAULT.most();

  @TempDir Path home;
  private final AtomicInteger written = new AtomicInteger();
  private final AtomicInteger read = new AtomicInteger();
  private JobRun settled;
  private FileStore<JobRun> store;

  private final Codec<JobRun> counting =
      new Codec<>() {
        private final JobRunJson json = new JobRunJson(Golden.PLAIN);

        @Override
        public String write(JobRun value) {
          written.incrementAndGet();
          return json.write(value);
        }

        @Override
        public JobRun read(String text) throws UnreadableException {
          read.incrementAndGet();
          return json.read(text);
        }
      };

  @BeforeEach
  void setUp() throws Exception {
    settled =
        new JobRunJson(Golden.PLAIN)
            .read(Golden.files("job-runs").get("1/finished-operation-execution"));
    store = new FileStore<>(home, counting);
  }

  private JobRun of(String item, String id) {
    Course course = settled.course();
    return settled.withCourse(
        new Course(
            id,
            course.origin().of(item),
            course.startedAt(),
            course.version(),
            course.history(),
            course.command(),
            course.settlement()));
  }

  private Path file(String id) throws Exception {
    try (Stream<Path> files = Files.walk(home.resolve("settled"))) {
      List<Path> found = files.filter(file -> file.endsWith(id + ".json")).toList();
      assertEquals(1, found.size(), found.toString());
      return found.get(0);
    }
  }

  private static List<String> ids(List<JobRun> runs) {
    return runs.stream().map(JobRun::id).toList();
  }

  @Test
  void theyAreFoundUnderTheNewNameInTheirOrderAndNotUnderTheFormerOne() throws Exception {
    Instant latest = Instant.parse("2026-06-01T12:00:00Z");
    for (int i = 0; i < 3; i++) {
      store.save(of("shop", "j-" + i));
      Files.setLastModifiedTime(file("j-" + i), FileTime.from(latest.minusSeconds(i)));
    }
    store.save(of("other", "j-9"));
    // The folder's item is remembered, too.
    assertEquals(3, store.settled(item -> item.equals("shop"), 10).size());

    store.renamed("shop", "team/store");

    for (FileStore<JobRun> after : List.of(store, new FileStore<>(home, counting))) {
      assertEquals(List.of("j-0", "j-1", "j-2"), ids(after.settled("team/store", 10)));
      assertEquals(
          List.of("j-0", "j-1", "j-2"), ids(after.settled(item -> item.startsWith("team/"), 10)));
      assertEquals(List.of(), after.settled("shop", 10));
      assertEquals(List.of(), after.settled(item -> item.equals("shop"), 10));
      assertFalse(after.hasSettled("shop"));
      assertTrue(after.hasSettled("team/store"));
      assertEquals(Optional.of(of("team/store", "j-1")), after.find("j-1"));
      assertEquals(List.of("j-9"), ids(after.settled("other", 10)));
    }
    assertEquals(FileTime.from(latest.minusSeconds(1)), Files.getLastModifiedTime(file("j-1")));
  }

  @Test
  void whatAKillLeftIsDoneWhenItIsRepeated() throws Exception {
    store.save(of("shop", "j-1"));
    store.save(of("shop", "j-2"));
    Path former = file("j-1");
    byte[] content = Files.readAllBytes(former);
    store.renamed("shop", "store");
    // As if it had been killed before the first file went, and after another was written there.
    Files.createDirectories(former.getParent());
    Files.write(former, content);
    assertTrue(store.find("j-1").isPresent());
    assertEquals(List.of("j-1"), ids(store.settled("shop", 10)));

    store.renamed("shop", "store");

    assertFalse(store.hasSettled("shop"));
    assertEquals(List.of("j-1", "j-2"), ids(store.settled("store", 10)).stream().sorted().toList());
    written.set(0);
    store.renamed("shop", "store");
    assertEquals(0, written.get(), "nothing is left to do");
  }

  @Test
  void aValueIsFoundAtAnyTimeWhileItsItemIsRenamed() throws Exception {
    for (int i = 0; i < 20; i++) {
      store.save(of("shop", "j-" + i));
    }
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Integer> looks =
        CompletableFuture.supplyAsync(
            () -> {
              int count = 0;
              while (!over.get()) {
                String id = "j-" + count++ % 20;
                assertTrue(store.find(id).isPresent(), id + " was not there");
              }
              return count;
            });
    try {
      for (int i = 0; i < 20; i++) {
        store.renamed("shop", "store");
        store.renamed("store", "shop");
      }
    } finally {
      over.set(true);
    }
    assertTrue(looks.get(20, TimeUnit.SECONDS) > 0);
    assertEquals(20, store.settled("shop", 100).size());
  }

  @Test
  void amongThousandsOnlyThoseOfTheJobAreReadAndWritten() throws Exception {
    for (int i = 0; i < MOST; i++) {
      store.save(of("shop", "j-" + i));
    }
    for (int i = 0; i < OTHERS; i++) {
      Path folder = Files.createDirectories(home.resolve(String.format("settled/%016x", i / 50)));
      Files.writeString(folder.resolve("o-" + i + ".json"), "{}");
    }
    read.set(0);
    written.set(0);
    long begun = System.nanoTime();
    store.renamed("shop", "store");
    long took = System.nanoTime() - begun;
    System.out.printf(
        "%d of %d settled files get a new name in %.1f ms%n", MOST, MOST + OTHERS, took / 1e6);
    assertEquals(MOST, read.get());
    assertEquals(MOST, written.get());
    assertEquals(MOST, store.settled("store", OTHERS).size());
    begun = System.nanoTime();
    store.renamed("quiet", "still");
    System.out.printf("an item that has none: %.2f ms%n", (System.nanoTime() - begun) / 1e6);
    assertEquals(MOST, written.get());
  }
}
