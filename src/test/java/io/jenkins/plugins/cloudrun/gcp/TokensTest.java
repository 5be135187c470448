package io.jenkins.plugins.cloudrun.gcp;

import static io.jenkins.plugins.cloudrun.gcp.Asked.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.emulator.LoopbackCloud;
import io.jenkins.plugins.cloudrun.emulator.Options;
import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.ServiceChange;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import io.jenkins.plugins.cloudrun.rollout.traffic.Target;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a session gets its tokens, and what it says when it gets none. */
class TokensTest {
  private static final String OTHER = "releaser@demo-project.iam.gserviceaccount.com";
  private static final Origin ORIGIN = new Origin("team/shop", Optional.of(1), "alice");
  private static final Account KEY = new Account(Optional.of("deployer-key"), Optional.empty());
  private static final Account AS_OTHER =
      new Account(Optional.of("deployer-key"), Optional.of(OTHER));

  @TempDir Path data;
  private LoopbackCloud cloud;
  private GoogleSessions sessions;

  @BeforeEach
  void start() throws Exception {
    cloud = LoopbackCloud.start(Options.in(data).withAccounts(OTHER));
    sessions = sessions(cloud.serviceAccountKey(Asked.DEPLOYER));
  }

  @AfterEach
  void stop() {
    sessions.close();
    cloud.close();
  }

