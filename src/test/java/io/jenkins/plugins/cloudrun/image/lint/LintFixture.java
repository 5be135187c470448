package io.jenkins.plugins.cloudrun.image.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.LayerObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.image.base.Base;
import io.jenkins.plugins.cloudrun.image.dockerfile.Dockerfile;
import io.jenkins.plugins.cloudrun.image.ignore.IgnoreRules;
import io.jenkins.plugins.cloudrun.image.layer.Content;
import io.jenkins.plugins.cloudrun.image.layer.EntriesLayer;
import io.jenkins.plugins.cloudrun.image.layer.LayerEntry;
import io.jenkins.plugins.cloudrun.image.lint.LintContext.Reach;
import io.jenkins.plugins.cloudrun.image.lint.scan.LintCache;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** A folder of sources, and what lint says of it. */
abstract class LintFixture {
  @TempDir Path folder;
  @TempDir Path cache;

  void plantSecrets() throws Exception {
    write(".env", "DB_PASSWORD=x\n");
    write("deploy/.env.production", "A=b\n");
    write(".env.example", "A=\n");
    write("keys/store.p12", "x");
    write("keys/server.pem", Planted.pem("PRIVATE KEY"));
    write(".npmrc", "registry=https://x/\n//x/:_authToken=" + Planted.token("", 30) + "\n");
    write("deploy/account.json", Planted.serviceAccountKey());
    write("src/app.js", "\nconst a =\n  '" + Planted.token("gh" + "p_", 36) + "'\n");
    write(".git/config", "[core]\n");
  }

  void write(String path, String text) throws Exception {
    write(path, text.getBytes(StandardCharsets.UTF_8));
  }

  void write(String path, byte[] bytes) throws Exception {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  Lint lint() throws Exception {
    return new Lint(new LintCache(cache), "test", Silences.read(folder));
  }

  LintReport context(
      Reach reach, boolean ignoreFile, IgnoreRules rules, Optional<DockerfileView> dockerfile)
      throws Exception {
    return lint().context(new LintContext(folder, rules, ignoreFile, reach, dockerfile));
  }

  LintReport image(List<LayerObject> layers, String base, String user) throws Exception {
    return lint()
        .image(
            new LintImage(
                layers, base, user, Map.of(), List.of(), List.of(), Set.of(), Optional.empty()));
  }

  static Optional<DockerfileView> dockerfile(String... lines) {
    String text = String.join("\n", lines) + "\n";
    return Optional.of(DockerfileView.of(Dockerfile.parse(text), text));
  }

  static Optional<Base> base(String user) {
    return Optional.of(
        new Base(
            "debian:12",
            ImageReference.parse("registry-1.docker.io/library/debian:12"),
            "application/vnd.oci.image.manifest.v1+json",
            List.of(),
            JsonParser.parseString("{\"config\":{\"User\":\"" + user + "\"}}").getAsJsonObject()));
  }

  /** All files of the folder. */
  LayerObject layer(String name, String into) throws Exception {
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(name);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        layer.addEntry(file, AbsoluteUnixPath.get(into + folder.relativize(file)));
      }
    }
    return layer.build();
  }

  static EntriesLayer entries(String name, String path, Content content) {
    return new EntriesLayer(
        name,
        List.of(
            new LayerEntry(
                path,
                LayerEntry.Kind.FILE,
                0644,
                0,
                0,
                "",
                "",
                Instant.EPOCH,
                Optional.of(content),
                "",
                Map.of())));
  }

  record Fixed(String identity, long size) implements Content {
    @Override
    public InputStream open() {
      return InputStream.nullInputStream();
    }
  }

  static Set<String> places(LintReport report) {
    List<String> places = new ArrayList<>();
    for (Finding finding : report.findings()) {
      places.add(finding.id() + " " + finding.file() + ":" + finding.line());
    }
    assertEquals(places.size(), new TreeSet<>(places).size(), () -> "found twice: " + places);
    return new TreeSet<>(places);
  }
}
