package io.jenkins.plugins.cloudrun.image.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.cloudrun.emulator.registry.OciRegistry;
import io.jenkins.plugins.cloudrun.emulator.registry.RequestKind;
import io.jenkins.plugins.cloudrun.image.DebianRegistry;
import io.jenkins.plugins.cloudrun.image.registry.Keyring;
import io.jenkins.plugins.cloudrun.image.registry.Manifest;
import io.jenkins.plugins.cloudrun.image.registry.Referrer;
import io.jenkins.plugins.cloudrun.image.registry.RegistryClient;
import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands beside an image is found from it, whatever the registry knows of referrers. */
class AttachTest {
  private static final String EMPTY = "application/vnd.oci.empty.v1+json";

  @TempDir Path folder;

  @Test
  void isListedByARegistryThatKnowsReferrers() throws Exception {
    try (OciRegistry registry = emulator()) {
      ImageName name = new ImageName(registry.host(), "p/apps/shop");
      Image image = attachTwo(client(registry), name);
      assertEquals(2, registry.journal().count(RequestKind.REFERRERS));
      assertTrue(fallback(client(registry), name, image).isEmpty());
    }
  }

  @Test
  void isListedUnderTheFallbackTagElsewhere() throws Exception {
    try (OciRegistry registry = emulator()) {
      registry.rules().withoutReferrers();
      ImageName name = new ImageName(registry.host(), "p/apps/shop");
      Image image = attachTwo(client(registry), name);
      assertTrue(fallback(client(registry), name, image).isPresent());
    }
  }

  @Test
  void isListedByTheReferenceRegistry() throws Exception {
    assumeTrue(DebianRegistry.isInstalled(), "docker-registry is not installed");
    try (DebianRegistry registry = DebianRegistry.open(folder.resolve("debian"))) {
      attachTwo(
          new RegistryClient(HttpClient.newBuilder(), Keyring.empty()),
          new ImageName(registry.host(), "p/shop"));
    }
  }

  private Image attachTwo(RegistryClient client, ImageName name) throws Exception {
    ImagePush push = new ImagePush(client, new KnownBlobs(folder.resolve("known")), line -> {});
    Image image = SampleImage.of("one", List.of(SampleImage.layer(folder, 1, 1000)));
    push.push(image, name, List.of("v1"), TagPolicy.MOVE);
    assertEquals(List.of(), client.referrers().list(name, image.digest()));

    Image sbom = referrer(image, "application/vnd.cyclonedx+json", "{\"bom\":1}");
    Image provenance = referrer(image, "application/vnd.in-toto+json", "{\"by\":2}");
    push.attach(sbom, name);
    push.attach(sbom, name);
    push.attach(provenance, name);

    List<Referrer> listed = client.referrers().list(name, image.digest());
    assertEquals(
        Set.of(
            new Referrer(
                sbom.digest(),
                SampleImage.MANIFEST,
                sbom.manifest().length,
                "application/vnd.cyclonedx+json",
                Map.of("made.by", "test")),
            new Referrer(
                provenance.digest(),
                SampleImage.MANIFEST,
                provenance.manifest().length,
                "application/vnd.in-toto+json",
                Map.of("made.by", "test"))),
        Set.copyOf(listed));
    assertEquals(2, listed.size());
    return image;
  }

  private static Image referrer(Image subject, String type, String content) throws Exception {
    Blob config = memory("{}", EMPTY);
    Blob body = memory(content, type);
    String manifest =
        "{\"schemaVersion\":2,\"mediaType\":\""
            + SampleImage.MANIFEST
            + "\",\"artifactType\":\""
            + type
            + "\",\"config\":"
            + SampleImage.descriptor(config)
            + ",\"layers\":["
            + SampleImage.descriptor(body)
            + "],\"subject\":{\"mediaType\":\""
            + subject.mediaType()
            + "\",\"digest\":\""
            + subject.digest()
            + "\",\"size\":"
            + subject.manifest().length
            + "},\"annotations\":{\"made.by\":\"test\"}}";
    byte[] bytes = manifest.getBytes(StandardCharsets.UTF_8);
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

  private static Optional<Manifest> fallback(RegistryClient client, ImageName name, Image image)
      throws Exception {
    String tag = image.digest().value().replace(':', '-');
    return client.find(new ImageReference(name, Optional.of(tag), Optional.empty()));
  }

  private OciRegistry emulator() throws Exception {
    return OciRegistry.start(folder.resolve("registry"), 0, new OneToken(), Clock.systemUTC())
        .createRepository("p/apps");
  }

  private static RegistryClient client(OciRegistry registry) {
    return new RegistryClient(
        HttpClient.newBuilder(),
        Keyring.empty()
            .with(registry.host(), new RegistryToken("good", Instant.now().plusSeconds(600))));
  }
}
