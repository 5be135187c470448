package io.jenkins.plugins.cloudrun.image.push;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.emulator.registry.OciRegistry;
import io.jenkins.plugins.cloudrun.emulator.registry.RequestKind;
import io.jenkins.plugins.cloudrun.image.registry.Attempts;
import io.jenkins.plugins.cloudrun.image.registry.Keyring;
import io.jenkins.plugins.cloudrun.image.registry.RegistryClient;
import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the emulated registry, which wants tokens, and fails when it is told to. */
class ImagePushFaultTest {
  private static final int MB = 1_000_000;
  private static final String PATH = "p/apps/shop";

  @TempDir Path folder;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final AtomicReference<Duration> later = new AtomicReference<>(Duration.ZERO);
  private OciRegistry registry;
  private CountingRelay relay;
  private RegistryClient client;

  @BeforeEach
  void start() throws Exception {
    InstantSource now = () -> Instant.now().plus(later.get());
    registry =
        OciRegistry.start(folder.resolve("registry"), 0, new OneToken(), clock(now))
            .createRepository("p/apps");
    relay = new CountingRelay(registry.host());
    client = new RegistryClient(HttpClient.newBuilder(), keyring());
  }

  @AfterEach
  void stop() throws Exception {
    relay.close();
    registry.close();
  }

  @Test
  void goesOnWhereTheConnectionBrokeInAChunk() throws Exception {
    Blob layer = SampleImage.layer(folder, 1, 40 * MB);
    relay.cutAt(25L * MB);
    PushReport report = push(List.of(layer), "v1");
    assertEquals(1, report.pushed());
    assertTrue(report.bytesSent() >= 40 * MB, () -> "sent " + report.bytesSent());
    assertTrue(relay.bytesUp() < 44L * MB, () -> "up " + relay.bytesUp());
    assertEquals(2, registry.journal().count(RequestKind.UPLOAD_START), "with the configuration");
    assertTrue(registry.journal().count(RequestKind.UPLOAD_STATUS) >= 1, lines::toString);
    assertStored(layer);
  }

  @Test
  void goesOnAfterManyBreaks() throws Exception {
    Blob layer = SampleImage.layer(folder, 1, 60 * MB);
    for (int at = 5; at < 60; at += 5) {
      relay.cutAt((long) at * MB);
    }
    push(List.of(layer), "v1");
    assertEquals(2, registry.journal().count(RequestKind.UPLOAD_START), "with the configuration");
    assertTrue(relay.bytesUp() < 75L * MB, () -> "up " + relay.bytesUp());
    assertStored(layer);
  }

  @Test
  void findsABlobWhoseAnswerWasLost() throws Exception {
    Blob layer = SampleImage.layer(folder, 1, 3 * MB);
    registry.faults().loseAnswer(RequestKind.UPLOAD_FINISH, 1);
    registry.faults().loseAnswer(RequestKind.MANIFEST_PUT, 1);
    push(List.of(layer), "v1");
    assertTrue(relay.bytesUp() < 4L * MB, () -> "up " + relay.bytesUp());
    assertStored(layer);
  }

  @Test
  void sendsWholeWhereChunksAreNotTaken() throws Exception {
    Blob layer = SampleImage.layer(folder, 1, 20 * MB);
    for (int i = 1; i <= 10; i++) {
      registry.faults().fail(RequestKind.UPLOAD_CHUNK, i, 405);
    }
    push(List.of(layer), "v1");
    assertTrue(registry.journal().count(RequestKind.UPLOAD_CHUNK) <= 3);
    assertStored(layer);
  }

  @Test
  void waitsAsLongAsTheRegistryAsks() throws Exception {
    Blob layer = SampleImage.layer(folder, 1, MB);
    registry.faults().fail(RequestKind.UPLOAD_START, 1, 429, Duration.ofSeconds(2));
    long start = System.nanoTime();
    push(List.of(layer), "v1");
    assertTrue(System.nanoTime() - start >= TimeUnit.SECONDS.toNanos(2));
    assertTrue(lines.toString().contains("is busy (HTTP 429)"), lines::toString);
  }

