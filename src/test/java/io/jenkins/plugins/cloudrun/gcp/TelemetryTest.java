package io.jenkins.plugins.cloudrun.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.emulator.metrics.Monitoring;
import io.jenkins.plugins.cloudrun.model.LogSeverity;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Metrics;
import io.jenkins.plugins.cloudrun.rollout.port.ServiceState;
import io.jenkins.plugins.cloudrun.rollout.traffic.Target;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Metrics and log entries over the wire, of requests that the emulator's services really served.
 */
@SuppressWarnings("NullAway.Init")
class TelemetryTest extends OnCloudRun {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final RevisionName REVISION = new RevisionName("shop-1");
  private static final Map<String, String> RESOURCE =
      Map.of(
          "project_id", "demo-project",
          "location", "europe-west1",
          "service_name", "shop",
          "configuration_name", "shop",
          "revision_name", "shop-1");

  private MonitoringReader metrics;
  private EntryReader logs;
  private Monitoring monitoring;

  private MonitoringReader reader(String token) {
    return new MonitoringReader(new RestCalls(Asked.transport(token, LIMIT)), endpoints());
  }

  private EntryReader entries(String token) {
    return new EntryReader(new RestCalls(Asked.transport(token, LIMIT)), endpoints());
  }

  private Endpoints endpoints() {
    Optional<URI> api = Optional.of(rig.emulator().api());
    Optional<URI> none = Optional.empty();
    return new Endpoints(none, none, none, none, api).withMonitoring(api);
  }

  @BeforeEach
  void prepare() {
    metrics = reader("access:" + Asked.DEPLOYER);
    logs = entries("access:" + Asked.DEPLOYER);
    monitoring = rig.emulator().monitoring().delays(Duration.ZERO, Duration.ZERO);
  }

  @AfterEach
  void forget() {
    rig.emulator().faults().clear();
    rig.emulator().logs().delay(Duration.ZERO);
  }

  private static int get(URI uri) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private Metrics.Requests requests(ServiceKey key, String revision, Instant from) throws Failure {
    return metrics.requests(key, new RevisionName(revision), from, Instant.now().plusSeconds(2));
  }

  @Test
  void servedTrafficIsCountedAndLogged() throws Exception {
    ServiceKey key = Asked.service("counted");
    Instant before = Instant.now().minusSeconds(5);
    ServiceState service = deployed(key);
    client.setPublic(key, true);
    for (int i = 0; i < 7; i++) {
      assertEquals(200, get(service.uri().orElseThrow().resolve("/hello")));
    }
    assertEquals(new Metrics.Requests(7, 0), requests(key, "counted-1", before));
    OptionalDouble p95 =
        metrics.latency(
            key, new RevisionName("counted-1"), 95, before, Instant.now().plusSeconds(2));
    assertTrue(p95.orElse(-1) >= 0 && p95.orElse(-1) < 60_000, p95.toString());
    assertEquals(new Metrics.Requests(0, 0), requests(key, "counted-2", before));
    assertEquals(
        new Metrics.Requests(0, 0),
        requests(Asked.service("counted", "us-central1"), "counted-1", before));
    List<String> entries =
        logs.entries(
            key,
            new RevisionName("counted-1"),
            LogSeverity.INFO,
            before,
            Instant.now().plusSeconds(2),
            100);
    assertEquals(7, entries.size(), entries.toString());
    assertTrue(entries.get(0).endsWith("/hello was answered 200"), entries.get(0));
    // Of what explains a failure, requests take no line away.
    List<String> lines = client.logs(key, new RevisionName("counted-1"), 5);
    assertTrue(lines.get(0).startsWith("listening on"), lines.toString());
  }

