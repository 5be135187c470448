package io.jenkins.plugins.cloudrun.image.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RegistryBlobsTest {
  private static final byte[] BYTES = noise();
  private static final ImageDigest DIGEST = digest(BYTES);
  private final List<String> lines = new CopyOnWriteArrayList<>();

  @Test
  void asksForTheRightToReadTheRepositoryThatItMountsFrom() throws Exception {
    AtomicReference<String> host = new AtomicReference<>("");
    try (ScriptedServer server =
        new ScriptedServer(
            e -> {
              if (e.getRequestURI().getPath().equals("/token")) {
                reply(e, 200, "{\"token\":\"both\"}");
              } else if (e.getRequestHeaders().containsKey("Authorization")) {
                reply(e, 201, "");
              } else {
                challenge(e, host.get());
              }
            })) {
      host.set(server.host());
      RegistryBlobs.Mount mount =
          blobs(server.host(), "hush").mount(name(server, "p/a"), DIGEST, name(server, "other/b"));
      assertTrue(mount.done());
      assertEquals(3, server.requests().size());
      assertEquals(
          "POST /v2/p/a/blobs/uploads/?mount=" + DIGEST + "&from=other%2Fb as Bearer both",
          server.requests().get(2));
      String token = server.requests().get(1);
      assertTrue(token.contains("scope=repository%3Ap%2Fa%3Apull%2Cpush"), token);
      assertTrue(token.contains("scope=repository%3Aother%2Fb%3Apull"), token);
    }
  }

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

  @Test
  void sendsNoCredentialsToAPlaceForUploadsElsewhere() throws Exception {
    try (ScriptedServer store =
            new ScriptedServer(
                e -> {
                  e.getRequestBody().readAllBytes();
                  reply(e, 201, "");
                });
        ScriptedServer server =
            new ScriptedServer(
                e -> {
                  if (!e.getRequestHeaders().containsKey("Authorization")) {
                    e.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"x\"");
                    reply(e, 401, "");
                  } else {
                    e.getResponseHeaders().set("Location", "http://" + store.host() + "/up?id=1");
                    reply(e, 202, "");
                  }
                })) {
      long sent =
          blobs(server.host(), "hush")
              .upload(
                  name(server, "p/a"),
                  DIGEST,
                  BYTES.length,
                  BlobContent.of(BYTES),
                  Optional.empty());
      assertEquals(BYTES.length, sent);
      assertEquals(
          List.of("PUT /up?id=1&digest=" + DIGEST.value().replace(":", "%3A")), store.requests());
    }
  }

  @Test
  void refusesARegistryThatStoresSomethingElse() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            e -> {
              e.getRequestBody().readAllBytes();
              if (e.getRequestMethod().equals("POST")) {
                e.getResponseHeaders().set("Location", "/up/1");
                reply(e, 202, "");
              } else {
                e.getResponseHeaders().set("Docker-Content-Digest", "sha256:" + "0".repeat(64));
                reply(e, 201, "");
              }
            })) {
      Failure.Permanent refused =
          assertThrows(
              Failure.Permanent.class,
              () ->
                  blobs(server.host(), "")
                      .upload(
                          name(server, "p/a"),
                          DIGEST,
                          BYTES.length,
                          BlobContent.of(BYTES),
                          Optional.empty()));
      assertTrue(refused.getMessage().contains("stored it as sha256:000"), refused.getMessage());
    }
  }

  @Test
  void saysThatAFileIsShorterThanItWas() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            e -> {
              e.getResponseHeaders().set("Location", "/up/1");
              reply(e, 202, "");
            })) {
      assertThrows(
          IOException.class,
          () ->
              blobs(server.host(), "")
                  .upload(
                      name(server, "p/a"),
                      DIGEST,
                      BYTES.length + 5,
                      BlobContent.of(BYTES),
                      Optional.empty()));
      assertFalse(lines.toString().contains("Trying again"), lines::toString);
    }
  }

  private RegistryBlobs blobs(String host, String password) {
    Keyring keyring =
        password.isEmpty()
            ? Keyring.empty()
            : Keyring.empty().with(host, new RegistryToken(password, Instant.MAX));
    return new RegistryClient(HttpClient.newBuilder(), keyring)
        .blobs(new Attempts(4, Duration.ofMillis(10), Duration.ofSeconds(10), lines::add));
  }

  private static ImageName name(ScriptedServer server, String path) {
    return new ImageName(server.host(), path);
  }

  private static void challenge(HttpExchange e, String host) throws IOException {
    e.getResponseHeaders()
        .set("WWW-Authenticate", "Bearer realm=\"http://" + host + "/token\",service=\"s\"");
    reply(e, 401, "");
  }

  private static void reply(HttpExchange e, int status, String body) throws IOException {
    ScriptedServer.send(e, status, body.getBytes(StandardCharsets.UTF_8));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] noise() {
    byte[] bytes = new byte[1_000_000];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  private static ImageDigest digest(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new ImageDigest("sha256:" + HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
