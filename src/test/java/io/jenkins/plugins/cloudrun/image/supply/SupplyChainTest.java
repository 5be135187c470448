package io.jenkins.plugins.cloudrun.image.supply;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.emulator.Principal;
import io.jenkins.plugins.cloudrun.emulator.Tokens;
import io.jenkins.plugins.cloudrun.emulator.registry.OciRegistry;
import io.jenkins.plugins.cloudrun.image.DebianRegistry;
import io.jenkins.plugins.cloudrun.image.push.Blob;
import io.jenkins.plugins.cloudrun.image.push.Image;
import io.jenkins.plugins.cloudrun.image.push.ImagePush;
import io.jenkins.plugins.cloudrun.image.push.KnownBlobs;
import io.jenkins.plugins.cloudrun.image.push.TagPolicy;
import io.jenkins.plugins.cloudrun.image.registry.Attempts;
import io.jenkins.plugins.cloudrun.image.registry.Keyring;
import io.jenkins.plugins.cloudrun.image.registry.Manifest;
import io.jenkins.plugins.cloudrun.image.registry.Referrer;
import io.jenkins.plugins.cloudrun.image.registry.RegistryClient;
import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Documents are found from the image, in registries that know referrers and in those that do not.
 */
class SupplyChainTest {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final CommitSha COMMIT = new CommitSha("0123456789abcdef0123456789abcdef01234567");
  private static final ImageReference BASE =
      ImageReference.parse("registry-1.docker.io/library/node:22@sha256:" + "cd".repeat(32));

  @TempDir Path folder;

  @Test
  void whereReferrersAreKnown() throws Exception {
    try (OciRegistry registry = emulator()) {
      attached(client(registry), new ImageName(registry.host(), "p/apps/shop"), false);
    }
  }

  @Test
  void underTheFallbackTagElsewhere() throws Exception {
    try (OciRegistry registry = emulator()) {
      registry.rules().withoutReferrers();
      attached(client(registry), new ImageName(registry.host(), "p/apps/shop"), true);
    }
  }

  @Test
  void inTheReferenceRegistry() throws Exception {
    assumeTrue(DebianRegistry.isInstalled(), "docker-registry is not installed");
    try (DebianRegistry registry = DebianRegistry.open(folder.resolve("debian"))) {
      attached(
          new RegistryClient(HttpClient.newBuilder(), Keyring.empty()),
          new ImageName(registry.host(), "p/shop"),
          true);
    }
  }

  private void attached(RegistryClient client, ImageName target, boolean fallback)
      throws Exception {
    ImagePush push = new ImagePush(client, new KnownBlobs(folder.resolve("known")), line -> {});
    Image image = image();
    push.push(image, target, List.of("v1"), TagPolicy.MOVE);
    SupplyChain chain = new SupplyChain(push);
    byte[] sbom =
        new Sbom(new PartsCache(folder.resolve("parts")))
            .of(
                target,
                image.digest(),
                List.of(),
                BasePackages.NONE,
                Optional.of(BASE),
                Optional.empty());
    ImageDigest first = chain.attachSbom(image, target, sbom);
    assertEquals(first, chain.attachSbom(image, target, sbom));
    ImageDigest second = chain.attachProvenance(image, target, provenance());

    List<Referrer> listed = client.referrers().list(target, image.digest());
    assertEquals(2, listed.size());
    assertEquals(
        Map.of(first, Sbom.MEDIA_TYPE, second, Provenance.MEDIA_TYPE),
        listed.stream().collect(Collectors.toMap(Referrer::digest, Referrer::artifactType)));
    assertArrayEquals(sbom, document(client, target, first, Sbom.MEDIA_TYPE));
    assertArrayEquals(
        provenance().of(target, image.digest()),
        document(client, target, second, Provenance.MEDIA_TYPE));
    ImageReference tag =
        new ImageReference(
            target, Optional.of(image.digest().value().replace(':', '-')), Optional.empty());
    assertEquals(fallback, client.find(tag).isPresent());
  }

  /** Through the manifest, as a tool would find it. */
  private static byte[] document(
      RegistryClient client, ImageName target, ImageDigest digest, String type) throws Exception {
    Manifest manifest =
        client.manifest(new ImageReference(target, Optional.empty(), Optional.of(digest)));
    JsonObject json =
        JsonParser.parseString(new String(manifest.bytes(), StandardCharsets.UTF_8))
            .getAsJsonObject();
    assertEquals(
        "application/vnd.oci.empty.v1+json", text(json.getAsJsonObject("config"), "mediaType"));
    JsonObject layer = json.getAsJsonArray("layers").get(0).getAsJsonObject();
    assertEquals(type, text(layer, "mediaType"));
    long size = layer.get("size").getAsLong();
    try (InputStream in =
        client
            .blobs(Attempts.usual(line -> {}))
            .open(target, new ImageDigest(text(layer, "digest")), size)) {
      return in.readAllBytes();
    }
  }