  @Test
  void doesNotWaitForHours() throws Exception {
    Blob layer = SampleImage.layer(folder, 1, MB);
    registry.faults().fail(RequestKind.UPLOAD_START, 1, 429, Duration.ofHours(1));
    Failure.Transient busy =
        assertThrows(Failure.Transient.class, () -> push(List.of(layer), "v1"));
    assertEquals(Optional.of(Duration.ofHours(1)), busy.retryAfter());
  }

  @Test
  void outlastsAFewErrorsOfTheServer() throws Exception {
    for (RequestKind kind :
        List.of(
            RequestKind.TOKEN,
            RequestKind.MANIFEST_CHECK,
            RequestKind.BLOB_CHECK,
            RequestKind.UPLOAD_START,
            RequestKind.UPLOAD_CHUNK,
            RequestKind.UPLOAD_FINISH,
            RequestKind.MANIFEST_PUT)) {
      registry.faults().fail(kind, 1, 503);
      registry.faults().fail(kind, 2, 500);
    }
    Blob layer = SampleImage.layer(folder, 1, 18 * MB);
    push(List.of(layer), "v1");
    assertStored(layer);
  }

  @Test
  void givesUpOnAServerThatStaysBroken() throws Exception {
    Blob layer = SampleImage.layer(folder, 1, MB);
    for (int i = 1; i <= 20; i++) {
      registry.faults().fail(RequestKind.UPLOAD_FINISH, i, 500);
    }
    assertThrows(Failure.class, () -> push(List.of(layer), "v1"));
    long tries = registry.journal().count(RequestKind.UPLOAD_FINISH);
    assertTrue(tries >= 8 && tries <= 16, () -> tries + " for the layer and the configuration");
  }

  @Test
  void neverRepeatsARefusal() throws Exception {
    registry.faults().fail(RequestKind.UPLOAD_START, 1, 403);
    Blob layer = SampleImage.layer(folder, 1, MB);
    Failure.Permanent refused =
        assertThrows(Failure.Permanent.class, () -> push(List.of(layer), "v1"));
    assertEquals(Failure.Reason.DENIED, refused.reason());
    assertTrue(lines.isEmpty(), lines::toString);
  }

  @Test
  void saysHowToMakeAMissingRepository() throws Exception {
    Image image = SampleImage.of("one", List.of(SampleImage.layer(folder, 1, MB)));
    ImageName missing = new ImageName(relay.host(), "p/nowhere/shop");
    Failure.Permanent refused =
        assertThrows(
            Failure.Permanent.class,
            () -> pusher(lines::add).push(image, missing, List.of("v1"), TagPolicy.MOVE));
    assertEquals(Failure.Reason.NOT_FOUND, refused.reason());
    assertTrue(refused.getMessage().contains("gcloud artifacts repositories create"));
  }

  @Test
  void getsAnotherTokenWhenOneExpiresInTheMiddle() throws Exception {
    Blob layer = SampleImage.layer(folder, 1, 40 * MB);
    registry.faults().fail(RequestKind.UPLOAD_CHUNK, 2, 503);
    Image image = SampleImage.of("one", List.of(layer));
    pusher(
            line -> {
              lines.add(line);
              later.set(Duration.ofSeconds(400));
            })
        .push(image, name(), List.of("v1"), TagPolicy.MOVE);
    assertTrue(lines.toString().contains("Trying again"), lines::toString);
    assertTrue(registry.journal().count(RequestKind.TOKEN) >= 2);
    assertTrue(relay.bytesUp() < 58L * MB, () -> "up " + relay.bytesUp());
    assertStored(layer);
  }

  @Test
  void asksForOneTokenAndOneTagWhenNothingChanged() throws Exception {
    Blob layer = SampleImage.layer(folder, 1, MB);
    push(List.of(layer), "v1");
    client = new RegistryClient(HttpClient.newBuilder(), keyring());
    relay.clear();
    push(List.of(layer), "v1");
    assertEquals(2, relay.requests().size(), () -> relay.requests().toString());
  }

