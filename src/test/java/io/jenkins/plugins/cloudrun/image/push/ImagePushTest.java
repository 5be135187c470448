package io.jenkins.plugins.cloudrun.image.push;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.cloudrun.image.DebianRegistry;
import io.jenkins.plugins.cloudrun.image.registry.Attempts;
import io.jenkins.plugins.cloudrun.image.registry.Keyring;
import io.jenkins.plugins.cloudrun.image.registry.RegistryClient;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against Debian's {@code docker-registry}: somebody else's idea of the protocol. */
class ImagePushTest {
  @TempDir Path folder;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final RegistryClient client =
      new RegistryClient(HttpClient.newBuilder(), Keyring.empty());
  private DebianRegistry registry;
  private CountingRelay relay;
  private Blob big;
  private Blob small;

  @BeforeAll
  static void needsRegistry() {
    assumeTrue(DebianRegistry.isInstalled(), "docker-registry is not installed");
  }

  @BeforeEach
  void start() throws Exception {
    registry = DebianRegistry.open(folder.resolve("registry"));
    relay = new CountingRelay(registry.host());
    big = SampleImage.layer(folder, 1, 20_000_000);
    small = SampleImage.layer(folder, 2, 300_000);
  }

  @AfterEach
  void stop() throws Exception {
    relay.close();
    registry.close();
  }

  @Test
  void pushesAndTagsAndReadsBack() throws Exception {
    Image image = SampleImage.of("one", List.of(big, small));
    PushReport report = push().push(image, name("p/a"), List.of("v1", "v2"), TagPolicy.MOVE);
    assertEquals(
        new PushReport(2, 0, 0, 20_300_000 + image.config().size()), report, lines::toString);
    for (String tag : List.of("v1", "v2")) {
      assertEquals(image.digest(), client.resolve(reference("p/a", tag)));
    }
    assertArrayEquals(
        image.manifest(), client.manifest(reference("p/a", "v1").at(image.digest())).bytes());
    for (Blob blob : List.of(big, small, image.config())) {
      try (InputStream in =
          client.blobs(Attempts.usual(lines::add)).open(name("p/a"), blob.digest(), blob.size())) {
        assertArrayEquals(SampleImage.bytes(blob), in.readAllBytes());
      }
    }
    assertEquals(1, lines.size(), lines::toString);
    assertTrue(lines.get(0).contains("(20.0 MB) is sent"), lines::toString);
  }

  @Test
  void asksOnceWhenNothingChanged() throws Exception {
    Image image = SampleImage.of("one", List.of(big, small));
    push().push(image, name("p/a"), List.of("v1"), TagPolicy.MOVE);
    relay.clear();
    PushReport report = push().push(image, name("p/a"), List.of("v1"), TagPolicy.MOVE);
    assertEquals(new PushReport(0, 2, 0, 0), report);
    assertEquals(List.of("HEAD /v2/p/a/manifests/v1"), relay.requests());
  }

  @Test
  void addsTagsWithoutABlob() throws Exception {
    Image image = SampleImage.of("one", List.of(small));
    push().push(image, name("p/a"), List.of("v1"), TagPolicy.MOVE);
    relay.clear();
    push().push(image, name("p/a"), List.of("v2", "v1", "v3"), TagPolicy.MOVE);
    assertEquals(
        List.of(
            "HEAD /v2/p/a/manifests/v2",
            "HEAD /v2/p/a/manifests/" + image.digest(),
            "PUT /v2/p/a/manifests/v2",
            "HEAD /v2/p/a/manifests/v1",
            "HEAD /v2/p/a/manifests/v3",
            "PUT /v2/p/a/manifests/v3"),
        relay.requests());
    assertEquals(image.digest(), client.resolve(reference("p/a", "v2")));
    assertEquals(image.digest(), client.resolve(reference("p/a", "v3")));
  }

  @Test
  void doesNotAskForWhatItHasSeenThereLately() throws Exception {
    push().push(SampleImage.of("one", List.of(big)), name("p/a"), List.of("v1"), TagPolicy.MOVE);
    relay.clear();
    Image next = SampleImage.of("two", List.of(big, small));
    PushReport report = push().push(next, name("p/a"), List.of("v2"), TagPolicy.MOVE);
    assertEquals(1, report.pushed());
    assertEquals(1, report.reused());
    assertEquals(
        List.of(),
        relay.requests().stream().filter(r -> r.contains(big.digest().value())).toList());
    assertEquals(next.digest(), client.resolve(reference("p/a", "v2")));
  }

  @Test
  void sendsWhatTheRegistryHasLostSince() throws Exception {
    push().push(SampleImage.of("one", List.of(big)), name("p/a"), List.of("v1"), TagPolicy.MOVE);
    Path lost =
        folder
            .resolve("registry/storage/docker/registry/v2/repositories/p/a/_layers/sha256")
            .resolve(big.digest().value().substring("sha256:".length()));
    Files.delete(lost.resolve("link"));
    Image next = SampleImage.of("two", List.of(big, small));
    PushReport report = push().push(next, name("p/a"), List.of("v2"), TagPolicy.MOVE);
    assertEquals(2, report.pushed(), lines::toString);
    assertEquals(next.digest(), client.resolve(reference("p/a", "v2")));
    assertTrue(Files.exists(lost.resolve("link")));
  }

