package io.jenkins.plugins.cloudrun.image.dockerfile;

import io.jenkins.plugins.cloudrun.image.base.Base;
import io.jenkins.plugins.cloudrun.image.ignore.IgnoreRules;
import io.jenkins.plugins.cloudrun.image.layer.LayerEntry;
import io.jenkins.plugins.cloudrun.image.push.Blob;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A context with a few files, and builds in it. */
abstract class Workbench {
  @TempDir Path folder;
  Path context;
  final Map<String, Base> bases = new HashMap<>();
  IgnoreRules rules = IgnoreRules.NONE;
  Optional<Path> index = Optional.empty();
  final Set<String> fetched = new TreeSet<>();

  @BeforeEach
  void files() throws Exception {
    context = Files.createDirectories(folder.resolve("context"));
    for (String file : List.of("a.txt", "b.md", "sub/c.txt", "sub/deep/d.txt", "sub/e.md")) {
      Path path = context.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, file + "\n");
    }
  }

  DockerfileImage build(String text) throws Exception {
    return ((DockerfilePlan.InProcess) plan(text)).image();
  }

  DockerfilePlan plan(String text) throws Exception {
    Bases all =
        new Bases() {
          @Override
          public Optional<Base> resolve(String name) {
            return Optional.ofNullable(bases.get(name));
          }

          @Override
          public Path layerFile(Blob layer) {
            fetched.add(layer.digest().value());
            return ((Blob.Origin.InFile) layer.origin()).file();
          }
        };
    return DockerfileBuild.plan(
        Dockerfile.parse(text),
        context,
        rules,
        all,
        HttpClient.newBuilder(),
        Files.createTempDirectory(folder, "work"),
        index);
  }

  static Map<String, LayerEntry> entries(DockerfileImage image) {
    Map<String, LayerEntry> entries = new TreeMap<>();
    image.layers().forEach(l -> l.entries().forEach(entry -> entries.put(entry.path(), entry)));
    return entries;
  }

  static Map<String, String> texts(DockerfileImage image) throws Exception {
    Map<String, String> texts = new TreeMap<>();
    for (LayerEntry entry : entries(image).values()) {
      if (entry.content().isPresent()) {
        try (InputStream in = entry.content().get().open()) {
          texts.put(entry.path(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
    }
    return texts;
  }
}
