package io.jenkins.plugins.cloudrun.image.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.cloudrun.emulator.registry.OciRegistry;
import io.jenkins.plugins.cloudrun.emulator.registry.RequestKind;
import io.jenkins.plugins.cloudrun.image.DebianRegistry;
import io.jenkins.plugins.cloudrun.image.registry.Attempts;
import io.jenkins.plugins.cloudrun.image.registry.Keyring;
import io.jenkins.plugins.cloudrun.image.registry.Manifest;
import io.jenkins.plugins.cloudrun.image.registry.Referrer;
import io.jenkins.plugins.cloudrun.image.registry.RegistryClient;
import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import io.jenkins.plugins.cloudrun.model.Headway;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same digest in another repository, with all that belongs to it. */
class ImageCopyTest {
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final int LAYER = 3_000_000;

  @TempDir Path folder;

  /** An index of two platforms, with a bill of materials for the index and for one platform. */
  private ImageDigest push(RegistryClient client, ImageName name) throws Exception {
    ImagePush push = new ImagePush(client, new KnownBlobs(folder.resolve("known")), line -> {});
    Image amd =
        SampleImage.of(
            "amd",
            List.of(SampleImage.layer(folder, 1, LAYER), SampleImage.layer(folder, 2, 5000)));
    Image arm = SampleImage.of("arm", List.of(SampleImage.layer(folder, 3, LAYER)));
    push.push(amd, name, List.of("amd"), TagPolicy.MOVE);
    push.push(arm, name, List.of("arm"), TagPolicy.MOVE);
    byte[] bytes =
        ("{\"schemaVersion\":2,\"mediaType\":\""
                + INDEX
                + "\",\"manifests\":["
                + entry(amd, "amd64")
                + ","
                + entry(arm, "arm64")
                + "]}")
            .getBytes(StandardCharsets.UTF_8);
    Manifest index = new Manifest(INDEX, bytes);
    client.put(new ImageReference(name, Optional.of("v1"), Optional.empty()), index);
    push.attach(bom(index.digest(), INDEX, bytes.length, 1), name);
    push.attach(bom(amd.digest(), SampleImage.MANIFEST, amd.manifest().length, 2), name);
    return index.digest();
  }

  private static String entry(Image image, String architecture) {
    return "{\"mediaType\":\""
        + SampleImage.MANIFEST
        + "\",\"digest\":\""
        + image.digest()
        + "\",\"size\":"
        + image.manifest().length
        + ",\"platform\":{\"os\":\"linux\",\"architecture\":\""
        + architecture
        + "\"}}";
  }

  private static Image bom(ImageDigest subject, String type, int size, int number)
      throws Exception {
    Blob config = memory("{}", "application/vnd.oci.empty.v1+json");
    Blob body = memory("{\"bom\":" + number + "}", "application/vnd.cyclonedx+json");
    byte[] bytes =
        ("{\"schemaVersion\":2,\"mediaType\":\""
                + SampleImage.MANIFEST
                + "\",\"artifactType\":\"application/vnd.cyclonedx+json\",\"config\":"
                + SampleImage.descriptor(config)
                + ",\"layers\":["
                + SampleImage.descriptor(body)
                + "],\"subject\":{\"mediaType\":\""
                + type
                + "\",\"digest\":\""
                + subject
                + "\",\"size\":"
                + size
                + "}}")
            .getBytes(StandardCharsets.UTF_8);
    return new Image(
        new Manifest(SampleImage.MANIFEST, bytes).digest(),
        SampleImage.MANIFEST,
        bytes,
        config,
        List.of(body));
  }

  private static Blob memory(String text, String type) throws Exception {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Blob(SampleImage.digest(bytes), bytes.length, type, new Blob.Origin.InMemory(bytes));
  }

  private OciRegistry registry(String name) throws Exception {
    return OciRegistry.start(folder.resolve(name), 0, new OneToken(), Clock.systemUTC())
        .createRepository("dev/apps")
        .createRepository("prod/apps");
  }

  private static RegistryClient client(String host) {
    return new RegistryClient(
        HttpClient.newBuilder(),
        Keyring.empty().with(host, new RegistryToken("good", Instant.now().plusSeconds(600))));
  }

  private static ImageCopy copy(RegistryClient from, RegistryClient to) {
    return new ImageCopy(
        from, to, new Attempts(5, Duration.ofMillis(10), Duration.ofMinutes(1), line -> {}));
  }

  private static ImageReference at(ImageName name, ImageDigest digest) {
    return new ImageReference(name, Optional.empty(), Optional.of(digest));
  }

  private static void assertWhole(RegistryClient client, ImageName name, ImageDigest digest)
      throws Exception {
    Manifest index = client.manifest(at(name, digest));
    assertEquals(digest, index.digest());
    List<ImageDigest> platforms = Parts.of(index, name).manifests();
    assertEquals(2, platforms.size());
    for (ImageDigest platform : platforms) {
      for (Manifest.Layer blob : Parts.of(client.manifest(at(name, platform)), name).blobs()) {
        assertTrue(client.blobs(Attempts.usual(line -> {})).exists(name, blob.digest()));
      }
    }
    for (ImageDigest subject : List.of(digest, platforms.get(0))) {
      List<Referrer> boms = client.referrers().list(name, subject);
      assertEquals(1, boms.size(), subject.toString());
      assertEquals("application/vnd.cyclonedx+json", boms.get(0).artifactType());
      client.manifest(at(name, boms.get(0).digest()));
    }
    ImageReference tagged = new ImageReference(name, Optional.of("promoted"), Optional.empty());
    assertEquals(digest, client.resolve(tagged));
  }

