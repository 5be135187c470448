package io.jenkins.plugins.cloudrun.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.emulator.LoopbackCloud;
import io.jenkins.plugins.cloudrun.emulator.Options;
import io.jenkins.plugins.cloudrun.emulator.analysis.Vulnerability;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.Severity;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions;
import io.jenkins.plugins.cloudrun.scan.ScanGate;
import io.jenkins.plugins.cloudrun.scan.ScanState;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scan gate over the emulated Artifact Analysis. */
@SuppressWarnings("NullAway.Init")
class OccurrenceReaderTest {
  private LoopbackCloud cloud;
  private String deployer;
  private ImageReference image;
  private ScanGate gate;

  @BeforeEach
  void start(@TempDir Path data) throws IOException {
    Options options = Options.in(data);
    cloud = LoopbackCloud.start(options);
    deployer = options.accounts().get(0);
    String repository = "demo-project/apps/shop";
    byte[] config = "{}".getBytes(StandardCharsets.UTF_8);
    String blob = cloud.registry().addBlob(repository, new ByteArrayInputStream(config));
    String type = "application/vnd.oci.image.manifest.v1+json";
    String manifest =
        """
        {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":2},"layers":[]}
        """
            .formatted(type, blob)
            .strip();
    String digest = cloud.registry().addManifest(repository, "1", type, manifest).digest();
    image = ImageReference.parse(cloud.registryHost() + "/" + repository + "@" + digest);
    gate =
        new ScanGate(
            new OccurrenceReader(
                Asked.transport(cloud.tokens().accessTokenFor(deployer), Duration.ofSeconds(10)),
                cloud.artifactAnalysis().uri().toString()));
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private ScanState look(Duration left) {
    Instant now = Instant.now();
    return gate.look(image, Severity.HIGH, now.plus(left), now);
  }

  private String failure(Duration left) {
    return assertInstanceOf(ScanState.Failed.class, look(left)).message();
  }

  @Test
  void aScanIsAwaitedAndItsFindingsAreReadFromAllPages() throws Exception {
    for (int i = 0; i < 1200; i++) {
      cloud
          .artifactAnalysis()
          .plant(new Vulnerability("CVE-2024-" + (1000 + i), "LOW", "p" + i, "1-2", "", 2.5));
    }
    String digest = image.digest().orElseThrow().value();
    cloud
        .artifactAnalysis()
        .plant(digest, new Vulnerability("CVE-2024-1", "HIGH", "openssl", "3.0-1", "3.0-2", 8.1))
        .delays(Duration.ofMillis(200), Duration.ofMillis(600));
    Instant deadline = Instant.now().plusSeconds(20);
    StringBuilder seen = new StringBuilder();
    ScanState state = gate.look(image, Severity.HIGH, deadline, Instant.now());
    while (state instanceof ScanState.Waiting waiting) {
      if (seen.indexOf(waiting.why()) < 0) {
        seen.append(waiting.why()).append('\n');
      }
      Thread.sleep(50);
      state = gate.look(image, Severity.HIGH, deadline, Instant.now());
    }
    assertTrue(seen.toString().contains("notice"), seen.toString());
    assertTrue(seen.toString().contains("pending"), seen.toString());
    assertTrue(seen.toString().contains("under way"), seen.toString());
    ScanState.Failed failed = assertInstanceOf(ScanState.Failed.class, state);
    assertTrue(failed.message().contains("1 HIGH, 1200 LOW"), failed.message());
    assertEquals(
        "HIGH      CVE-2024-1     openssl  3.0-1      3.0-2     8.1",
        failed.table().lines().get(1));
  }

  @Test
  void whatIsMissingIsNamed() {
    cloud.artifactAnalysis().scanning(false);
    assertInstanceOf(ScanState.Waiting.class, look(Duration.ofMinutes(1)));
    String off = failure(Duration.ZERO);
    assertTrue(off.contains("gcloud services enable containerscanning.googleapis.com"), off);
    cloud.artifactAnalysis().disableApi(true);
    String disabled = failure(Duration.ofMinutes(1));
    assertTrue(disabled.startsWith("Scanning is not enabled in project demo-project"), disabled);
    assertTrue(disabled.contains("containerscanning.googleapis.com"), disabled);
    cloud.artifactAnalysis().disableApi(false).scanning(true);
    cloud.artifactAnalysis().endWith("FINISHED_UNSUPPORTED");
    String unsupported = failure(Duration.ofMinutes(1));
    assertTrue(unsupported.contains("cannot scan"), unsupported);
    cloud.artifactAnalysis().endWith("FINISHED_FAILED");
    String failed = failure(Duration.ofMinutes(1));
    assertTrue(failed.contains("The scan failed."), failed);
    cloud.emulator().access().deny(deployer, "containeranalysis.occurrences.list");
    String denied = failure(Duration.ofMinutes(1));
    assertTrue(denied.contains("roles/containeranalysis.occurrences.viewer"), denied);
  }

  @Test
  void whatWasPlantedOverTheApiIsFoundInItsImageAlone() throws Exception {
    for (String digest : List.of(image.digest().orElseThrow().value(), "sha256:other")) {
      String occurrence =
          """
          {"resourceUri": "https://%s@%s", "noteName": "projects/goog-vulnz/notes/CVE-2024-9",
           "vulnerability": {"effectiveSeverity": "CRITICAL", "packageIssue": [
             {"affectedPackage": "zlib", "affectedVersion": {"fullName": "1"},
              "fixedVersion": {"kind": "MAXIMUM"}}]}}
          """
              .formatted(image.name(), digest);
      var made =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(
                          cloud
                              .artifactAnalysis()
                              .uri()
                              .resolve("/v1/projects/demo-project/occurrences"))
                      .header("Authorization", "Bearer " + cloud.tokens().accessTokenFor(deployer))
                      .POST(HttpRequest.BodyPublishers.ofString(occurrence))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertEquals(200, made.statusCode(), made.body());
    }
    ScanState.Failed failed = assertInstanceOf(ScanState.Failed.class, look(Duration.ofMinutes(1)));
    assertTrue(failed.message().contains("found 1 CRITICAL: 1 reaches"), failed.message());
    assertEquals(Severity.CRITICAL, failed.table().rows().get(0).severity());
  }

  @Test
  void aSessionAsksTheEndpointThatIsConfigured() throws Exception {
    Optional<URI> none = Optional.empty();
    Endpoints endpoints =
        new Endpoints(
            none,
            Optional.of(cloud.tokens().tokenUri()),
            none,
            none,
            none,
            none,
            none,
            Optional.of(cloud.artifactAnalysis().uri()));
    try (GoogleSessions sessions =
        new GoogleSessions(
            (origin, id) -> cloud.serviceAccountKey(deployer),
            () -> new GoogleSettings(endpoints, false, List.of()),
            HttpClient::newBuilder)) {
      ScanGate over =
          new ScanGate(
              sessions.scans(
                  new Origin("shop", Optional.of(1), "nobody"),
                  new Sessions.Account(Optional.of("key"), Optional.empty())));
      Instant now = Instant.now();
      assertInstanceOf(
          ScanState.Passed.class, over.look(image, Severity.HIGH, now.plusSeconds(60), now));
    }
    assertEquals(2, cloud.emulator().journal().count("ListOccurrences"));
  }

  @Test
  void anOutageIsWaitedOutAndSaidAtTheEnd() {
    cloud.faults().busy("ListOccurrences", 7);
    ScanState.Waiting waiting =
        assertInstanceOf(ScanState.Waiting.class, look(Duration.ofMinutes(1)));
    assertTrue(waiting.next().isAfter(Instant.now().plusSeconds(5)), waiting.toString());
    cloud.faults().failAfterwards("ListOccurrences", 500);
    assertInstanceOf(ScanState.Waiting.class, look(Duration.ofMinutes(1)));
    cloud.faults().fail("ListOccurrences", 503);
    String late = failure(Duration.ZERO);
    assertTrue(late.contains("wait is over"), late);
    assertInstanceOf(ScanState.Passed.class, look(Duration.ofMinutes(1)));
  }
}