  @Test
  void provenanceSaysWhoBuiltWhatFromWhat() {
    ImageName target = new ImageName("europe-docker.pkg.dev", "p/apps/shop");
    String text = new String(provenance().of(target, image().digest()), StandardCharsets.UTF_8);
    assertFalse(text.contains("hunter2"), text);
    JsonObject statement = JsonParser.parseString(text).getAsJsonObject();
    assertEquals("https://in-toto.io/Statement/v1", text(statement, "_type"));
    assertEquals("https://slsa.dev/provenance/v1", text(statement, "predicateType"));
    JsonObject subject = statement.getAsJsonArray("subject").get(0).getAsJsonObject();
    assertEquals("europe-docker.pkg.dev/p/apps/shop", text(subject, "name"));
    assertEquals(
        image().digest().value(), "sha256:" + text(subject.getAsJsonObject("digest"), "sha256"));
    JsonObject predicate = statement.getAsJsonObject("predicate");
    JsonObject definition = predicate.getAsJsonObject("buildDefinition");
    assertTrue(text(definition, "buildType").startsWith("https://"));
    assertEquals(
        "{\"jar\":\"target/shop.jar\",\"env\":[\"A\",\"B\"]}",
        definition.getAsJsonObject("externalParameters").toString());
    assertEquals(
        "[{\"uri\":\"git+https://example.com/shop.git\",\"digest\":{\"gitCommit\":\""
            + COMMIT
            + "\"}},{\"uri\":\"oci://registry-1.docker.io/library/node\",\"digest\":{\"sha256\":\""
            + "cd".repeat(32)
            + "\"}}]",
        definition.getAsJsonArray("resolvedDependencies").toString());
    assertEquals(
        "{\"builder\":{\"id\":\"https://ci.example.com/\",\"version\":{\"cloud-run\":\"1\",\"jenkins\":\"2.528.1\"}},"
            + "\"metadata\":{\"invocationId\":\"https://ci.example.com/job/shop/7/\","
            + "\"startedOn\":\"2026-01-02T03:04:05Z\",\"finishedOn\":\"2026-01-02T03:05:05Z\"}}",
        predicate.getAsJsonObject("runDetails").toString());
  }

  @Test
  void labelsOfAnImage() {
    assertEquals(
        Map.of(
            "org.opencontainers.image.revision", COMMIT.value(),
            "org.opencontainers.image.source", "https://example.com/shop",
            "org.opencontainers.image.created", "2026-01-02T03:04:05Z",
            "org.opencontainers.image.base.name", "node:22",
            "org.opencontainers.image.base.digest", "sha256:" + "cd".repeat(32)),
        Annotations.of(
            COMMIT,
            Optional.of("https://example.com/shop"),
            Optional.of(Instant.parse("2026-01-02T03:04:05.678Z")),
            "node:22",
            Optional.of(BASE)));
    assertEquals(
        Set.of("org.opencontainers.image.revision"),
        Annotations.of(COMMIT, Optional.empty(), Optional.empty(), "scratch", Optional.empty())
            .keySet());
  }

  private static Provenance provenance() {
    return new Provenance(
        "https://ci.example.com/",
        "https://ci.example.com/job/shop/7/",
        new java.util.LinkedHashMap<>(
            new java.util.TreeMap<>(
                    Map.of("jar", List.of("target/shop.jar"), "env", List.of("A", "B")))
                .descendingMap()),
        Optional.of("https://me:hunter2@example.com/shop.git"),
        COMMIT,
        Optional.of(BASE),
        Map.of("jenkins", "2.528.1", "cloud-run", "1"),
        Instant.parse("2026-01-02T03:04:05.999Z"),
        Instant.parse("2026-01-02T03:05:05Z"));
  }

  private static Image image() {
    // A referrer is a whole image; without its subject it is one like any other.
    byte[] nobody = "{}".getBytes(StandardCharsets.UTF_8);
    Blob config =
        new Blob(
            new Manifest(MANIFEST, nobody).digest(),
            nobody.length,
            "application/vnd.oci.empty.v1+json",
            new Blob.Origin.InMemory(nobody));
    byte[] manifest =
        ("{\"schemaVersion\":2,\"mediaType\":\""
                + MANIFEST
                + "\",\"config\":{\"mediaType\":\""
                + config.mediaType()
                + "\",\"digest\":\""
                + config.digest()
                + "\",\"size\":2},\"layers\":[]}")
            .getBytes(StandardCharsets.UTF_8);
    return new Image(
        new Manifest(MANIFEST, manifest).digest(), MANIFEST, manifest, config, List.of());
  }

  private static String text(JsonObject json, String name) {
    return json.get(name).getAsString();
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

  private record OneToken() implements Tokens {
    @Override
    public Optional<Principal> accessToken(String bearer) {
      return bearer.equals("good") ? Optional.of(new Principal("a@example.com")) : Optional.empty();
    }

    @Override
    public Optional<String> identity(String bearer, Set<String> audiences) {
      return Optional.empty();
    }
  }
}