  @Test
  void oneTokenServesManyCalls() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertTrue(sessions.open(ORIGIN, KEY).cloudRun().service(Asked.service("none")).isEmpty());
    }
    assertEquals(1, cloud.tokens().requests().size());
    assertEquals(Asked.DEPLOYER, cloud.emulator().journal().calls().get(0).caller());
  }

  @Test
  void impersonationActsAsTheOther() throws Exception {
    cloud.tokens().accounts().allowTokens(Asked.DEPLOYER, OTHER);
    sessions.open(ORIGIN, AS_OTHER).cloudRun().service(Asked.service("none"));
    assertEquals(OTHER, cloud.emulator().journal().calls().get(0).caller());
  }

  @Test
  void impersonationThatIsRefusedEndsItAndNamesTheRole() {
    for (Failure failure :
        List.of(
            failure(
                () -> sessions.open(ORIGIN, AS_OTHER).cloudRun().service(Asked.service("none"))),
            failure(() -> sessions.registryToken(ORIGIN, AS_OTHER)))) {
      assertUnauthenticated(failure);
      assertTrue(
          failure.explanation().contains("roles/iam.serviceAccountTokenCreator"),
          failure.explanation());
    }
  }

  @Test
  void aTokenEndpointThatIsBusyIsAskedAgain() throws Exception {
    cloud.tokens().failNext(1000);
    GoogleSession session = sessions.open(ORIGIN, KEY);
    ServiceChange change =
        new ServiceChange(
            Asked.service("none"), Optional.empty(), Optional.empty(), List.of(Target.LATEST_ALL));
    for (Failure failure :
        List.of(
            failure(() -> session.cloudRun().service(Asked.service("none"))),
            failure(() -> session.cloudRun().apply(change)),
            failure(session::registryToken))) {
      assertInstanceOf(Failure.Transient.class, failure);
      assertTrue(
          failure.explanation().contains("The service is unavailable"), failure.explanation());
    }
    cloud.tokens().failNext(0);
    assertTrue(session.cloudRun().service(Asked.service("none")).isEmpty());
  }

  @Test
  void aTokenEndpointThatIsGoneIsAskedAgain() throws Exception {
    cloud.tokens().close();
    GoogleSession session = sessions.open(ORIGIN, KEY);
    Failure failure = failure(() -> session.cloudRun().service(Asked.service("none")));
    assertInstanceOf(Failure.Transient.class, failure);
    assertTrue(failure.explanation().contains("was refused"), failure.explanation());
  }

  @Test
  void aKeyThatGoogleDoesNotKnowEndsIt() throws Exception {
    String strange;
    try (LoopbackCloud elsewhere = LoopbackCloud.start(Options.in(data.resolve("elsewhere")))) {
      strange =
          elsewhere
              .serviceAccountKey(Asked.DEPLOYER)
              .replace(
                  elsewhere.tokens().tokenUri().toString(), cloud.tokens().tokenUri().toString());
    }
    try (GoogleSessions others = sessions(strange)) {
      Failure failure =
          failure(() -> others.open(ORIGIN, KEY).cloudRun().service(Asked.service("none")));
      assertUnauthenticated(failure);
      assertTrue(failure.explanation().contains("Is the key still active"), failure.explanation());
      assertFalse(failure.explanation().contains("PRIVATE KEY"), failure.explanation());
    }
  }

  @Test
  void keysThatMustNotBeUsedAreRefusedBeforeAnythingIsSent() {
    String key = cloud.serviceAccountKey(Asked.DEPLOYER);
    String own = cloud.tokens().tokenUri().toString();
    assertKeyRefused("sesame-sesame", "is not JSON");
    assertKeyRefused("[1]", "is not JSON");
    assertKeyRefused(
        "{\"type\":\"external_account\",\"credential_source\":{\"file\":\"/etc/passwd\"}}",
        "only keys of service accounts");
    assertKeyRefused(key.replace(own, "https://tokens.example.com/token"), "tokens.example.com");
    assertKeyRefused(key.replace(own, own + "/"), "neither Google's nor the one");
    assertKeyRefused(key.replace("BEGIN PRIVATE KEY", "BEGIN SECRET KEY"), "private key");
    assertEquals(List.of(), cloud.tokens().requests());
    assertEquals(List.of(), cloud.emulator().journal().calls());
  }

  private void assertKeyRefused(String key, String expected) {
    try (GoogleSessions strange = sessions(key)) {
      Failure failure = failure(() -> strange.open(ORIGIN, KEY));
      assertUnauthenticated(failure);
      assertTrue(failure.explanation().contains(expected), failure.explanation());
      assertTrue(failure.explanation().contains("'deployer-key'"), failure.explanation());
      assertFalse(failure.toString().contains("sesame"), failure.explanation());
      assertFalse(failure.explanation().contains("/etc/passwd"), failure.explanation());
    }
  }

  @Test
  void withoutCredentialsTheAdministratorDecides() {
    Account none = new Account(Optional.empty(), Optional.empty());
    Failure failure = failure(() -> sessions.open(ORIGIN, none));
    assertUnauthenticated(failure);
    assertTrue(failure.explanation().contains("ask an administrator"), failure.explanation());
  }

  @Test
  void aKeyIsLookedUpForEachSessionAndAWithdrawnOneStops() throws Exception {
    AtomicReference<Optional<String>> kept =
        new AtomicReference<>(Optional.of(cloud.serviceAccountKey(Asked.DEPLOYER)));
    GoogleSettings settings = settings();
    KeySource keys =
        (origin, id) ->
            kept.get()
                .orElseThrow(
                    () -> new Failure.Permanent(Failure.Reason.UNAUTHENTICATED, "gone", null));
    try (GoogleSessions looked = new GoogleSessions(keys, () -> settings, HttpClient::newBuilder)) {
      GoogleSession first = looked.open(ORIGIN, KEY);
      assertSame(first, looked.open(ORIGIN, KEY));
      kept.set(Optional.of(cloud.serviceAccountKey(OTHER)));
      looked.open(ORIGIN, KEY).cloudRun().service(Asked.service("none"));
      assertEquals(OTHER, cloud.emulator().journal().calls().get(0).caller());
      kept.set(Optional.empty());
      assertUnauthenticated(failure(() -> looked.open(ORIGIN, KEY)));
    }
  }

  @Test
  void aRegistryTokenLastsAndIsGoogles() throws Exception {
    RegistryToken token = sessions.registryToken(ORIGIN, KEY);
    assertTrue(token.expiresAt().isAfter(Instant.now().plusSeconds(600)));
    assertEquals(Asked.DEPLOYER, cloud.tokens().accessToken(token.text()).orElseThrow().email());
    assertEquals(token, sessions.registryToken(ORIGIN, KEY));
  }

  private GoogleSettings settings() {
    Optional<URI> tokens = Optional.of(cloud.tokens().uri());
    return new GoogleSettings(
        new Endpoints(
            Optional.of(cloud.api()),
            Optional.of(cloud.tokens().tokenUri()),
            tokens,
            tokens,
            Optional.of(cloud.api())),
        false,
        List.of());
  }

  /** Sessions that find this key under every credential's id. */
  private GoogleSessions sessions(String key) {
    GoogleSettings settings = settings();
    return new GoogleSessions((origin, id) -> key, () -> settings, HttpClient::newBuilder);
  }

  private static void assertUnauthenticated(Failure failure) {
    assertEquals(
        Failure.Reason.UNAUTHENTICATED,
        assertInstanceOf(Failure.Permanent.class, failure, failure.explanation()).reason());
  }
}
