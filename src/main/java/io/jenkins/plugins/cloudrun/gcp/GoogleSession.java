package io.jenkins.plugins.cloudrun.gcp;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.IdToken;
import com.google.auth.oauth2.IdTokenProvider;
import io.jenkins.plugins.cloudrun.image.registry.RegistryClient;
import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import io.jenkins.plugins.cloudrun.image.registry.TokenAudience;
import io.jenkins.plugins.cloudrun.rollout.port.Catalog;
import io.jenkins.plugins.cloudrun.rollout.port.CloudRun;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Failure.Reason;
import io.jenkins.plugins.cloudrun.rollout.port.Health;
import io.jenkins.plugins.cloudrun.rollout.port.ImageTags;
import io.jenkins.plugins.cloudrun.rollout.port.Images;
import io.jenkins.plugins.cloudrun.rollout.port.Jobs;
import io.jenkins.plugins.cloudrun.rollout.port.Logs;
import io.jenkins.plugins.cloudrun.rollout.port.Manifests;
import io.jenkins.plugins.cloudrun.rollout.port.Metrics;
import io.jenkins.plugins.cloudrun.rollout.port.Scans;
import io.jenkins.plugins.cloudrun.rollout.port.Session;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The outside as one Google account sees it. */
final class GoogleSession implements Session {
  /** A token that is handed out is good for at least this long. */
  private static final Duration LEFT = Duration.ofMinutes(10);

  private final GoogleCredentials credentials;
  private final Optional<FreshToken> fresh;
  private final GoogleSettings settings;
  private final CloudRun cloudRun;
  private final Jobs jobs;
  private final Manifests manifests;
  private final RegistryClient registry;
  private final SourceBuilds sourceBuilds;
  private final Scans scans;
  private final Metrics metrics;
  private final Logs entries;
  private final Catalog catalog;
  private final Health health;
  private final Map<String, IdToken> identities = new ConcurrentHashMap<>();

  GoogleSession(
      Acting acting,
      GoogleSettings settings,
      RunConnection connection,
      LogReader logs,
      SourceBuilds sourceBuilds,
      Scans scans,
      Metrics metrics,
      Logs entries,
      Catalog catalog,
      SharedHttp http) {
    this.credentials = acting.credentials();
    this.fresh = acting.fresh();
    this.settings = settings;
    this.cloudRun = new CloudRunClient(connection, logs);
    this.jobs = new JobsPort(connection);
    this.manifests = new ManifestReader(connection);
    this.sourceBuilds = sourceBuilds;
    this.scans = scans;
    this.metrics = metrics;
    this.entries = entries;
    this.catalog = catalog;
    this.registry =
        new RegistryClient(http, new TokenAudience(settings.registries()), this::registryToken);
    this.health = new HttpHealth(http, this::identity, settings.privateAddresses());
  }

  GoogleCredentials credentials() {
    return credentials;
  }

  RegistryClient registry() {
    return registry;
  }

  @Override
  public CloudRun cloudRun() {
    return cloudRun;
  }

  @Override
  public Jobs jobs() {
    return jobs;
  }

  @Override
  public Manifests manifests() {
    return manifests;
  }

  @Override
  public Images images() {
    return registry;
  }

  @Override
  public ImageTags imageTags() {
    return registry;
  }

  @Override
  public Scans scans() {
    return scans;
  }

  @Override
  public SourceBuilds sourceBuilds() {
    return sourceBuilds;
  }

  @Override
  public Health health() {
    return health;
  }

  @Override
  public Metrics metrics() {
    return metrics;
  }

  @Override
  public Logs logs() {
    return entries;
  }

  /** What is there, for forms. */
  Catalog catalog() {
    return catalog;
  }

  /** Brings an identity token that was made just now and says what the others said. */
  void offer(SubjectToken token) {
    fresh.ifPresent(latest -> latest.offer(token));
  }

  /** A short-lived access token for registries; the same one until it nears its end. */
  RegistryToken registryToken() throws Failure {
    try {
      AccessToken token;
      synchronized (credentials) {
        token = credentials.getAccessToken();
        if (token == null
            || token.getExpirationTime().toInstant().isBefore(Instant.now().plus(LEFT))) {
          credentials.refresh();
          token = credentials.getAccessToken();
        }
      }
      return new RegistryToken(
          token.getTokenValue(), token.getExpirationTime().toInstant(), settings.registries());
    } catch (IOException e) {
      throw Failures.token(e, "an access token for the registry");
    }
  }

  private String identity(String audience) throws Failure {
    IdToken known = identities.get(audience);
    if (known != null && known.getExpirationTime().toInstant().isAfter(Instant.now().plus(LEFT))) {
      return known.getTokenValue();
    }
    if (!(credentials instanceof IdTokenProvider provider)) {
      throw new Failure.Permanent(
          Reason.UNAUTHENTICATED,
          "The private service asks for an identity token, and these credentials cannot make one: a"
              + " principal of a workload identity pool has none of its own. Let it impersonate a"
              + " service account (impersonate), grant that one roles/run.invoker on the service,"
              + " and the principal roles/iam.workloadIdentityUser on the account.",
          null);
    }
    try {
      // With the e-mail: an impersonated account's token would not name it otherwise.
      IdToken token =
          provider.idTokenWithAudience(audience, List.of(IdTokenProvider.Option.INCLUDE_EMAIL));
      identities
          .values()
          .removeIf(old -> old.getExpirationTime().toInstant().isBefore(Instant.now()));
      identities.put(audience, token);
      return token.getTokenValue();
    } catch (IOException e) {
      throw Failures.token(e, "an identity token for " + audience);
    }
  }
}