  @Test
  void passesFromOneRegistryToAnother() throws Exception {
    try (OciRegistry one = registry("one");
        OciRegistry two = registry("two")) {
      RegistryClient reading = client(one.host());
      RegistryClient writing = client(two.host());
      ImageName from = new ImageName(one.host(), "dev/apps/shop");
      ImageName to = new ImageName(two.host(), "prod/apps/team/shop");
      ImageDigest digest = push(reading, from);
      ImageCopy copy = copy(reading, writing);
      assertEquals(Optional.empty(), copy.headway());
      ImageCopy.Report report = copy.copy(at(from, digest), to, "promoted");
      assertWhole(writing, to, digest);
      Headway end = copy.headway().orElseThrow();
      assertEquals(end.total(), end.done());
      assertEquals(report.bytes(), end.moved());
      assertEquals(0, report.mounted());
      assertEquals(2, report.referrers());
      assertEquals(Optional.empty(), report.left());
      assertTrue(report.bytes() >= 2 * LAYER, report.toString());

      two.journal().clear();
      ImageCopy.Report again = copy(reading, writing).copy(at(from, digest), to, "promoted");
      assertEquals(0, two.journal().uploads());
      assertEquals(0, again.sent());
      assertEquals(0, again.bytes());
      assertEquals(report.sent(), again.kept());
    }
  }

  @Test
  void aRegistryTakesItsOwnBlobsOver() throws Exception {
    try (OciRegistry one = registry("one")) {
      RegistryClient client = client(one.host());
      ImageName from = new ImageName(one.host(), "dev/apps/shop");
      ImageName to = new ImageName(one.host(), "prod/apps/shop");
      ImageDigest digest = push(client, from);
      one.journal().clear();
      ImageCopy.Report report = copy(client, client).copy(at(from, digest), to, "promoted");
      assertWhole(client, to, digest);
      assertEquals(0, report.sent());
      assertEquals(0, report.bytes());
      assertEquals(0, one.journal().uploads());
      assertEquals(report.mounted(), one.journal().mounts());
      assertEquals(0, one.journal().count(RequestKind.BLOB_READ));
    }
  }

  @Test
  void goesOnAfterItWasStopped() throws Exception {
    try (OciRegistry one = registry("one");
        OciRegistry two = registry("two")) {
      RegistryClient reading = client(one.host());
      RegistryClient writing = client(two.host());
      ImageName from = new ImageName(one.host(), "dev/apps/shop");
      ImageName to = new ImageName(two.host(), "prod/apps/shop");
      ImageDigest digest = push(reading, from);
      CompletableFuture<Throwable> end = new CompletableFuture<>();
      ImageCopy first = copy(reading, writing);
      Thread copying =
          new Thread(
              () -> {
                try {
                  first.copy(at(from, digest), to, "promoted");
                  end.complete(new IllegalStateException("it was done"));
                } catch (Exception e) {
                  end.complete(e);
                }
              });
      // Stopped once the first large layer has passed, whatever of the rest has.
      copying.start();
      while (two.journal().uploads() == 0 && !end.isDone()) {
        Thread.onSpinWait();
      }
      copying.interrupt();
      Throwable stopped = end.get(20, TimeUnit.SECONDS);
      assertTrue(
          stopped instanceof InterruptedException
              || stopped instanceof Failure
              || stopped instanceof IllegalStateException,
          stopped.toString());
      ImageCopy.Report report = copy(reading, writing).copy(at(from, digest), to, "promoted");
      assertWhole(writing, to, digest);
      assertTrue(report.kept() >= 1, report.toString());
    }
  }

  @Test
  void whatIsNotThereIsSaid() throws Exception {
    try (OciRegistry one = registry("one")) {
      RegistryClient client = client(one.host());
      ImageName from = new ImageName(one.host(), "dev/apps/shop");
      ImageName to = new ImageName(one.host(), "prod/apps/shop");
      ImageDigest none = new ImageDigest("sha256:" + "0".repeat(64));
      Failure.Permanent refused =
          assertThrows(
              Failure.Permanent.class,
              () -> copy(client, client).copy(at(from, none), to, "promoted"));
      assertEquals(Failure.Reason.NOT_FOUND, refused.reason());
    }
  }

  @Test
  void betweenTwoReferenceRegistries() throws Exception {
    assumeTrue(DebianRegistry.isInstalled(), "docker-registry is not installed");
    try (DebianRegistry one = DebianRegistry.open(folder.resolve("one"));
        DebianRegistry two = DebianRegistry.open(folder.resolve("two"))) {
      RegistryClient client = new RegistryClient(HttpClient.newBuilder(), Keyring.empty());
      RegistryClient other = new RegistryClient(HttpClient.newBuilder(), Keyring.empty());
      ImageName from = new ImageName(one.host(), "dev/shop");
      ImageName to = new ImageName(two.host(), "prod/shop");
      ImageDigest digest = push(client, from);
      copy(client, other).copy(at(from, digest), to, "promoted");
      assertWhole(other, to, digest);
      ImageName beside = new ImageName(one.host(), "prod/shop");
      ImageCopy.Report report = copy(client, client).copy(at(from, digest), beside, "promoted");
      assertWhole(client, beside, digest);
      assertTrue(report.mounted() > 0, report.toString());
      assertEquals(0, report.sent(), report.toString());
    }
  }
}
