package io.jenkins.plugins.cloudrun.gcp;

import static io.jenkins.plugins.cloudrun.gcp.Asked.DEPLOYER;
import static io.jenkins.plugins.cloudrun.gcp.Asked.SHOP;
import static io.jenkins.plugins.cloudrun.gcp.Asked.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.emulator.Principal;
import io.jenkins.plugins.cloudrun.emulator.token.Issuer;
import io.jenkins.plugins.cloudrun.emulator.token.TokenServer;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.ServiceAccount;
import io.jenkins.plugins.cloudrun.model.WorkloadIdentityProvider;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Health;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All kinds of identities, from what proves them to the call that they make. */
class IdentitiesTest extends OnTokens {
  private static final WorkloadIdentityProvider PROVIDER =
      new WorkloadIdentityProvider(
          "projects/1/locations/global/workloadIdentityPools/jenkins/providers/main");
  private static final String MIDDLE = "middle@demo-project.iam.gserviceaccount.com";
  private static final String AUDIENCE = "https://shop.example.com";
  private static final Duration HOUR = Duration.ofHours(1);

  private final Issuer jenkins = new Issuer("https://jenkins.example.com/oidc");
  private TokenServer.Federation federation;

  @BeforeEach
  void trust() {
    federation = tokens.trust(PROVIDER.audience(), jenkins.url(), jenkins.key());
  }

  private String token(String job, Duration lifetime) {
    return jenkins.token(job, "https:" + PROVIDER.audience(), lifetime);
  }

  private static List<ServiceAccount> accounts(String... emails) {
    return List.of(emails).stream().map(ServiceAccount::new).toList();
  }

  private Optional<Principal> caller(Account account) throws Failure {
    assertEquals(Optional.empty(), sessions.open(ORIGIN, account).cloudRun().service(SHOP));
    return lastCaller();
  }

  private Optional<String> gate(Account account) throws Exception {
    var unused =
        sessions
            .open(ORIGIN, account)
            .health()
            .get(
                new Health.Request(
                    URI.create("http://" + api.host() + "/healthz"),
                    Optional.of(AUDIENCE),
                    Duration.ofSeconds(20)));
    String sent = api.requests().get(api.requests().size() - 1).replaceFirst(".* as Bearer ", "");
    return tokens.identity(sent, Set.of(AUDIENCE));
  }

  @Test
  void aTokenOfJenkinsBecomesAPrincipalOrAnAccount() throws Exception {
    identities.put("oidc", () -> Identity.token(token("job/shop", HOUR), PROVIDER));
    assertEquals(
        Optional.of(new Principal(PROVIDER.principal("job/shop"))), caller(account("oidc")));
    Failure.Permanent none =
        assertInstanceOf(Failure.Permanent.class, failure(() -> gate(account("oidc"))));
    assertTrue(none.explanation().contains("Let it impersonate a service account"));

    identities.put(
        "account",
        () -> Identity.token(token("job/shop", HOUR), PROVIDER).acting(accounts(DEPLOYER)));
    assertInstanceOf(Failure.Permanent.class, failure(() -> caller(account("account"))));
    federation.allowSubject("job/shop", DEPLOYER);
    assertEquals(Optional.of(new Principal(DEPLOYER)), caller(account("account")));
    assertEquals(Optional.of(DEPLOYER), gate(account("account")));
  }

  @Test
  void aSecretTextMayHoldTheTokenForTheProviderOfTheStep() throws Exception {
    keys.put("text", token("job/shop", HOUR));
    Account account = new Account(Optional.of("text"), Optional.empty(), Optional.of(PROVIDER));
    assertEquals(Optional.of(new Principal(PROVIDER.principal("job/shop"))), caller(account));
    // A key needs no provider: the one of a target is then not asked.
    keys.put("text", tokens.serviceAccountKey(DEPLOYER));
    assertEquals(Optional.of(new Principal(DEPLOYER)), caller(account));
    keys.put("text", "no token");
    String said = failure(() -> caller(account)).explanation();
    assertTrue(said.contains("holds no identity token"), said);
    keys.put("text", token("job/shop", HOUR));
    said = failure(() -> caller(account("text"))).explanation();
    assertTrue(said.contains("workloadIdentityProvider"), said);
  }

