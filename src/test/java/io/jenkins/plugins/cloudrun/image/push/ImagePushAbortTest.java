package io.jenkins.plugins.cloudrun.image.push;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.emulator.registry.RequestKind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** An interrupt ends a push, wherever it is. */
class ImagePushAbortTest extends EmulatedRegistry {
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
}
