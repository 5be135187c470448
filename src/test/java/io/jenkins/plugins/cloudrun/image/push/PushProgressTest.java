package io.jenkins.plugins.cloudrun.image.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.image.registry.Attempts;
import io.jenkins.plugins.cloudrun.image.registry.Keyring;
import io.jenkins.plugins.cloudrun.image.registry.RegistryClient;
import io.jenkins.plugins.cloudrun.image.registry.ScriptedServer;
import io.jenkins.plugins.cloudrun.model.Cadence;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A long push says now and then how far it is, a short one nothing. */
class PushProgressTest {
  private static final int MB = 1_000_000;

  @TempDir Path folder;
  private final List<String> lines = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final PushProgress progress = new PushProgress(lines::add, Cadence.USUAL, () -> now);

  private static Blob blob(String digit, long size) {
    return new Blob(
        new ImageDigest("sha256:" + digit.repeat(64)),
        size,
        SampleImage.LAYER,
        new Blob.Origin.InMemory(new byte[0]));
  }

  private void after(long seconds) {
    now = now.plusSeconds(seconds);
    progress.look();
  }

  @Test
  void saysHowFarItIsEverMoreSeldom() {
    Blob large = blob("1", 1000 * MB);
    Blob other = blob("2", 500 * MB);
    Blob there = blob("3", 200 * MB);
    progress.looksFor(List.of(large, other, there));
    after(60);
    assertEquals(List.of(), lines, "nothing is on its way yet");
    progress.sends(large);
    assertEquals(Duration.ofSeconds(10), progress.due());
    progress.at(large, 90 * MB);
    after(9);
    assertEquals(List.of(), lines);
    progress.at(large, 100 * MB);
    after(1);
    assertEquals(List.of("Sent 100.0 MB of at most 1700.0 MB, 10.0 MB/s."), lines);
    assertEquals(Duration.ofSeconds(20), progress.due());
    progress.sends(other);
    progress.spared(there);
    progress.at(large, 200 * MB);
    progress.at(other, 100 * MB);
    after(20);
    assertEquals(
        "Sent 300.0 MB of 1500.0 MB (20 %), 10.0 MB/s, about 2m left.",
        lines.get(lines.size() - 1));
    // A connection broke: some of it is sent again.
    progress.at(other, 0);
    after(40);
    assertEquals(
        "Sent 200.0 MB of 1500.0 MB (13 %), 2.9 MB/s, about 8m left.", lines.get(lines.size() - 1));
    progress.at(large, 1000 * MB);
    progress.at(other, 500 * MB);
    after(59);
    assertEquals(3, lines.size());
    after(1);
    assertEquals("Sent all 1500.0 MB, waiting for the answer.", lines.get(lines.size() - 1));
  }

  /** The registry goes on only when it was said how far the push is. */
  @Test
  void saysItWhileTheRegistryIsStillReading() throws Exception {
    List<String> said = new CopyOnWriteArrayList<>();
    CountDownLatch told = new CountDownLatch(1);
    List<Boolean> inTime = new CopyOnWriteArrayList<>();
    Image image = SampleImage.of("slow", List.of(SampleImage.layer(folder, 1, 3 * MB)));
    try (ScriptedServer server =
        new ScriptedServer(
            e -> {
              switch (e.getRequestMethod()) {
                case "HEAD" -> ScriptedServer.send(e, 404, new byte[0]);
                case "POST" -> {
                  e.getResponseHeaders().set("Location", "/up/" + System.nanoTime());
                  ScriptedServer.send(e, 202, new byte[0]);
                }
                default -> {
                  if (e.getRequestURI().getPath().startsWith("/up/")
                      && Long.parseLong(e.getRequestHeaders().getFirst("Content-Length")) >= MB) {
                    inTime.add(await(told));
                  }
                  ScriptedServer.send(e, 201, new byte[0]);
                }
              }
            })) {
      ImagePush push =
          new ImagePush(
              new RegistryClient(HttpClient.newBuilder(), Keyring.empty()),
              new KnownBlobs(folder.resolve("known")),
              line -> {
                said.add(line);
                told.countDown();
              },
              Attempts.usual(said::add),
              new Cadence(Duration.ofMillis(5), Duration.ofMillis(5)));
      push.push(image, new ImageName(server.host(), "p/a"), List.of("v1"), TagPolicy.MOVE);
    }
    assertEquals(List.of(true), inTime, said.toString());
    assertTrue(said.get(0).startsWith("Sent "), said.toString());
    assertTrue(said.get(0).contains("3.0 MB"), said.get(0));
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
