package io.jenkins.plugins.cloudrun.image.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.cloudrun.image.DebianRegistry;
import io.jenkins.plugins.cloudrun.image.registry.Attempts;
import io.jenkins.plugins.cloudrun.image.registry.Keyring;
import io.jenkins.plugins.cloudrun.image.registry.RegistryClient;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Connections to Debian's {@code docker-registry} that break. It gives up an upload when a chunk
 * broke in the middle ("upload resumed at wrong offset"), so there that one blob starts over, and
 * no other; between chunks it goes on.
 */
class BrokenNetworkTest {
  private static final int MB = 1_000_000;

  @TempDir Path folder;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final RegistryClient client =
      new RegistryClient(HttpClient.newBuilder(), Keyring.empty());
  private DebianRegistry registry;
  private CountingRelay relay;

  @BeforeAll
  static void needsRegistry() {
    assumeTrue(DebianRegistry.isInstalled(), "docker-registry is not installed");
  }

  @BeforeEach
  void start() throws Exception {
    registry = DebianRegistry.open(folder.resolve("registry"));
    relay = new CountingRelay(registry.host());
  }

  @AfterEach
  void stop() throws Exception {
    relay.close();
    registry.close();
  }

  @Test
  void goesOnWithTheNextChunk() throws Exception {
    Blob layer = SampleImage.layer(folder, 1, 80 * MB);
    relay.cutBefore("PATCH", 2);
    PushReport report = push(layer);
    assertEquals(80L * MB, report.bytesSent(), 34.0 * MB, "at most a chunk was lost");
    assertTrue(relay.bytesUp() < 82L * MB, () -> "up " + relay.bytesUp());
    assertReadable(layer);
  }

  @Test
  void startsOnlyTheBrokenBlobOver() throws Exception {
    Blob first = SampleImage.layer(folder, 1, 7 * MB);
    Blob second = SampleImage.layer(folder, 2, 20 * MB);
    relay.cutAt(15L * MB);
    push(first, second);
    assertTrue(relay.bytesUp() < 27L * MB + 21L * MB, () -> "up " + relay.bytesUp());
    assertReadable(first);
    assertReadable(second);
  }

  @Test
  void findsTheNextDayWhatABrokenPushHasSent() throws Exception {
    Blob first = SampleImage.layer(folder, 1, 7 * MB);
    push(first);
    relay.clear();
    Blob second = SampleImage.layer(folder, 2, MB);
    PushReport report = push(first, second);
    assertEquals(1, report.reused());
    assertTrue(relay.bytesUp() < 2L * MB, () -> "up " + relay.bytesUp());
  }

  @Test
  void goesOnReadingWhereTheConnectionBroke() throws Exception {
    Blob layer = SampleImage.layer(folder, 1, 20 * MB);
    push(layer);
    relay.cutDownAt(8L * MB);
    assertReadable(layer);
    assertTrue(lines.toString().contains("Trying again"), lines::toString);
    assertTrue(relay.bytesDown() < 25L * MB, () -> "down " + relay.bytesDown());
  }

  private PushReport push(Blob... layers) throws Exception {
    return new ImagePush(client, new KnownBlobs(folder.resolve("known")), lines::add, attempts())
        .push(SampleImage.of("one", List.of(layers)), name(), List.of("v1"), TagPolicy.MOVE);
  }

  private Attempts attempts() {
    return new Attempts(8, Duration.ofMillis(50), Duration.ofMinutes(2), lines::add);
  }

  private void assertReadable(Blob layer) throws Exception {
    try (InputStream in = client.blobs(attempts()).open(name(), layer.digest(), layer.size())) {
      assertEquals(layer.digest(), SampleImage.digest(in.readAllBytes()));
    }
    assertTrue(client.exists(new ImageReference(name(), Optional.of("v1"), Optional.empty())));
  }

  private ImageName name() {
    return new ImageName(relay.host(), "p/a");
  }
}
