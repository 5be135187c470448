package io.jenkins.plugins.cloudrun.gcp;

import static io.jenkins.plugins.cloudrun.gcp.Asked.DEPLOYER;
import static io.jenkins.plugins.cloudrun.gcp.Asked.SHOP;
import static io.jenkins.plugins.cloudrun.gcp.Asked.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.emulator.Principal;
import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Health;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How accounts become tokens. */
class GoogleSessionsTest extends OnTokens {
  @Test
  void oneTokenServesManyCalls() throws Exception {
    GoogleSession session = sessions.open(ORIGIN, DEPLOY);
    for (int i = 0; i < 5; i++) {
      assertEquals(Optional.empty(), session.cloudRun().service(SHOP));
      assertEquals(Optional.of(new Principal(DEPLOYER)), lastCaller());
    }
    RegistryToken registry = sessions.registryToken(ORIGIN, DEPLOY);
    assertEquals(Optional.of(new Principal(DEPLOYER)), tokens.accessToken(registry.text()));
    assertEquals(List.of("registry.test"), registry.hosts());
    assertEquals(1, tokens.requests().size());
  }

  @Test
  void aTokenThatEndsSoonIsNotHandedOut() throws Exception {
    tokens.setLifetime(Duration.ofMinutes(9));
    RegistryToken first = sessions.registryToken(ORIGIN, DEPLOY);
    tokens.setLifetime(Duration.ofHours(1));
    RegistryToken second = sessions.registryToken(ORIGIN, DEPLOY);
    assertTrue(second.expiresAt().isAfter(first.expiresAt()));
    assertEquals(second.text(), sessions.registryToken(ORIGIN, DEPLOY).text());
  }

  @Test
  void anotherAccountIsImpersonated() throws Exception {
    Account releaser = new Account(Optional.of("deploy"), Optional.of(RELEASER));
    tokens.accounts().create(RELEASER);
    Failure.Permanent denied =
        assertInstanceOf(
            Failure.Permanent.class,
            failure(() -> sessions.open(ORIGIN, releaser).cloudRun().service(SHOP)));
    assertEquals(Failure.Reason.UNAUTHENTICATED, denied.reason());
    assertTrue(
        denied.explanation().contains("iam.serviceAccounts.getAccessToken"), denied.explanation());
    assertTrue(denied.explanation().contains("roles/iam.serviceAccountTokenCreator"));
    assertFalse(denied.explanation().contains("Exception"), denied.explanation());
    assertEquals(0, api.requests().size());

    tokens.accounts().allowTokens(DEPLOYER, RELEASER);
    assertEquals(Optional.empty(), sessions.open(ORIGIN, releaser).cloudRun().service(SHOP));
    assertEquals(Optional.of(new Principal(RELEASER)), lastCaller());
  }

  @Test
  void identityTokensAreForTheirAudienceAndReused() throws Exception {
    tokens.accounts().allowTokens(DEPLOYER, RELEASER);
    for (Account account :
        List.of(DEPLOY, new Account(Optional.of("deploy"), Optional.of(RELEASER)))) {
      for (int i = 0; i < 2; i++) {
        Health.Answer answer =
            sessions
                .open(ORIGIN, account)
                .health()
                .get(
                    new Health.Request(
                        URI.create("http://" + api.host() + "/healthz"),
                        Optional.of("https://shop.example.com"),
                        Duration.ofSeconds(5)));
        assertEquals(404, answer.status());
      }
      String sent = api.requests().get(api.requests().size() - 1).replaceFirst(".* as Bearer ", "");
      assertEquals(
          account.impersonate().or(() -> Optional.of(DEPLOYER)),
          tokens.identity(sent, Set.of("https://shop.example.com")));
      assertEquals(
          sent, api.requests().get(api.requests().size() - 2).replaceFirst(".* as Bearer ", ""));
    }
  }

  @Test
  void aSignatureOfAnotherKeyIsRefusedForGood() throws Exception {
    JsonObject forged = JsonParser.parseString(keys.get("deploy")).getAsJsonObject();
    forged.add(
        "private_key",
        JsonParser.parseString(tokens.serviceAccountKey(RELEASER))
            .getAsJsonObject()
            .get("private_key"));
    keys.put("deploy", forged.toString());
    Failure.Permanent refused =
        assertInstanceOf(
            Failure.Permanent.class,
            failure(() -> sessions.open(ORIGIN, DEPLOY).cloudRun().apply(Asked.create(SHOP))));
    assertEquals(Failure.Reason.UNAUTHENTICATED, refused.reason());
    String said = refused.explanation();
    assertTrue(said.contains("Invalid JWT Signature."), said);
    assertEquals(said.indexOf("Invalid JWT"), said.lastIndexOf("Invalid JWT"), said);
    assertTrue(said.endsWith("Is the key still active, and the controller's clock right?"), said);
    assertFalse(said.contains("POST") || said.contains("Exception"), said);
    assertEquals(1, tokens.requests().size());
    assertEquals(
        Failure.Reason.UNAUTHENTICATED,
        assertInstanceOf(
                Failure.Permanent.class, failure(() -> sessions.registryToken(ORIGIN, DEPLOY)))
            .reason());
  }

  @Test
  void anOutageOfTheTokenEndpointPassesAndNothingIsSent() throws Exception {
    GoogleSession session = sessions.open(ORIGIN, DEPLOY);
    tokens.failNext(2);
    Failure busy = failure(() -> session.cloudRun().service(SHOP));
    assertInstanceOf(Failure.Transient.class, busy);
    assertEquals(1, tokens.requests().size(), "no retries of the library's own");
    assertInstanceOf(
        Failure.Transient.class,
        failure(() -> session.cloudRun().logs(SHOP, new RevisionName("shop-1"), 5)));
    assertEquals(Optional.empty(), session.cloudRun().service(SHOP));

    tokens.revokeAccessTokens();
    keys.put("later", tokens.serviceAccountKey(RELEASER));
    GoogleSession other = sessions.open(ORIGIN, account("later"));
    tokens.close();
    int before = api.requests().size();
    Failure down = failure(() -> other.cloudRun().apply(Asked.create(SHOP)));
    assertInstanceOf(Failure.Transient.class, down);
    assertTrue(down.explanation().contains("the connection was refused"), down.explanation());
    assertTrue(down.explanation().contains("token endpoint"), down.explanation());
    assertInstanceOf(
        Failure.Transient.class, failure(() -> sessions.registryToken(ORIGIN, account("later"))));
    assertEquals(before, api.requests().size());
  }

  @Test
  void theControllersOwnAccountNeedsLeave() {
    Account nobody = new Account(Optional.empty(), Optional.empty());
    Failure.Permanent refused =
        assertInstanceOf(Failure.Permanent.class, failure(() -> sessions.open(ORIGIN, nobody)));
    assertEquals(Failure.Reason.UNAUTHENTICATED, refused.reason());
    assertTrue(refused.explanation().contains("credentialsId"), refused.explanation());
    assertEquals(0, tokens.requests().size());
    assertEquals("none: gone", failure(() -> sessions.open(ORIGIN, account("gone"))).explanation());
  }
}
