package io.jenkins.plugins.cloudrun.emulator.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.emulator.Principal;
import io.jenkins.plugins.cloudrun.emulator.Registry.Manifest;
import io.jenkins.plugins.cloudrun.emulator.Tokens;
import io.jenkins.plugins.cloudrun.emulator.registry.OciRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaseImageTest {
  private static final String JAVA = "example-project/base/java";

  /** Shared, since it takes long to fill. */
  @TempDir private static Path kept;

  @TempDir private Path folder;

  @Test
  void providesAJavaThatRuns() throws Exception {
    try (OciRegistry registry = registry("first")) {
      BaseImage image = BaseImage.provide(registry, JAVA, "17", kept);

      assertEquals(registry.host() + "/" + JAVA + ":17", image.reference());
      Manifest manifest = registry.manifest(JAVA, image.digest()).orElseThrow();
      assertEquals(manifest, registry.manifest(JAVA, "17").orElseThrow());
      JsonObject json = JsonParser.parseString(manifest.content()).getAsJsonObject();
      JsonObject config = config(registry, json);
      assertEquals("linux", config.get("os").getAsString());
      assertEquals(
          "[\"PATH=/opt/java/bin:/usr/local/bin:/usr/bin:/bin\",\"JAVA_HOME=/opt/java\"]",
          config.getAsJsonObject("config").get("Env").toString());
      Path root = folder.resolve("root");
      try (InputStream layer = registry.blob(JAVA, layer(json))) {
        unpack(layer, root);
      }
      String modules = run(root.resolve("opt/java/bin/java").toString(), "--list-modules");
      assertTrue(modules.contains("jdk.httpserver@" + Runtime.version().feature()), modules);
      assertTrue(modules.contains("java.sql@" + Runtime.version().feature()), modules);
      assertTrue(Files.isDirectory(root.resolve("tmp")));
    }
  }

  @Test
  void isMadeOnceForAFolder() throws Exception {
    try (OciRegistry first = registry("first");
        OciRegistry second = registry("second")) {
      BaseImage image = BaseImage.provide(first, JAVA, "17", kept);
      KeptLayer layer = KeptLayer.in(kept, new Jlink(folder.resolve("no-java-here")));
      FileTime made = Files.getLastModifiedTime(layer.file());

      assertEquals(image.digest(), BaseImage.provide(second, JAVA, "17", kept).digest());
      assertEquals(image, BaseImage.provide(first, JAVA, "17", folder.resolve("unused")));
      assertEquals(made, Files.getLastModifiedTime(layer.file()));
      assertTrue(Files.notExists(folder.resolve("unused")));
    }
  }

  @Test
  void writesTheSameLayerForTheSameFiles() throws Exception {
    Path one = runtime("one", Instant.parse("2020-01-01T00:00:00Z"));
    Path two = runtime("two", Instant.parse("2021-01-01T00:00:00Z"));
    Path oneLayer = folder.resolve("one.tar.gz");
    Path twoLayer = folder.resolve("two.tar.gz");

    String diffId = RuntimeLayer.write(one, "opt/java", oneLayer);

    assertEquals(diffId, RuntimeLayer.write(two, "opt/java", twoLayer));
    assertEquals(-1, Files.mismatch(oneLayer, twoLayer));
    assertEquals(
        List.of(
            "opt/ 755",
            "opt/java/ 755",
            "opt/java/bin/ 755",
            "opt/java/bin/java 755",
            "opt/java/release 644",
            "opt/java/same 777 -> release",
            "tmp/ 1777"),
        entries(oneLayer));
  }

  @Test
  void saysThatJlinkIsMissing() {
    Jlink jlink = new Jlink(folder);
    IOException failure =
        assertThrows(IOException.class, () -> KeptLayer.in(folder.resolve("base"), jlink));

    assertTrue(failure.getMessage().contains(folder + " has no bin/jlink"), failure.getMessage());
    assertTrue(failure.getMessage().contains("Run with a JDK"), failure.getMessage());
  }

  @Test
  void namesArchitecturesAsImagesDo() {
    assertEquals("amd64", BaseImage.architecture("x86_64"));
    assertEquals("arm64", BaseImage.architecture("aarch64"));
    assertThrows(IllegalStateException.class, () -> BaseImage.architecture("sparc"));
  }

  private OciRegistry registry(String name) throws IOException {
    Tokens nobody =
        new Tokens() {
          @Override
          public Optional<Principal> accessToken(String bearer) {
            return Optional.empty();
          }

          @Override
          public Optional<String> identity(String bearer, Set<String> audiences) {
            return Optional.empty();
          }
        };
    return OciRegistry.start(folder.resolve(name), 0, nobody, Clock.systemUTC())
        .createRepository("example-project/base");
  }

  private Path runtime(String name, Instant time) throws IOException {
    Path runtime = folder.resolve(name);
    Path java = runtime.resolve("bin/java");
    Files.createDirectories(java.getParent());
    Files.writeString(java, "#!/bin/sh\n");
    assertTrue(java.toFile().setExecutable(true));
    Files.writeString(runtime.resolve("release"), "17");
    Files.createSymbolicLink(runtime.resolve("same"), Path.of("release"));
    Files.setLastModifiedTime(java, FileTime.from(time));
    return runtime;
  }

  private static List<String> entries(Path layer) throws IOException {
    List<String> entries = new ArrayList<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new GZIPInputStream(Files.newInputStream(layer)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        assertEquals(0, entry.getLastModifiedTime().toMillis(), entry.getName());
        String link = entry.isSymbolicLink() ? " -> " + entry.getLinkName() : "";
        entries.add(entry.getName() + " " + Integer.toOctalString(entry.getMode() & 07777) + link);
      }
    }
    return entries;
  }

  private static JsonObject config(OciRegistry registry, JsonObject manifest) throws IOException {
    String digest = manifest.getAsJsonObject("config").get("digest").getAsString();
    try (InputStream blob = registry.blob(JAVA, digest)) {
      return JsonParser.parseString(new String(blob.readAllBytes(), StandardCharsets.UTF_8))
          .getAsJsonObject();
    }
  }

  private static String layer(JsonObject manifest) {
    return manifest.getAsJsonArray("layers").get(0).getAsJsonObject().get("digest").getAsString();
  }

  private static void unpack(InputStream layer, Path root) throws IOException {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(layer))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = root.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(path);
        } else if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
          Files.copy(tar, path);
          assertTrue(path.toFile().setExecutable((entry.getMode() & 0100) != 0));
        }
      }
    }
  }

  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }
}