  @Test
  void movesATag() throws Exception {
    push()
        .push(
            SampleImage.of("one", List.of(small)), name("p/a"), List.of("latest"), TagPolicy.MOVE);
    Image second = SampleImage.of("two", List.of(small));
    PushReport report = push().push(second, name("p/a"), List.of("latest"), TagPolicy.MOVE);
    assertEquals(new PushReport(0, 1, 0, second.config().size()), report);
    assertEquals(second.digest(), client.resolve(reference("p/a", "latest")));
  }

  @Test
  void keepsATagAndSendsNothing() throws Exception {
    Image first = SampleImage.of("one", List.of(small));
    push().push(first, name("p/a"), List.of("v1", "v2"), TagPolicy.KEEP);
    push().push(first, name("p/a"), List.of("v1", "v3"), TagPolicy.KEEP);
    relay.clear();
    Image second = SampleImage.of("two", List.of(big));
    Failure.Permanent refused =
        assertThrows(
            Failure.Permanent.class,
            () -> push().push(second, name("p/a"), List.of("new", "v2"), TagPolicy.KEEP));
    assertEquals(Failure.Reason.EXISTS, refused.reason());
    for (String part :
        List.of("tag v2 ", first.digest().value(), second.digest().value(), "'keep'", "'move'")) {
      assertTrue(refused.getMessage().contains(part), refused.getMessage());
    }
    assertEquals(
        List.of("HEAD /v2/p/a/manifests/new", "HEAD /v2/p/a/manifests/v2"), relay.requests());
    assertEquals(Optional.empty(), client.find(reference("p/a", "new")));
  }

  @Test
  void mountsFromARepositoryThatHasNothingToDoWithTheBase() throws Exception {
    push()
        .push(
            SampleImage.of("one", List.of(big, small)), name("p/a"), List.of("v1"), TagPolicy.MOVE);
    relay.clear();
    Image other = SampleImage.of("other", List.of(big, small));
    PushReport report = push().push(other, name("q/b"), List.of("v1"), TagPolicy.MOVE);
    assertEquals(new PushReport(0, 0, 2, other.config().size()), report);
    assertTrue(relay.bytesUp() < 20_000, () -> relay.bytesUp() + " bytes");
    assertTrue(lines.toString().contains("is taken over from " + name("p/a")), lines::toString);
    assertEquals(other.digest(), client.resolve(reference("q/b", "v1")));
  }

  @Test
  void sendsWhatAWrongHintPromised() throws Exception {
    new KnownBlobs(folder.resolve("known")).saw(name("no/where"), List.of(big.digest()));
    Image image = SampleImage.of("one", List.of(big));
    PushReport report = push().push(image, name("p/a"), List.of("v1"), TagPolicy.MOVE);
    assertEquals(1, report.pushed());
    assertEquals(0, report.mounted());
    assertEquals(
        1,
        relay.requests().stream()
            .filter(line -> line.contains(big.digest().value()) && line.startsWith("POST"))
            .count());
  }

  @Test
  void mountsTheBaseOfTheSameRegistry() throws Exception {
    push().push(SampleImage.of("base", List.of(big)), name("base"), List.of("1"), TagPolicy.MOVE);
    relay.clear();
    Image image = SampleImage.of("app", List.of(SampleImage.in(name("base"), big), small));
    ImagePush fresh = new ImagePush(client, new KnownBlobs(folder.resolve("other")), lines::add);
    PushReport report = fresh.push(image, name("p/a"), List.of("v1"), TagPolicy.MOVE);
    assertEquals(new PushReport(1, 0, 1, small.size() + image.config().size()), report);
  }

  @Test
  void streamsTheBaseFromAnotherRegistry() throws Exception {
    try (DebianRegistry bases = DebianRegistry.closed(folder.resolve("bases"))) {
      RegistryClient both =
          new RegistryClient(
              HttpClient.newBuilder(), Keyring.empty().with(bases.host(), DebianRegistry.token()));
      ImageName base = new ImageName(bases.host(), "base");
      KnownBlobs known = new KnownBlobs(folder.resolve("known"));
      new ImagePush(both, known, lines::add)
          .push(SampleImage.of("base", List.of(big)), base, List.of("1"), TagPolicy.MOVE);
      Image image = SampleImage.of("app", List.of(SampleImage.in(base, big), small));
      PushReport report =
          new ImagePush(both, known, lines::add)
              .push(image, name("p/a"), List.of("v1"), TagPolicy.MOVE);
      assertEquals(2, report.pushed());
      try (InputStream in =
          both.blobs(Attempts.usual(lines::add)).open(name("p/a"), big.digest(), big.size())) {
        assertArrayEquals(SampleImage.bytes(big), in.readAllBytes());
      }
    }
  }

  @Test
  void refusesALayerThatIsNotWhatItsDigestSays() throws Exception {
    ImageDigest wrong = new ImageDigest("sha256:" + "0".repeat(64));
    Image image =
        SampleImage.of(
            "one", List.of(new Blob(wrong, small.size(), small.mediaType(), small.origin())));
    DamagedBlobException refused =
        assertThrows(
            DamagedBlobException.class,
            () -> push().push(image, name("p/a"), List.of("v1"), TagPolicy.MOVE));
    assertEquals(wrong, refused.digest());
    assertEquals(Optional.empty(), client.find(reference("p/a", "v1")));
  }

  private ImagePush push() {
    return new ImagePush(client, new KnownBlobs(folder.resolve("known")), lines::add);
  }

  private ImageName name(String path) {
    return new ImageName(relay.host(), path);
  }

  private ImageReference reference(String path, String tag) {
    return new ImageReference(name(path), Optional.of(tag), Optional.empty());
  }
}
