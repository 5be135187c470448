package io.jenkins.plugins.cloudrun.gcp;

import static io.jenkins.plugins.cloudrun.gcp.Asked.SHOP;
import static io.jenkins.plugins.cloudrun.gcp.Asked.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.emulator.Principal;
import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import io.jenkins.plugins.cloudrun.image.registry.ScriptedServer;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Health;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Which sessions are kept, and what they hold. */
class SessionsKeptTest extends OnTokens {
  @Test
  void aKeyThatWasReplacedCountsAtOnce() throws Exception {
    GoogleSession first = sessions.open(ORIGIN, DEPLOY);
    assertSame(first, sessions.open(new Origin("other", Optional.empty(), "x"), DEPLOY));
    keys.put("deploy", tokens.serviceAccountKey(RELEASER));
    GoogleSession second = sessions.open(ORIGIN, DEPLOY);
    assertNotSame(first, second);
    assertEquals(Optional.empty(), second.cloudRun().service(SHOP));
    assertEquals(Optional.of(new Principal(RELEASER)), lastCaller());
    keys.remove("deploy");
    assertInstanceOf(Failure.Permanent.class, failure(() -> sessions.open(ORIGIN, DEPLOY)));
  }

  @Test
  void manySessionsHoldNoThreadsAndTheEldestCanStillBeUsed() throws Exception {
    GoogleSession eldest = sessions.open(ORIGIN, DEPLOY);
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    try (ScriptedServer slow =
        new ScriptedServer(
            x -> {
              asked.countDown();
              try {
                boolean unused = go.await(5, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              ScriptedServer.send(x, 200, new byte[] {'o', 'k'});
            })) {
      assertEquals(Optional.empty(), eldest.cloudRun().service(SHOP));
      var pool = Executors.newSingleThreadExecutor();
      var answer =
          pool.submit(
              () ->
                  eldest
                      .health()
                      .get(
                          new Health.Request(
                              URI.create("http://" + slow.host()),
                              Optional.empty(),
                              Duration.ofSeconds(10))));
      assertTrue(asked.await(5, TimeUnit.SECONDS));
      int before = ours();
      for (int i = 0; i < 50; i++) {
        keys.put("k" + i, keys.get("deploy") + " ".repeat(i + 1));
        assertEquals(
            Optional.empty(), sessions.open(ORIGIN, account("k" + i)).cloudRun().service(SHOP));
      }
      assertTrue(ours() - before <= 2, before + " threads became " + ours());
      go.countDown();
      assertEquals("ok", answer.get(5, TimeUnit.SECONDS).body());
      pool.shutdown();
    }
    assertNotSame(eldest, sessions.open(ORIGIN, DEPLOY));
    assertEquals(Optional.empty(), eldest.cloudRun().service(SHOP));
  }

  /** Threads that a client library may have started: not those of the servers of this test. */
  private static int ours() {
    return (int)
        Thread.getAllStackTraces().keySet().stream()
            .map(Thread::getName)
            .filter(
                name ->
                    name.startsWith("HttpClient-")
                        || name.startsWith("gax")
                        || name.startsWith("Gax")
                        || name.startsWith("cloud-run"))
            .count();
  }

  @Test
  void nothingShowsATokenOrAKey() throws Exception {
    GoogleSession session = sessions.open(ORIGIN, DEPLOY);
    RegistryToken token = sessions.registryToken(ORIGIN, DEPLOY);
    String key =
        JsonParser.parseString(keys.get("deploy"))
            .getAsJsonObject()
            .get("private_key")
            .getAsString();
    GoogleKey parsed = GoogleKey.parse(keys.get("deploy"), "deploy", settings().endpoints());
    for (Object shown :
        List.of(session, token, sessions, settings(), DEPLOY, session.cloudRun(), parsed)) {
      assertFalse(shown.toString().contains(token.text()), shown.getClass().getName());
      assertFalse(shown.toString().contains(key.substring(60, 100)), shown.getClass().getName());
    }
  }
}
