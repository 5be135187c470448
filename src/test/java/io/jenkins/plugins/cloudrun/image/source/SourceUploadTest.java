package io.jenkins.plugins.cloudrun.image.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import io.jenkins.plugins.cloudrun.image.source.ScriptedStorage.Fault;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources on their way to Cloud Storage, with everything that gets in the way. */
class SourceUploadTest {
  private static final int PIECE = 64 << 10;

  @TempDir Path home;
  private ScriptedStorage storage;
  private Path workspace;
  private final List<String> log = new ArrayList<>();

  @BeforeEach
  void begin() throws IOException {
    storage = new ScriptedStorage();
    workspace = Files.createDirectories(home.resolve("workspace"));
    Files.createDirectories(workspace.resolve("app"));
    Files.writeString(workspace.resolve("app/main.js"), "serve()");
    byte[] noise = new byte[300_000];
    new Random(1).nextBytes(noise);
    Files.write(workspace.resolve("app/noise"), noise);
  }

  @AfterEach
  void end() {
    storage.close();
  }

  private SourceRequest request(String bucket) {
    return new SourceRequest(
        "app", "", "", false, bucket, "my-project", "europe-west1", storage.endpoint());
  }

  private UploadedSource upload(SourceRequest request)
      throws Failure, IOException, InterruptedException {
    return new SourceUpload(
            new RegistryToken("secret-token", Instant.MAX),
            HttpClient.newBuilder(),
            log::add,
            Duration.ofMillis(1),
            PIECE)
        .run(request, workspace, home.resolve("temporary"));
  }

  private void checkArrived(UploadedSource source) throws Exception {
    byte[] bytes = storage.objects.get(source.bucket() + "/" + source.object());
    String name = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    assertEquals("source/" + name + ".tgz", source.object());
    assertEquals(1700000000000001L, source.generation());
    assertEquals(bytes.length, source.bytes());
    try (Stream<Path> left = Files.list(home.resolve("temporary"))) {
      assertEquals(0, left.count(), "the archive is deleted");
    }
  }

  @Test
  void createsTheProjectsBucketAndUploadsInPieces() throws Exception {
    UploadedSource source = upload(request(""));
    checkArrived(source);
    assertEquals("my-project_cloudbuild", source.bucket());
    assertEquals(UploadedSource.Kind.BUILDPACKS, source.kind());
    assertEquals("my-project", storage.owners.get("my-project_cloudbuild"));
    assertTrue(
        storage.calls.stream().anyMatch(c -> c.contains("\"location\":\"europe-west1\"")),
        storage.calls.toString());
    assertTrue(storage.calls.stream().filter(c -> c.startsWith("PUT")).count() >= 5);
    assertTrue(source.uploaded());
    assertTrue(log.get(0).startsWith("Sources: 2 files, 300.0 kB"), log.toString());
  }

  @Test
  void whatIsThereIsNotSentAgain() throws Exception {
    UploadedSource first = upload(request(""));
    long sent = storage.received;
    storage.calls.clear();
    UploadedSource second = upload(request(""));
    assertEquals(first.object(), second.object());
    assertFalse(second.uploaded());
    assertEquals(sent, storage.received);
    assertTrue(storage.calls.stream().allMatch(c -> c.startsWith("GET")), storage.calls.toString());
  }

  @Test
  void goesOnWhereItWasCutOff() throws Exception {
    storage.faults.addAll(
        List.of(
            Fault.CUT,
            Fault.HALF,
            Fault.UNAVAILABLE,
            Fault.TOO_MANY,
            Fault.CUT,
            Fault.LOST_ANSWER));
    UploadedSource source = upload(request(""));
    checkArrived(source);
    // A cut piece's kept half is not sent twice; each cut costs at most its other half.
    assertTrue(storage.received <= source.bytes() + 3L * PIECE, storage.received + " bytes");
  }

  @Test
  void theLostAnswerToTheLastPieceIsAskedFor() throws Exception {
    Files.delete(workspace.resolve("app/noise"));
    storage.faults.add(Fault.LOST_ANSWER);
    UploadedSource source = upload(request(""));
    checkArrived(source);
    assertEquals(source.bytes(), storage.received);
  }

  @Test
  void aSessionThatIsForgottenBeginsAnew() throws Exception {
    storage.faults.addAll(List.of(Fault.HALF, Fault.GONE));
    checkArrived(upload(request("")));
    assertEquals(2, storage.calls.stream().filter(c -> c.startsWith("POST /upload")).count());
  }

  @Test
  void givesUpWhenNothingMovesForLong() {
    for (int i = 0; i < 50; i++) {
      storage.faults.add(Fault.UNAVAILABLE);
    }
    Failure failure = assertThrows(Failure.Transient.class, () -> upload(request("")));
    assertTrue(failure.explanation().contains("It was tried 8 times"), failure.explanation());
    assertFalse(failure.explanation().contains("secret-token"));
  }

  @Test
  void aBucketOfAnotherProjectIsRefused() {
    storage.owners.put("my-project_cloudbuild", "evil-project");
    storage.owners.put("sources", "evil-project");
    for (String bucket : List.of("", "sources")) {
      Failure failure = assertThrows(Failure.Permanent.class, () -> upload(request(bucket)));
      assertTrue(failure.explanation().contains("belongs to another project"));
      assertTrue(storage.objects.isEmpty());
    }
  }

