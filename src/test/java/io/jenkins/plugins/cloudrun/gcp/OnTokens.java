package io.jenkins.plugins.cloudrun.gcp;

import static io.jenkins.plugins.cloudrun.gcp.Asked.DEPLOYER;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.emulator.Principal;
import io.jenkins.plugins.cloudrun.emulator.token.TokenServer;
import io.jenkins.plugins.cloudrun.image.registry.ScriptedServer;
import io.jenkins.plugins.cloudrun.model.WorkloadIdentityProvider;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The emulator's token endpoint, and an API that only says who called. */
@SuppressWarnings("NullAway.Init")
abstract class OnTokens {
  static final Origin ORIGIN = new Origin("shop", Optional.of(1), "test");
  static final String RELEASER = "releaser@demo-project.iam.gserviceaccount.com";
  static final Account DEPLOY = account("deploy");

  final Map<String, String> keys = new ConcurrentHashMap<>();

  /** Credentials of our own kind, read anew each time. */
  final Map<String, Supplier<Identity>> identities = new ConcurrentHashMap<>();

  TokenServer tokens;
  ScriptedServer api;
  GoogleSessions sessions;
  volatile boolean applicationDefault;
  volatile Optional<URI> metadataServer = Optional.empty();

  static Account account(String id) {
    return new Account(Optional.of(id), Optional.empty());
  }

  @BeforeEach
  void start() throws Exception {
    tokens = TokenServer.start();
    api =
        new ScriptedServer(
            x ->
                ScriptedServer.send(
                    x,
                    404,
                    "{\"error\":{\"code\":404,\"message\":\"None.\",\"status\":\"NOT_FOUND\"}}"
                        .getBytes(StandardCharsets.UTF_8)));
    keys.put("deploy", tokens.serviceAccountKey(DEPLOYER));
    sessions =
        new GoogleSessions(
            new Credentials(), this::settings, HttpClient::newBuilder, Duration.ofSeconds(5));
  }

  private final class Credentials implements KeySource {
    @Override
    public String key(Origin origin, String id) throws Failure {
      String key = keys.get(id);
      if (key == null) {
        throw new Failure.Permanent(Failure.Reason.UNAUTHENTICATED, "none: " + id, null);
      }
      return key;
    }

    @Override
    public Identity identity(Origin origin, String id, Optional<WorkloadIdentityProvider> provider)
        throws Failure {
      Supplier<Identity> own = identities.get(id);
      return own != null ? own.get() : KeySource.super.identity(origin, id, provider);
    }
  }

  GoogleSettings settings() {
    return new GoogleSettings(
        new Endpoints(
            Optional.of(URI.create("http://" + api.host())),
            Optional.of(tokens.tokenUri()),
            Optional.of(tokens.uri()),
            metadataServer.or(() -> Optional.of(tokens.uri())),
            Optional.empty()),
        applicationDefault,
        List.of("registry.test"),
        true);
  }

  @AfterEach
  void stop() throws Exception {
    sessions.close();
    api.close();
    tokens.close();
  }

  Optional<Principal> lastCaller() {
    String last = api.requests().get(api.requests().size() - 1);
    Matcher bearer = Pattern.compile(" as Bearer (.+)$").matcher(last);
    assertTrue(bearer.find(), last);
    return tokens.accessToken(bearer.group(1));
  }
}