  @Test
  void saysWhatAnImmutableTagIs() throws Exception {
    registry.rules().immutableTags();
    push(List.of(SampleImage.layer(folder, 1, MB)), "v1");
    push(List.of(SampleImage.layer(folder, 1, MB)), "v1");
    Failure.Permanent refused =
        assertThrows(
            Failure.Permanent.class, () -> push(List.of(SampleImage.layer(folder, 2, MB)), "v1"));
    assertEquals(Failure.Reason.EXISTS, refused.reason());
    assertTrue(refused.getMessage().contains(name() + ":v1"), refused.getMessage());
    assertTrue(refused.getMessage().contains("immutable tags"), refused.getMessage());
    assertTrue(refused.getMessage().contains("another tag"), refused.getMessage());
  }

  @Test
  void stopsInTheMiddleOfALargeUpload() throws Exception {
    relay.slow(2L * MB);
    assertStops(SampleImage.layer(folder, 1, 60 * MB), () -> relay.bytesUp() > 3L * MB);
  }

  @Test
  void stopsWhileTheRegistrySaysNothing() throws Exception {
    registry.faults().slow(RequestKind.UPLOAD_START, Duration.ofSeconds(20));
    assertStops(
        SampleImage.layer(folder, 1, MB),
        () -> relay.requests().stream().anyMatch(line -> line.startsWith("POST")));
  }

  @Test
  void stopsWhileItWaitsToTryAgain() throws Exception {
    registry.faults().fail(RequestKind.BLOB_CHECK, 1, 429, Duration.ofSeconds(60));
    assertStops(SampleImage.layer(folder, 1, MB), () -> !lines.isEmpty());
  }

  private void assertStops(Blob layer, BooleanSupplier reached) throws Exception {
    AtomicReference<Object> outcome = new AtomicReference<>("none");
    Thread pushing =
        new Thread(
            () -> {
              try {
                outcome.set(push(List.of(layer), "v1"));
              } catch (Throwable e) {
                outcome.set(e);
              }
            });
    pushing.start();
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!reached.getAsBoolean() && System.nanoTime() < limit) {
      Thread.sleep(10);
    }
    assertTrue(reached.getAsBoolean());
    long start = System.nanoTime();
    pushing.interrupt();
    pushing.join(10_000);
    long took = System.nanoTime() - start;
    assertInstanceOf(InterruptedException.class, outcome.get());
    assertTrue(took < TimeUnit.SECONDS.toNanos(2), () -> took / 1_000_000 + " ms");
    long sent = relay.bytesUp();
    Thread.sleep(300);
    assertTrue(relay.bytesUp() - sent < 2L * MB, "something goes on sending");
    assertTrue(
        Thread.getAllStackTraces().keySet().stream()
            .noneMatch(thread -> thread.getName().startsWith("cloud-run push")));
  }

  private PushReport push(List<Blob> layers, String tag) throws Exception {
    return pusher(lines::add)
        .push(SampleImage.of("one", layers), name(), List.of(tag), TagPolicy.MOVE);
  }

  private ImagePush pusher(Consumer<String> to) {
    Attempts quick = new Attempts(8, Duration.ofMillis(10), Duration.ofMinutes(2), to);
    return new ImagePush(client, new KnownBlobs(folder.resolve("known")), to, quick);
  }

  private void assertStored(Blob layer) throws Exception {
    try (InputStream in = registry.blob(PATH, layer.digest().value())) {
      assertArrayEquals(SampleImage.bytes(layer), in.readAllBytes());
    }
    assertTrue(registry.manifest(PATH, "v1").isPresent());
    assertTrue(client.exists(new ImageReference(name(), Optional.of("v1"), Optional.empty())));
  }

  private ImageName name() {
    return new ImageName(relay.host(), PATH);
  }

  private Keyring keyring() {
    return Keyring.empty()
        .with(relay.host(), new RegistryToken("good", Instant.now().plusSeconds(600)));
  }

  private static Clock clock(InstantSource now) {
    return new Clock() {
      @Override
      public ZoneOffset getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return now.instant();
      }
    };
  }
}
