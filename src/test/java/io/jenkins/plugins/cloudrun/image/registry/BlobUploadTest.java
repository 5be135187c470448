package io.jenkins.plugins.cloudrun.image.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class BlobUploadTest extends ScriptedBlobs {
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
      List<Long> positions = new CopyOnWriteArrayList<>();
      long sent =
          blobs(server.host(), "hush")
              .upload(
                  name(server, "p/a"),
                  DIGEST,
                  BYTES.length,
                  BlobContent.of(BYTES),
                  Optional.empty(),
                  positions::add);
      assertEquals(BYTES.length, sent);
      // Told whenever a piece has gone, the last time of the whole.
      assertEquals(BYTES.length, positions.get(positions.size() - 1));
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
                          Optional.empty(),
                          position -> {}));
      assertTrue(refused.getMessage().contains("stored it as sha256:000"), refused.getMessage());
    }
  }

  @Test
  void beginsAnewWhereARegistryDoesNotKnowWhatItHas() throws Exception {
    AtomicInteger uploads = new AtomicInteger();
    try (ScriptedServer server =
        new ScriptedServer(
            e -> {
              switch (e.getRequestMethod()) {
                case "POST" -> {
                  e.getResponseHeaders().set("Location", "/up/" + uploads.incrementAndGet());
                  reply(e, 202, "");
                }
                case "PUT" -> {
                  if (uploads.get() == 1) {
                    e.getRequestBody().readNBytes(1000);
                    return; // Breaks off.
                  }
                  e.getRequestBody().readAllBytes();
                  reply(e, 201, "");
                }
                case "GET" -> {
                  e.getResponseHeaders().set("Range", "0-0");
                  e.sendResponseHeaders(204, -1);
                }
                default -> reply(e, 404, "");
              }
            })) {
      blobs(server.host(), "")
          .upload(
              name(server, "p/a"),
              DIGEST,
              BYTES.length,
              BlobContent.of(BYTES),
              Optional.empty(),
              position -> {});
      assertEquals(2, uploads.get());
      assertTrue(
          server.requests().get(server.requests().size() - 1).startsWith("PUT /up/2"),
          () -> server.requests().toString());
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
                      Optional.empty(),
                      position -> {}));
      assertFalse(lines.toString().contains("Trying again"), lines::toString);
    }
  }
}
