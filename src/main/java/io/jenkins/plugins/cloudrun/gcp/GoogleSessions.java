package io.jenkins.plugins.cloudrun.gcp;

import com.google.auth.http.HttpTransportFactory;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ImpersonatedCredentials;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import io.jenkins.plugins.cloudrun.rollout.port.Catalog;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Failure.Reason;
import io.jenkins.plugins.cloudrun.rollout.port.Scans;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    String text =
        account.credentialsId().isPresent() ? keys.key(origin, account.credentialsId().get()) : "";
    if (text.isEmpty()
        && account.credentialsId().isEmpty()
        && !now.applicationDefaultCredentials()) {
      throw new Failure.Permanent(
          Reason.UNAUTHENTICATED,
          "No credentialsId is given, and acting as the controller itself (application default"
              + " credentials) is not allowed here. Name a credential, or ask an administrator to"
              + " allow it (Manage Jenkins, System, Cloud Run).",
          null);
    }
    String fingerprint = fingerprint(text, account, now);
    synchronized (sessions) {
      GoogleSession known = sessions.get(fingerprint);
      if (known != null) {
        return known;
      }
    }
    // Outside the lock: finding the controller's own credentials asks the network.
    GoogleSession fresh = connect(text, account, now);
    synchronized (sessions) {
      GoogleSession other = sessions.putIfAbsent(fingerprint, fresh);
      if (sessions.size() > MOST_SESSIONS) {
        // Whoever still holds it goes on with it: a session holds no thread and needs no closing.
        sessions.remove(sessions.keySet().iterator().next());
      }
      return other == null ? fresh : other;
    }
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

  private GoogleSession connect(String text, Account account, GoogleSettings now) throws Failure {
    JdkHttpTransport transport = new JdkHttpTransport(http, now.endpoints()::redirected, exchange);
    HttpTransportFactory factory = () -> transport;
    GoogleCredentials own =
        account.credentialsId().isPresent()
            ? GoogleKey.parse(text, account.credentialsId().get(), now.endpoints())
                .credentials(factory, SCOPES)
            : controllers(factory);
    GoogleCredentials acting =
        account.impersonate().isPresent()
            ? ImpersonatedCredentials.newBuilder()
                .setSourceCredentials(own)
                .setTargetPrincipal(account.impersonate().get())
                .setScopes(SCOPES)
                .setLifetime((int) Duration.ofHours(1).toSeconds())
                .setHttpTransportFactory(factory)
                .build()
            : own;
    try {
      JdkHttpTransport caller = transport.as(new AccessTokens(acting, meter));
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

  private static GoogleCredentials controllers(HttpTransportFactory factory) throws Failure {
    try {
      return GoogleCredentials.getApplicationDefault(factory).createScoped(SCOPES);
    } catch (IOException e) {
      throw new Failure.Permanent(
          Reason.UNAUTHENTICATED,
          "The controller has no application default credentials: "
              + e.getMessage()
              + " Name a credential with credentialsId.",
          e);
    }
  }

  /** Names a session without holding its key. */
  private static String fingerprint(String text, Account account, GoogleSettings settings) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest()) + account + settings;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
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