  @Test
  void aServerErrorCountsAsOneAndIsAnErrorInTheLog() throws Exception {
    ServiceKey key = Asked.service("ill");
    Instant before = Instant.now().minusSeconds(5);
    var created =
        done(
            key,
            client.apply(
                Asked.deploy(
                    key,
                    Optional.empty(),
                    "ill-1",
                    image,
                    Asked.settings(Asked.env(Map.of("HEALTH", "bad"))),
                    List.of(Target.LATEST_ALL))));
    assertEquals(Optional.empty(), created.error());
    client.setPublic(key, true);
    URI uri = now(key).uri().orElseThrow();
    assertEquals(500, get(uri.resolve("/healthz")));
    assertEquals(200, get(uri.resolve("/")));
    assertEquals(new Metrics.Requests(2, 1), requests(key, "ill-1", before));
    List<String> errors =
        logs.entries(
            key,
            new RevisionName("ill-1"),
            LogSeverity.ERROR,
            before,
            Instant.now().plusSeconds(2),
            10);
    assertEquals(1, errors.size(), errors.toString());
  }

  @Test
  void percentilesAreThoseOfAllRequests() throws Exception {
    Instant then = Instant.now().minusSeconds(3600).truncatedTo(ChronoUnit.SECONDS);
    for (int i = 1; i <= 100; i++) {
      monitoring
          .requests()
          .add(then.plusSeconds(i), RESOURCE, i > 98 ? 503 : 200, Duration.ofMillis(10L * i));
    }
    Instant end = then.plusSeconds(300);
    assertEquals(new Metrics.Requests(100, 2), metrics.requests(Asked.SHOP, REVISION, then, end));
    assertEquals(500.0, metrics.latency(Asked.SHOP, REVISION, 50, then, end).orElseThrow());
    assertEquals(950.0, metrics.latency(Asked.SHOP, REVISION, 95, then, end).orElseThrow());
    assertEquals(990.0, metrics.latency(Asked.SHOP, REVISION, 99, then, end).orElseThrow());
    // What lies outside of the interval does not count.
    assertEquals(50, metrics.requests(Asked.SHOP, REVISION, then, then.plusSeconds(50)).all());
    assertEquals(
        OptionalDouble.empty(),
        metrics.latency(Asked.SHOP, REVISION, 99, end, end.plusSeconds(300)));
  }

  @Test
  void aSampleIsVisibleLate() throws Exception {
    monitoring.delays(Duration.ofSeconds(60), Duration.ofSeconds(180));
    Instant now = Instant.now();
    Map<String, String> late = new java.util.HashMap<>(RESOURCE);
    late.put("revision_name", "late-1");
    monitoring.requests().add(now.minusSeconds(100), late, 200, Duration.ofMillis(5));
    monitoring.requests().add(now.minusSeconds(250), late, 200, Duration.ofMillis(5));
    assertEquals(1, requests(Asked.SHOP, "late-1", now.minusSeconds(600)).all());
  }

  @Test
  void aQueryHasAValueForEachSeries() throws Exception {
    monitoring.answer("sum(up)", "0.25").answer("up", "1", "NaN", "+Inf").answer("none");
    var project = Asked.SHOP.project();
    assertEquals(List.of(0.25), metrics.query(project, "sum(up)", Instant.now()));
    assertEquals(
        List.of(1.0, Double.NaN, Double.POSITIVE_INFINITY),
        metrics.query(project, "up", Instant.now()));
    assertEquals(List.of(), metrics.query(project, "none", Instant.now()));
  }

  @Test
  void theQueryOfTheGatesPageIsAnswered() throws Exception {
    Matcher example =
        Pattern.compile("metrics\\(query: '([^']+) < ([0-9.]+)'\\)")
            .matcher(Files.readString(Path.of("docs/gates.md")));
    assertTrue(example.find(), "docs/gates.md has an example of a query");
    Map<String, String> resource = new java.util.HashMap<>(RESOURCE);
    resource.put("revision_name", "asked-1");
    String promql = example.group(1).replace("{{revision}}", "asked-1");
    Instant then = Instant.now().minusSeconds(60);
    assertEquals(List.of(), metrics.query(Asked.SHOP.project(), promql, Instant.now()));
    for (int i = 0; i < 50; i++) {
      monitoring.requests().add(then, resource, 200, Duration.ofMillis(5));
    }
    assertEquals(List.of(0.0), metrics.query(Asked.SHOP.project(), promql, Instant.now()));
    for (int i = 0; i < 50; i++) {
      monitoring.requests().add(then, resource, 503, Duration.ofMillis(5));
    }
    assertEquals(List.of(0.5), metrics.query(Asked.SHOP.project(), promql, Instant.now()));
  }