  @Test
  void tokensThatSayTheSameShareASessionAndOthersDoNot() throws Exception {
    identities.put("oidc", () -> Identity.token(token("job/shop", HOUR), PROVIDER));
    GoogleSession shop = sessions.open(ORIGIN, account("oidc"));
    assertSame(shop, sessions.open(ORIGIN, account("oidc")));
    identities.put("oidc", () -> Identity.token(token("job/other", HOUR), PROVIDER));
    GoogleSession other = sessions.open(ORIGIN, account("oidc"));
    assertNotSame(shop, other);
    assertEquals(
        Optional.of(new Principal(PROVIDER.principal("job/other"))), caller(account("oidc")));
    identities.put(
        "oidc", () -> Identity.token(token("job/other", HOUR), PROVIDER).acting(accounts(MIDDLE)));
    assertNotSame(other, sessions.open(ORIGIN, account("oidc")));
  }

  @Test
  void theExchangeTakesTheLatestToken() throws Exception {
    identities.put(
        "oidc", () -> Identity.token(token("job/shop", Duration.ofSeconds(-1)), PROVIDER));
    String stale = failure(() -> caller(account("oidc"))).explanation();
    assertTrue(stale.contains("stale"), stale);
    identities.put("oidc", () -> Identity.token(token("job/shop", HOUR), PROVIDER));
    assertEquals(
        Optional.of(new Principal(PROVIDER.principal("job/shop"))), caller(account("oidc")));
  }

  @Test
  void aChainIsFollowedInItsOrder() throws Exception {
    identities.put(
        "chain", () -> Identity.key(keys.get("deploy")).acting(accounts(MIDDLE, RELEASER)));
    tokens.accounts().allowTokens(DEPLOYER, MIDDLE).create(RELEASER);
    assertInstanceOf(Failure.Permanent.class, failure(() -> caller(account("chain"))));
    tokens.accounts().allowTokens(MIDDLE, RELEASER);
    assertEquals(Optional.of(new Principal(RELEASER)), caller(account("chain")));
    assertEquals(Optional.of(RELEASER), gate(account("chain")));
    // The step's own comes last.
    String last = "last@demo-project.iam.gserviceaccount.com";
    tokens.accounts().allowTokens(RELEASER, last);
    Account longer = new Account(Optional.of("chain"), Optional.of(last));
    assertEquals(Optional.of(new Principal(last)), caller(longer));
    assertEquals(Optional.of(last), gate(longer));
  }

  @Test
  void theMachineNeedsLeave() throws Exception {
    identities.put("machine", Identity::metadataServer);
    tokens.setMachineAccount(MIDDLE);
    String said = failure(() -> caller(account("machine"))).explanation();
    assertTrue(said.contains("ask an administrator to allow it"), said);
    assertEquals(0, tokens.requests().size());
    applicationDefault = true;
    assertEquals(Optional.of(new Principal(MIDDLE)), caller(account("machine")));
    assertEquals(Optional.of(MIDDLE), gate(account("machine")));
    identities.put("by-machine", () -> Identity.metadataServer().acting(accounts(RELEASER)));
    tokens.accounts().allowTokens(MIDDLE, RELEASER);
    assertEquals(Optional.of(new Principal(RELEASER)), caller(account("by-machine")));
    assertEquals(Optional.of(RELEASER), gate(account("by-machine")));
  }

