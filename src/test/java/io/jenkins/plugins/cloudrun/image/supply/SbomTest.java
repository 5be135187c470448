package io.jenkins.plugins.cloudrun.image.supply;

import static io.jenkins.plugins.cloudrun.image.supply.BuiltFiles.entry;
import static io.jenkins.plugins.cloudrun.image.supply.BuiltFiles.go;
import static io.jenkins.plugins.cloudrun.image.supply.BuiltFiles.jar;
import static io.jenkins.plugins.cloudrun.image.supply.BuiltFiles.pom;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cyclonedx.Version;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Hash;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SbomTest {
  private static final ImageName NAME = new ImageName("europe-docker.pkg.dev", "p/apps/shop");
  private static final ImageDigest DIGEST = new ImageDigest("sha256:" + "ab".repeat(32));
  private static final Optional<ImageReference> BASE =
      Optional.of(
          ImageReference.parse(
              "registry-1.docker.io/library/eclipse-temurin@sha256:" + "cd".repeat(32)));

  @TempDir Path folder;
  @TempDir Path cache;

  @Test
  void jarsByWhatMavenWroteElseByManifestElseByName() throws Exception {
    byte[] inner = jar(pom("org.inner", "inner", "3"));
    write("lib/a-1.jar", jar(pom("org.example", "a", "1.0")));
    write("lib/shaded-2.jar", jar(pom("x", "other", "9"), pom("org.example", "shaded", "2")));
    write(
        "lib/named.jar",
        jar(
            entry(
                "META-INF/MANIFEST.MF",
                "Manifest-Version: 1.0\nImplementation-Vendor-Id: org.vendor\n"
                    + "Implementation-Version: 4.1\n\n")));
    write("lib/plain-5.6-jre.jar", jar(entry("x.txt", "x")));
    write("lib/broken-7.jar", "no zip");
    write("app.jar", jar(Map.entry("BOOT-INF/lib/inner-3.jar", inner), entry("A.class", "x")));
    Bom bom = read(sbom(List.of(contents(1)), BASE));
    assertEquals(
        List.of(
            "pkg:generic/app " + "/srv/app.jar",
            "pkg:generic/broken@7 " + "/srv/lib/broken-7.jar",
            "pkg:generic/plain@5.6-jre " + "/srv/lib/plain-5.6-jre.jar",
            "pkg:maven/org.example/a@1.0 " + "/srv/lib/a-1.jar",
            "pkg:maven/org.example/shaded@2 " + "/srv/lib/shaded-2.jar",
            "pkg:maven/org.inner/inner@3 " + "/srv/app.jar!/BOOT-INF/lib/inner-3.jar",
            "pkg:maven/org.vendor/named@4.1 " + "/srv/lib/named.jar"),
        libraries(bom));
    Component component = component(bom, "a");
    byte[] bytes = Files.readAllBytes(folder.resolve("lib/a-1.jar"));
    assertEquals(
        Map.of("SHA-1", hex("SHA-1", bytes), "SHA-256", hex("SHA-256", bytes)),
        component.getHashes().stream()
            .collect(Collectors.toMap(Hash::getAlgorithm, Hash::getValue)));
    assertEquals(hex("SHA-256", inner), component(bom, "inner").getHashes().get(1).getValue());
  }

  @Test
  void packagesOfNodeAndPython() throws Exception {
    write("node_modules/left/package.json", "{\"name\":\"left\",\"version\":\"1.2.3\"}");
    write("node_modules/@org/pad/package.json", "{\"name\":\"@org/pad\",\"version\":\"2.0.0\"}");
    write(
        "node_modules/left/node_modules/left/package.json",
        "{\"name\":\"left\",\"version\":\"1.2.3\"}");
    write("node_modules/odd/package.json", "[]");
    write("node_modules/left/test/package.json", "{\"name\":\"no\",\"version\":\"1\"}");
    write(
        "lib/site-packages/Flask-3.0.dist-info/METADATA",
        "Metadata-Version: 2.1\nName: Flask\nVersion: 3.0\n\nName: no\n");
    write("server.py", "x");
    Bom bom = read(sbom(List.of(contents(1)), Optional.empty()));
    assertEquals(
        List.of(
            "pkg:npm/%40org/pad@2.0.0 /srv/node_modules/@org/pad/package.json",
            "pkg:npm/left@1.2.3 /srv/node_modules/left/node_modules/left/package.json"
                + " /srv/node_modules/left/package.json",
            "pkg:pypi/flask@3.0 /srv/lib/site-packages/Flask-3.0.dist-info/METADATA"),
        libraries(bom));
    Component file = component(bom, "/srv/server.py");
    assertEquals(Component.Type.FILE, file.getType());
    assertEquals(
        hex("SHA-256", "x".getBytes(StandardCharsets.UTF_8)), file.getHashes().get(1).getValue());
  }

  @Test
  void modulesOfAGoProgram() throws Exception {
    Path program = Path.of("/usr/bin/docker-registry");
    assumeTrue(Files.isExecutable(program), "docker-registry is not installed");
    Files.copy(program, folder.resolve("server"));
    List<String> found = libraries(read(sbom(List.of(contents(1)), Optional.empty())));
    // Debian builds without modules, so the language's own library is all there is.
    assertTrue(found.get(found.size() - 1).matches("pkg:golang/stdlib@1\\.\\d+.* /srv/server"));
  }

  @Test
  void modulesThatWereReplaced() throws Exception {
    String modules =
        "path\texample.org/app\nmod\texample.org/app\t(devel)\t\n"
            + "dep\tgithub.com/a/b\tv1.2.3\th1:x=\n"
            + "dep\tgithub.com/c/d\tv1.0.0\n=>\tgithub.com/e/f\tv2.0.0\th1:y=\n";
    write("server", go("go1.22.1", "0123456789abcdef" + modules + "0123456789abcdef"));
    assertEquals(
        List.of(
            "pkg:golang/example.org/app /srv/server",
            "pkg:golang/github.com/a/b@v1.2.3 /srv/server",
            "pkg:golang/github.com/e/f@v2.0.0 /srv/server",
            "pkg:golang/stdlib@1.22.1 /srv/server"),
        libraries(read(sbom(List.of(contents(1)), Optional.empty()))));
  }

  @Test
  void saysWhichImageAndWhichBase() throws Exception {
    write("a.txt", "x");
    Bom bom = read(sbom(List.of(contents(1)), BASE));
    Component image = bom.getMetadata().getComponent();
    assertEquals(Component.Type.CONTAINER, image.getType());
    assertEquals(NAME.toString(), image.getName());
    assertEquals(
        "pkg:oci/shop@sha256%3A"
            + "ab".repeat(32)
            + "?arch=amd64&repository_url=europe-docker.pkg.dev%2Fp%2Fapps%2Fshop",
        image
            .getPurl()
            .replace("%2f", "%2F")
            .replace("/p/", "%2Fp%2F")
            .replace("apps/", "apps%2F"));
    assertEquals(
        List.of("registry-1.docker.io/library/eclipse-temurin", "/srv/a.txt"),
        bom.getComponents().stream().map(Component::getName).toList());
    assertEquals(2, bom.getDependencies().get(0).getDependencies().size());
    assertEquals(
        Instant.parse("2026-01-02T03:04:05Z"), bom.getMetadata().getTimestamp().toInstant());
  }

  @Test
  void packagesOfTheSystem() throws Exception {
    BasePackages system =
        BasePackages.parse("deb\tdebian\ttzdata\t1:2024a\tall\tdebian-12\t/var/lib/dpkg/status\n");
    byte[] sbom =
        new Sbom(new PartsCache(cache)).of(NAME, DIGEST, List.of(), system, BASE, Optional.empty());
    Bom bom = read(sbom);
    assertEquals(List.of("pkg:deb/debian/tzdata@1%3A2024a /var/lib/dpkg/status"), libraries(bom));
    assertEquals(
        "pkg:deb/debian/tzdata@1%3A2024a?arch=all&distro=debian-12",
        component(bom, "tzdata").getPurl());
    assertEquals(2, bom.getDependencies().get(0).getDependencies().size(), "and the base");
  }

  @Test
  void theSameImageHasTheSameBill() throws Exception {
    for (int i = 0; i < 50; i++) {
      write("lib/l" + i + "-1.jar", jar(pom("g", "l" + i, "1")));
    }
    byte[] first = sbom(List.of(contents(1)), BASE);
    assertArrayEquals(first, sbom(List.of(contents(1)), BASE));
    // Neither the order of a layer's files nor what is remembered makes a difference.
    assertArrayEquals(first, sbom(List.of(shuffled(2)), BASE));
  }

  @Test
  void aLayerIsReadOnce() throws Exception {
    write("lib/a-1.jar", jar(pom("org.example", "a", "1.0")));
    Contents contents = contents(1);
    byte[] first = sbom(List.of(contents), BASE);
    Files.delete(folder.resolve("lib/a-1.jar"));
    assertArrayEquals(first, sbom(List.of(contents), BASE));
    // A damaged note is none.
    try (Stream<Path> files = Files.list(cache)) {
      Files.writeString(files.findFirst().orElseThrow(), "[[1]]");
    }
    assertFalse(
        new String(sbom(List.of(contents), BASE), StandardCharsets.UTF_8).contains("a@1.0"));
  }

  @Test
  void otherFilesAreBoundedAndAnInterruptEndsReading() throws Exception {
    for (int i = 0; i < LayerParts.MOST_FILES + 5; i++) {
      write("f" + i, "x");
    }
    Bom bom = read(sbom(List.of(contents(1)), Optional.empty()));
    assertEquals(LayerParts.MOST_FILES, bom.getComponents().size());
    Contents unknown = contents(2);
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> sbom(List.of(unknown), BASE));
    assertFalse(Thread.currentThread().isInterrupted());
  }

  private byte[] sbom(List<Contents> contents, Optional<ImageReference> base) throws Exception {
    return new Sbom(new PartsCache(cache))
        .of(
            NAME,
            DIGEST,
            contents,
            BasePackages.NONE,
            base,
            Optional.of(Instant.parse("2026-01-02T03:04:05Z")));
  }

  /** Read back by the library, and held against the schema of CycloneDX. */
  private static Bom read(byte[] sbom) throws Exception {
    JsonParser parser = new JsonParser();
    assertEquals(List.of(), parser.validate(sbom, Version.VERSION_16));
    return parser.parse(sbom);
  }

  /** Package URL without qualifiers, and paths. */
  private static List<String> libraries(Bom bom) {
    return bom.getComponents().stream()
        .filter(c -> c.getType() == Component.Type.LIBRARY)
        .map(
            c ->
                c.getPurl().replaceFirst("\\?.*", "")
                    + c.getProperties().stream()
                        .map(p -> " " + p.getValue())
                        .collect(Collectors.joining()))
        .sorted()
        .toList();
  }

  private static Component component(Bom bom, String name) {
    return bom.getComponents().stream()
        .filter(c -> c.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private Contents contents(int number) throws IOException {
    return contents(number, Function.identity());
  }

  private Contents shuffled(int number) throws IOException {
    return contents(
        number,
        files -> {
          Collections.shuffle(files, new java.util.Random(1));
          return files;
        });
  }

  private Contents contents(int number, Function<List<Path>, List<Path>> order) throws IOException {
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName("app");
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file :
          order.apply(files.filter(Files::isRegularFile).collect(Collectors.toList()))) {
        layer.addEntry(file, AbsoluteUnixPath.get("/srv/" + folder.relativize(file)));
      }
    }
    return new Contents(
        layer.build(), new ImageDigest("sha256:" + String.valueOf(number).repeat(64)));
  }

  private void write(String path, String text) throws IOException {
    write(path, text.getBytes(StandardCharsets.UTF_8));
  }

  private void write(String path, byte[] bytes) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  private static String hex(String algorithm, byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
  }
}
