package io.jenkins.plugins.cloudrun.image.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.emulator.registry.RequestKind;
import io.jenkins.plugins.cloudrun.image.registry.RegistryClient;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Against the emulated registry, which wants tokens, and fails when it is told to. */
class ImagePushFaultTest extends EmulatedRegistry {
  @Test
  void goesOnWhereTheConnectionBrokeInAChunk() throws Exception {
    Blob layer = SampleImage.layer(folder, 1, 60 * MB);
    relay.cutAt(45L * MB);
    PushReport report = push(List.of(layer), "v1");
    assertEquals(1, report.pushed());
    assertTrue(report.bytesSent() >= 60 * MB, () -> "sent " + report.bytesSent());
    assertTrue(relay.bytesUp() < 66L * MB, () -> "up " + relay.bytesUp());
    assertEquals(2, registry.journal().count(RequestKind.UPLOAD_START), "with the configuration");
    assertTrue(registry.journal().count(RequestKind.UPLOAD_STATUS) >= 1, lines::toString);
    assertStored(layer);
  }

  @Test
  void goesOnWhereTheConnectionBrokeInASingleRequest() throws Exception {
    Blob layer = SampleImage.layer(folder, 1, 40 * MB);
    relay.cutAt(25L * MB);
    push(List.of(layer), "v1");
    assertTrue(relay.bytesUp() < 46L * MB, () -> "up " + relay.bytesUp());
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
    Blob layer = SampleImage.layer(folder, 1, 52 * MB);
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
    Blob layer = SampleImage.layer(folder, 1, 52 * MB);
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
  void sendsWhatTheRegistryFailsToTakeOver() throws Exception {
    Blob layer = SampleImage.layer(folder, 1, MB);
    new KnownBlobs(folder.resolve("known"))
        .saw(new ImageName(relay.host(), "p/apps/other"), List.of(layer.digest()));
    for (int i = 1; i <= 9; i++) {
      registry.faults().fail(RequestKind.MOUNT, i, 500);
    }
    PushReport report = push(List.of(layer), "v1");
    assertEquals(1, report.pushed());
    assertEquals(2, registry.journal().count(RequestKind.MOUNT, 500));
    assertEquals(0, registry.journal().count(RequestKind.MOUNT, 401), "the scope was foreseen");
    assertStored(layer);
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
    Blob layer = SampleImage.layer(folder, 1, 60 * MB);
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
    assertTrue(relay.bytesUp() < 93L * MB, () -> "up " + relay.bytesUp());
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
}