  @Test
  void factsSayWhoItIsAndForHowLong() throws Exception {
    tokens.setMachineAccount(MIDDLE);
    applicationDefault = true;
    federation.allowSubject("job/shop", RELEASER);
    IdentityFacts key = sessions.facts(Identity.key(keys.get("deploy")), "k");
    assertEquals(DEPLOYER, key.who());
    assertEquals(Optional.of("demo-project"), key.project());
    assertTrue(key.longLivedKey());
    assertEquals(Optional.of(Instant.parse("2024-01-02T03:04:05Z")), key.keyMade());
    assertTrue(key.expires().isAfter(Instant.now().plusSeconds(3000)));
    Identity oidc = Identity.token(token("job/shop", HOUR), PROVIDER);
    IdentityFacts principal = sessions.facts(oidc, "k");
    assertEquals(PROVIDER.principal("job/shop"), principal.who());
    assertEquals(Optional.empty(), principal.project());
    IdentityFacts acting =
        sessions.facts(
            oidc.acting(accounts(RELEASER)).in(Optional.of(new ProjectId("other-project"))), "k");
    assertEquals(RELEASER, acting.who());
    assertEquals(Optional.of("other-project"), acting.project());
    assertFalse(acting.longLivedKey());
    assertEquals(Optional.empty(), acting.keyMade());
    IdentityFacts machine = sessions.facts(Identity.metadataServer(), "k");
    assertEquals(MIDDLE, machine.who());
    assertEquals(Optional.of("demo-project"), machine.project());
  }

  @Test
  void otherToolsGetAFileWithoutAKey() throws Exception {
    identities.put("oidc", () -> Identity.token(token("job/shop", HOUR), PROVIDER));
    ExternalAccountFile file = sessions.externalAccount(ORIGIN, account("oidc"));
    JsonObject json = JsonParser.parseString(file.json("/ws/token")).getAsJsonObject();
    assertEquals("external_account", json.get("type").getAsString());
    assertEquals(PROVIDER.audience(), json.get("audience").getAsString());
    assertEquals("/ws/token", json.getAsJsonObject("credential_source").get("file").getAsString());
    assertFalse(json.has("service_account_impersonation_url"));
    assertFalse((json + file.toString()).contains(file.token()), "the token is beside it");
    Account acting = new Account(Optional.of("oidc"), Optional.of(RELEASER));
    assertTrue(
        sessions
            .externalAccount(ORIGIN, acting)
            .json("t")
            .contains("/v1/projects/-/serviceAccounts/" + RELEASER + ":generateAccessToken"));
    String said = failure(() -> sessions.externalAccount(ORIGIN, DEPLOY)).explanation();
    assertTrue(said.contains("without configFile"), said);
    identities.put(
        "long",
        () -> Identity.token(token("job/shop", HOUR), PROVIDER).acting(accounts(MIDDLE, RELEASER)));
    said = failure(() -> sessions.externalAccount(ORIGIN, account("long"))).explanation();
    assertTrue(said.contains("2 accounts"), said);
  }

  @Test
  void aCredentialThatIsReplacedCountsForTheNextCallOfWhatIsUnderWay() throws Exception {
    identities.put("mine", () -> Identity.key(keys.get("deploy")));
    assertEquals(Optional.of(new Principal(DEPLOYER)), caller(account("mine")));
    String next = tokens.serviceAccountKey(RELEASER);
    identities.put("mine", () -> Identity.key(next));
    assertEquals(Optional.of(new Principal(RELEASER)), caller(account("mine")));
    // The same content under another name is the same account, and no other token is asked for.
    int asked = tokens.requests().size();
    identities.put("copy", () -> Identity.key(next));
    assertEquals(Optional.of(new Principal(RELEASER)), caller(account("copy")));
    assertEquals(asked, tokens.requests().size());
    identities.put("mine", () -> Identity.token(token("job/shop", HOUR), PROVIDER));
    assertEquals(
        Optional.of(new Principal(PROVIDER.principal("job/shop"))), caller(account("mine")));
  }
}
