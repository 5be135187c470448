package io.jenkins.plugins.cloudrun.gcp;

import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.gcp.Proof.Place;
import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.ServiceAccount;
import io.jenkins.plugins.cloudrun.preflight.Question;
import io.jenkins.plugins.cloudrun.preflight.Report;
import io.jenkins.plugins.cloudrun.rollout.port.Catalog;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Failure.Reason;
import io.jenkins.plugins.cloudrun.rollout.port.Scans;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Supplier;

/**
 * Sessions of Google accounts. The credential is looked up anew for each, so that one that is
 * withdrawn or replaced counts at once; the connections behind it are kept by what it holds, the
 * least recently used one is dropped first.
 */
public final class GoogleSessions implements Sessions, AutoCloseable {
  private static final List<String> SCOPES =
      List.of("https://www.googleapis.com/auth/cloud-platform");
  private static final int MOST_SESSIONS = 32;

  /**
   * Of one exchange: a token, an impersonation and the call itself stay within the minute that a
   * port's call may take. Google's own clients give a write 15 s.
   */
  private static final Duration EXCHANGE = Duration.ofSeconds(20);

  private final KeySource keys;
  private final Supplier<GoogleSettings> settings;
  private final SharedHttp http;
  private final Duration exchange;
  private final Runnable meter;

  /** The library wants one; without work it has no thread. */
  private final ScheduledExecutorService background =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread thread = new Thread(task, "cloud-run-gax");
            thread.setDaemon(true);
            return thread;
          });

  private final Map<String, GoogleSession> sessions = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param settings as they are now
   * @param http a builder with the proxy as it is configured now
   */
  public GoogleSessions(
      KeySource keys, Supplier<GoogleSettings> settings, Supplier<HttpClient.Builder> http) {
    this(keys, settings, http, () -> {});
  }

  /**
   * @param settings as they are now
   * @param http a builder with the proxy as it is configured now
   * @param meter told of each call to an API before it is made
   */
  public GoogleSessions(
      KeySource keys,
      Supplier<GoogleSettings> settings,
      Supplier<HttpClient.Builder> http,
      Runnable meter) {
    this(keys, settings, http, EXCHANGE, meter);
  }

  /** For tests: exchanges that are given up sooner. */
  GoogleSessions(
      KeySource keys,
      Supplier<GoogleSettings> settings,
      Supplier<HttpClient.Builder> http,
      Duration exchange) {
    this(keys, settings, http, exchange, () -> {});
  }

  private GoogleSessions(
      KeySource keys,
      Supplier<GoogleSettings> settings,
      Supplier<HttpClient.Builder> http,
      Duration exchange,
      Runnable meter) {
    this.keys = keys;
    this.settings = settings;
    this.http = new SharedHttp(http);
    this.exchange = exchange;
    this.meter = meter;
  }

  @Override
  public GoogleSession open(Origin origin, Account account) throws Failure {
    GoogleSettings now = settings.get();
    Identity identity = identity(origin, account);
    String fingerprint = identity.fingerprint() + now;
    synchronized (sessions) {
      GoogleSession known = sessions.get(fingerprint);
      if (known != null) {
        identity.proof().subject().ifPresent(known::offer);
        return known;
      }
    }
    // Outside the lock: finding the controller's own credentials asks the network.
    GoogleSession fresh = connect(identity, place(account, now));
    synchronized (sessions) {
      GoogleSession other = sessions.putIfAbsent(fingerprint, fresh);
      if (sessions.size() > MOST_SESSIONS) {
        // Whoever still holds it goes on with it: a session holds no thread and needs no closing.
        sessions.remove(sessions.keySet().iterator().next());
      }
      return other == null ? fresh : other;
    }
  }

  private Identity identity(Origin origin, Account account) throws Failure {
    Identity own =
        account.credentialsId().isPresent()
            ? keys.identity(
                origin, account.credentialsId().get(), account.workloadIdentityProvider())
            : Identity.applicationDefault();
    return own.acting(account.impersonate().map(ServiceAccount::new).stream().toList());
  }

  private Place place(Account account, GoogleSettings now) {
    return place(account.credentialsId().orElse(""), now);
  }

  private Place place(String name, GoogleSettings now) {
    JdkHttpTransport transport = new JdkHttpTransport(http, now.endpoints()::redirected, exchange);
    return new Place(name, now, () -> transport, SCOPES);
  }

  /**
   * Asks Google for a token, and says whose it is.
   *
   * @param name of the credential, for messages
   */
  public IdentityFacts facts(Identity identity, String name) throws Failure {
    return Acting.as(identity, place(name, settings.get())).facts();
  }

  IdentityFacts facts(Origin origin, Account account) throws Failure {
    return Acting.as(identity(origin, account), place(account, settings.get())).facts();
  }

  /** The project that a credential says it is at home in. */
  public Optional<ProjectId> home(Origin origin, Account account) throws Failure {
    return identity(origin, account).project();
  }

  /**
   * What other tools need to prove by themselves who they are, without a key.
   *
   * @throws Failure.Permanent also when the credential is none that others may prove
   */
  public ExternalAccountFile externalAccount(Origin origin, Account account) throws Failure {
    Place place = place(account, settings.get());
    return Acting.as(identity(origin, account), place).file(place);
  }

  /** A short-lived access token for registries: what an agent gets in place of the key. */
  public RegistryToken registryToken(Origin origin, Account account) throws Failure {
    return open(origin, account).registryToken();
  }

  /** What Artifact Analysis knows of images, as an account sees it. */
  public Scans scans(Origin origin, Account account) throws Failure {
    return open(origin, account).scans();
  }

  /** What is there by name, as an account sees it. */
  public Catalog catalog(Origin origin, Account account) throws Failure {
    return open(origin, account).catalog();
  }

  /** What an account may do at a place. Does network I/O, a few calls for each region. */
  public Report check(Origin origin, Account account, Question question) {
    return new AccountCheck(this, settings.get(), transport(), meter)
        .run(origin, account, question);
  }

  private JdkHttpTransport transport() {
    return new JdkHttpTransport(http, settings.get().endpoints()::redirected, exchange);
  }

  private GoogleSession connect(Identity identity, Place place) throws Failure {
    GoogleSettings now = place.settings();
    JdkHttpTransport transport = new JdkHttpTransport(http, now.endpoints()::redirected, exchange);
    Acting acting = Acting.as(identity, place);
    try {
      JdkHttpTransport caller = transport.as(new AccessTokens(acting.credentials(), meter));
      RunConnection connection = new RunConnection(now.endpoints().apiBase(), caller, background);
      LogReader logs = new LogReader(caller, now.endpoints().loggingBase());
      RestCalls calls = new RestCalls(caller);
      BuildsPort builds =
          new BuildsPort(calls, new BuildLogs(calls, now.endpoints()), now.endpoints());
      OccurrenceReader scans = new OccurrenceReader(caller, now.endpoints().analysisBase());
      return new GoogleSession(
          acting,
          now,
          connection,
          logs,
          builds,
          scans,
          new MonitoringReader(calls, now.endpoints()),
          new EntryReader(calls, now.endpoints()),
          new CatalogReader(connection, calls, now.endpoints().registryApi()),
          http);
    } catch (IOException e) {
      throw new Failure.Permanent(
          Reason.UNAUTHENTICATED,
          "The connection to "
              + now.endpoints().apiBase()
              + " could not be set up: "
              + e.getMessage()
              + ". Check the endpoints (Manage Jenkins, System, Cloud Run).",
          e);
    }
  }

  @Override
  public void close() {
    synchronized (sessions) {
      sessions.clear();
    }
    background.shutdownNow();
  }
}
