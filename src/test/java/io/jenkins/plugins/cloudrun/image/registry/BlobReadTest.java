package io.jenkins.plugins.cloudrun.image.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class BlobReadTest extends ScriptedBlobs {
  @Test
  void showsNoCredentialsToThePlaceThatKeepsTheBlobs() throws Exception {
    try (ScriptedServer store = new ScriptedServer(e -> ScriptedServer.send(e, 200, BYTES));
        ScriptedServer server =
            new ScriptedServer(
                e -> {
                  if (!e.getRequestHeaders().containsKey("Authorization")) {
                    e.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"x\"");
                    reply(e, 401, "");
                  } else {
                    e.getResponseHeaders()
                        .set("Location", "http://" + store.host() + "/kept?signature=s");
                    reply(e, 307, "");
                  }
                })) {
      try (InputStream in =
          blobs(server.host(), "hush").open(name(server, "p/a"), DIGEST, BYTES.length)) {
        assertArrayEquals(BYTES, in.readAllBytes());
      }
      assertEquals(List.of("GET /kept?signature=s"), store.requests());
    }
  }

  @Test
  void readsOnFromTheBeginningWhereRangesAreUnknown() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            e -> {
              boolean again = e.getRequestHeaders().containsKey("Range");
              e.sendResponseHeaders(200, BYTES.length);
              e.getResponseBody().write(BYTES, 0, again ? BYTES.length : 300_000);
              e.getResponseBody().flush();
            })) {
      try (InputStream in =
          blobs(server.host(), "").open(name(server, "p/a"), DIGEST, BYTES.length)) {
        assertArrayEquals(BYTES, in.readAllBytes());
      }
      assertEquals(2, server.requests().size());
    }
  }

  @Test
  void refusesOtherBytesBeforeTheirEnd() throws Exception {
    byte[] other = BYTES.clone();
    other[5]++;
    try (ScriptedServer server = new ScriptedServer(e -> ScriptedServer.send(e, 200, other));
        InputStream in = blobs(server.host(), "").open(name(server, "p/a"), DIGEST, BYTES.length)) {
      UnreadableBlobException thrown =
          assertThrows(UnreadableBlobException.class, in::readAllBytes);
      assertTrue(thrown.failure() instanceof Failure.Permanent);
      assertTrue(thrown.getMessage().contains("other bytes"), thrown.getMessage());
    }
  }

  @Test
  void readsNoMoreThanWasDeclared() throws Exception {
    byte[] longer = Arrays.copyOf(BYTES, BYTES.length + 1000);
    try (ScriptedServer server = new ScriptedServer(e -> ScriptedServer.send(e, 200, longer));
        InputStream in = blobs(server.host(), "").open(name(server, "p/a"), DIGEST, BYTES.length)) {
      assertArrayEquals(BYTES, in.readAllBytes());
    }
  }

  @Test
  void anInterruptEndsARead() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    try (ScriptedServer server =
        new ScriptedServer(
            e -> {
              e.sendResponseHeaders(200, BYTES.length);
              e.getResponseBody().write(BYTES, 0, 1000);
              e.getResponseBody().flush();
              begun.countDown();
              await(over);
            })) {
      AtomicReference<Throwable> outcome = new AtomicReference<>();
      Thread reader =
          new Thread(
              () -> {
                try (InputStream in =
                    blobs(server.host(), "").open(name(server, "p/a"), DIGEST, BYTES.length)) {
                  in.readAllBytes();
                } catch (Throwable thrown) {
                  outcome.set(thrown);
                }
              });
      reader.start();
      assertTrue(begun.await(10, TimeUnit.SECONDS));
      Thread.sleep(100);
      long start = System.nanoTime();
      reader.interrupt();
      reader.join(5000);
      assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(2));
      assertTrue(outcome.get() instanceof InterruptedIOException, () -> "" + outcome.get());
      over.countDown();
    }
  }
}
