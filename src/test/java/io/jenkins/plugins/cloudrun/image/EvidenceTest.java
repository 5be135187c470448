package io.jenkins.plugins.cloudrun.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands beside an image in a registry that is not our code. */
class EvidenceTest {
  private static final String SHA = "0123456789abcdef0123456789abcdef01234567";

  @TempDir private Path folder;
  private final List<String> lines = new ArrayList<>();

  @BeforeAll
  static void needsTools() {
    assumeTrue(DebianRegistry.isInstalled(), "docker-registry is not installed");
  }

  @Test
  void listsThePackagesOfTheBaseAndReadsThemOnce() throws Exception {
    try (DebianRegistry registry = DebianRegistry.open(folder.resolve("registry"))) {
      String base = base(registry);
      ImageAnswer first = build(registry, base, "one");
      assertEquals(
          List.of("pkg:apk/alpine/musl@1.2.4-r2?arch=x86_64&distro=alpine-3.18.4"),
          packages(registry, first));
      assertTrue(
          lines.contains("The list of contents has 1 package of the system, of " + base + "."),
          lines.toString());
      deleteLayers();
      assertEquals(packages(registry, first), packages(registry, build(registry, base, "two")));
      assertEquals(0, layers(), "not fetched again");
    }
  }

  @Test
  void aBaseThatCannotBeReadFailsNoBuild() throws Exception {
    try (DebianRegistry registry = DebianRegistry.open(folder.resolve("registry"))) {
      String base = base(registry);
      ImageAnswer unused = build(registry, base, "one");
      // A layer that is broken in the cache, and no fact about it.
      for (String room : List.of("blobs", "facts")) {
        try (Stream<Path> all = Files.list(folder.resolve("cache/base/" + room))) {
          for (Path file : all.filter(Files::isRegularFile).toList()) {
            if (room.equals("facts")) {
              Files.delete(file);
            } else {
              Files.write(file, new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, 0});
            }
          }
        }
      }
      lines.clear();
      ImageAnswer answer = build(registry, base, "two");
      assertEquals(List.of(), packages(registry, answer));
      assertTrue(
          lines.stream()
              .anyMatch(
                  line ->
                      line.startsWith(
                              "WARNING: the list of contents has no packages of the system,"
                                  + " because the layers of "
                                  + base
                                  + " could not be read: ")
                          && line.contains("zstd")),
          lines.toString());
    }
  }

  private String base(DebianRegistry registry) throws Exception {
    Path context = Files.createDirectories(folder.resolve("base"));
    Files.writeString(
        context.resolve("Dockerfile"),
        """
        FROM scratch
        COPY <<os-release /etc/
        ID=alpine
        VERSION_ID=3.18.4
        os-release
        COPY <<installed /lib/apk/db/
        P:musl
        V:1.2.4-r2
        A:x86_64
        installed
        CMD ["/none"]
        """);
    builder()
        .run(
            ImageRequest.of(registry.host() + "/p/base")
                .dockerfile("Dockerfile")
                .commit(SHA)
                .build(),
            context);
    return registry.host() + "/p/base:" + SHA;
  }

  private ImageAnswer build(DebianRegistry registry, String base, String text) throws Exception {
    Path root = Files.createDirectories(folder.resolve("work"));
    Files.writeString(root.resolve("file"), text);
    return builder()
        .run(
            ImageRequest.of(registry.host() + "/p/shop")
                .layers(List.of(new LayerSource("file", "/srv/file")))
                .from(base)
                .entrypoint(List.of("/srv/file"))
                .commit(SHA)
                .sbom(true)
                .build(),
            root);
  }

  /** The package URLs in the bill that is a referrer of the image. */
  private static List<String> packages(DebianRegistry registry, ImageAnswer image)
      throws Exception {
    String place = "http://" + registry.host() + "/v2/p/shop/";
    JsonObject referrers = json(place + "manifests/" + image.digest().replace(':', '-'));
    List<String> found = new ArrayList<>();
    for (JsonElement referrer : referrers.getAsJsonArray("manifests")) {
      JsonObject manifest =
          json(place + "manifests/" + referrer.getAsJsonObject().get("digest").getAsString());
      if (manifest.get("artifactType").getAsString().equals("application/vnd.cyclonedx+json")) {
        JsonObject layer = manifest.getAsJsonArray("layers").get(0).getAsJsonObject();
        JsonArray parts =
            json(place + "blobs/" + layer.get("digest").getAsString()).getAsJsonArray("components");
        for (JsonElement part : parts) {
          JsonElement purl = part.getAsJsonObject().get("purl");
          if (purl != null && !purl.getAsString().startsWith("pkg:oci/")) {
            found.add(purl.getAsString());
          }
        }
      }
    }
    return found;
  }

  private static JsonObject json(String url) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Accept", "application/vnd.oci.image.manifest.v1+json")
            .header("Accept", "application/vnd.oci.image.index.v1+json")
            .build();
    String body = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    return JsonParser.parseString(body).getAsJsonObject();
  }

  private void deleteLayers() throws Exception {
    try (Stream<Path> all = Files.list(folder.resolve("cache/base/blobs"))) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
  }

  private long layers() throws Exception {
    try (Stream<Path> all = Files.list(folder.resolve("cache/base/blobs"))) {
      return all.filter(Files::isRegularFile).count();
    }
  }

  private Built builder() {
    return new Built(RegistryToken.anonymous(), folder.resolve("cache"), lines::add);
  }
}