  @Test
  void aQueryThatIsNoneIsRefusedInPrometheusWords() {
    Failure.Permanent refused =
        assertThrows(
            Failure.Permanent.class,
            () -> metrics.query(Asked.SHOP.project(), "sum(up", Instant.now()));
    assertEquals(Failure.Reason.INVALID, refused.reason());
    assertTrue(refused.explanation().contains("unclosed left parenthesis"), refused.explanation());
  }

  private Failure failing(org.junit.jupiter.api.function.Executable call) {
    return assertThrows(Failure.class, call);
  }

  @Test
  void whatIsThrottledOrBrokenIsTransientAndKeepsTheAskedPause() {
    rig.emulator().faults().busy("ListTimeSeries", 17).fail("ListTimeSeries", 500);
    Failure throttled = failing(() -> requests(Asked.SHOP, "shop-1", Instant.now()));
    assertEquals(
        Optional.of(Duration.ofSeconds(17)),
        assertInstanceOf(Failure.Transient.class, throttled).retryAfter());
    rig.emulator().faults().clear();
    rig.emulator().faults().fail("ListTimeSeries", 500).fail("ListLogEntries", 503);
    assertInstanceOf(
        Failure.Transient.class, failing(() -> requests(Asked.SHOP, "shop-1", Instant.now())));
    assertInstanceOf(
        Failure.Transient.class,
        failing(
            () ->
                logs.entries(
                    Asked.SHOP, REVISION, LogSeverity.ERROR, Instant.EPOCH, Instant.now(), 1)));
  }

  @Test
  void whoMayNotReadIsToldTheRole() {
    MonitoringReader stranger = reader("access:stranger@demo-project.iam.gserviceaccount.com");
    EntryReader blind = entries("access:stranger@demo-project.iam.gserviceaccount.com");
    rig.emulator()
        .access()
        .deny("stranger@demo-project.iam.gserviceaccount.com", "monitoring.timeSeries.list")
        .deny("stranger@demo-project.iam.gserviceaccount.com", "logging.logEntries.list");
    Failure.Permanent denied =
        assertThrows(
            Failure.Permanent.class,
            () ->
                stranger.requests(
                    Asked.SHOP, REVISION, Instant.now().minusSeconds(300), Instant.now()));
    assertEquals(Failure.Reason.DENIED, denied.reason());
    assertTrue(denied.explanation().contains("roles/monitoring.viewer"), denied.explanation());
    Failure unread =
        failing(
            () ->
                blind.entries(
                    Asked.SHOP, REVISION, LogSeverity.ERROR, Instant.EPOCH, Instant.now(), 1));
    assertTrue(unread.explanation().contains("roles/logging.viewer"), unread.explanation());
  }

  @Test
  void entriesCountFromTheirSeverityOnAndAreLateToo() throws Exception {
    var sink = rig.emulator().logs().sink("cloud_run_revision", RESOURCE, Map.of());
    Instant before = Instant.now().minusSeconds(5);
    sink.accept("plain text");
    sink.accept("{\"severity\":\"WARNING\",\"message\":\"slow\"}");
    sink.accept("{\"severity\":\"CRITICAL\",\"message\":\"out of stock\"}");
    Instant end = Instant.now().plusSeconds(2);
    assertEquals(
        List.of("out of stock"),
        logs.entries(Asked.SHOP, REVISION, LogSeverity.ERROR, before, end, 10));
    assertEquals(
        List.of("out of stock", "slow"),
        logs.entries(Asked.SHOP, REVISION, LogSeverity.WARNING, before, end, 10));
    assertEquals(
        List.of("out of stock", "slow", "plain text"),
        logs.entries(Asked.SHOP, REVISION, LogSeverity.DEFAULT, before, end, 10));
    assertEquals(1, logs.entries(Asked.SHOP, REVISION, LogSeverity.DEFAULT, before, end, 1).size());
    rig.emulator().logs().delay(Duration.ofMinutes(1));
    assertEquals(
        List.of(), logs.entries(Asked.SHOP, REVISION, LogSeverity.DEFAULT, before, end, 10));
  }
}