  @Test
  void aNamedBucketIsNotCreated() {
    Failure failure = assertThrows(Failure.Permanent.class, () -> upload(request("typo-bucket")));
    assertTrue(failure.explanation().startsWith("There is no bucket typo-bucket"));
    assertTrue(storage.owners.isEmpty());
  }

  @Test
  void whoMayOnlyWriteObjectsUsesANamedBucket() throws Exception {
    storage.owners.put("sources", "my-project");
    storage.refusals.put("GET /storage/v1/b/sources", 403);
    storage.refusals.put("GET /storage/v1/b", 403);
    checkArrived(upload(request("sources")));
    assertTrue(log.toString().contains("could not be seen"), log.toString());
  }

  @Test
  void aRefusalNamesTheRole() {
    storage.refusals.put("POST /storage/v1/b", 403);
    Failure failure = assertThrows(Failure.Permanent.class, () -> upload(request("")));
    assertTrue(failure.explanation().contains("storage.buckets.create"), failure.explanation());
  }

  @Test
  void theTokenStaysWithTheEndpointWhereverAnAnswerPoints() throws Exception {
    storage.locationHost = "http://attacker.invalid";
    checkArrived(upload(request("")));
  }

  @Test
  void anAbortEndsItAtOnce() throws Exception {
    storage.stuck = true;
    Thread uploading = Thread.currentThread();
    Thread interrupter =
        new Thread(
            () -> {
              try {
                while (storage.calls.stream().noneMatch(c -> c.startsWith("PUT"))) {
                  Thread.sleep(5);
                }
                uploading.interrupt();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    interrupter.start();
    long begun = System.nanoTime();
    assertThrows(InterruptedException.class, () -> upload(request("")));
    assertTrue(System.nanoTime() - begun < 2_000_000_000L);
    try (Stream<Path> left = Files.list(home.resolve("temporary"))) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void findsHowTheSourcesAreBuilt() throws Exception {
    Files.writeString(workspace.resolve("app/Dockerfile"), "FROM scratch\n");
    UploadedSource docker = upload(request(""));
    assertEquals(UploadedSource.Kind.DOCKERFILE, docker.kind());
    assertEquals("Dockerfile", docker.dockerfile());
    Files.writeString(workspace.resolve("app/cloudbuild.yaml"), "steps: []\n");
    UploadedSource config =
        upload(
            new SourceRequest(
                "app", "", "cloudbuild.yaml", false, "", "my-project", "", storage.endpoint()));
    assertEquals("steps: []\n", config.config());
    assertEquals(config, wired(config));
    Files.writeString(workspace.resolve("app/.gcloudignore"), "Dockerfile\n");
    InvalidValueException left =
        assertThrows(InvalidValueException.class, () -> upload(request("")));
    assertTrue(left.getMessage().contains("!Dockerfile"), left.getMessage());
    UploadedSource function =
        upload(new SourceRequest("app", "", "", true, "", "my-project", "", storage.endpoint()));
    assertEquals(UploadedSource.Kind.BUILDPACKS, function.kind());
  }

  @Test
  void sourcesOutsideTheWorkspaceAreRefused() throws Exception {
    Files.createDirectories(home.resolve("outside"));
    Files.createSymbolicLink(workspace.resolve("out"), home.resolve("outside"));
    SourceRequest out =
        new SourceRequest("out", "", "", false, "", "my-project", "", storage.endpoint());
    assertThrows(InvalidValueException.class, () -> upload(out));
    assertThrows(
        InvalidValueException.class,
        () -> new SourceRequest("../x", "", "", false, "", "my-project", "", ""));
    assertThrows(
        InvalidValueException.class,
        () -> new SourceRequest(".", "", "", false, "b/../../x", "my-project", "", ""));
    assertTrue(storage.calls.isEmpty());
  }

  @Test
  void tellsOfTheProjectsDescriptionIfItIsSent() throws Exception {
    assertEquals("", upload(request("")).descriptor());
    Files.writeString(workspace.resolve("app/project.toml"), "[[build.env]]\n");
    assertEquals("project.toml", upload(request("")).descriptor());
    Files.writeString(workspace.resolve("app/Dockerfile"), "FROM scratch\n");
    assertEquals("", upload(request("")).descriptor(), "a Dockerfile has none");
    Files.delete(workspace.resolve("app/Dockerfile"));
    Files.writeString(workspace.resolve("app/.gcloudignore"), "*.toml\n");
    assertEquals("", upload(request("")).descriptor(), "it stays here");
  }

  @Test
  void anAnswerThatIsNotWholeIsRefused() {
    assertThrows(
        InvalidValueException.class,
        () ->
            new UploadedSource(
                "bucket",
                "source/x.tgz",
                1,
                UploadedSource.Kind.BUILDPACKS,
                "",
                "",
                "",
                1,
                1,
                true));
  }

  private static UploadedSource wired(UploadedSource source) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(source);
    return (UploadedSource)
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
  }
}
