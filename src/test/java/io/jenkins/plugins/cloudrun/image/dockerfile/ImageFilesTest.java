package io.jenkins.plugins.cloudrun.image.dockerfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.image.base.Base;
import io.jenkins.plugins.cloudrun.image.push.Blob;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFilesTest {
  private static final List<String> PLACES = List.of("/db/status", "/db/parts", "/etc/release");

  @TempDir private Path folder;

  @Test
  void theUppermostCounts() throws Exception {
    OciLayout image =
        image()
            .layer(
                tar ->
                    tar.file("db/status", 0644, 0, 0, "old")
                        .file("db/parts/a", 0644, 0, 0, "a")
                        .file("db/parts/deep/er", 0644, 0, 0, "no")
                        .file("db/other", 0644, 0, 0, "no")
                        .file("etc/release", 0644, 0, 0, "release"))
            .layer(tar -> tar.file("./db/status", 0644, 0, 0, "new"))
            .layer(tar -> tar.file("srv/app", 0644, 0, 0, "no"));
    assertEquals(
        Map.of("/db/status", "new", "/db/parts/a", "a", "/etc/release", "release"), read(image));
  }

  @Test
  void whatALayerTakesAwayIsGoneBelowItAlone() throws Exception {
    OciLayout image =
        image()
            .layer(
                tar ->
                    tar.file("db/status", 0644, 0, 0, "gone")
                        .file("db/parts/a", 0644, 0, 0, "gone")
                        .file("etc/release", 0644, 0, 0, "gone"))
            .layer(
                tar ->
                    tar.file("db/.wh.status", 0644, 0, 0, "")
                        .file("db/parts/b", 0644, 0, 0, "b")
                        .file("db/parts/.wh..wh..opq", 0644, 0, 0, "")
                        .link("etc", "usr/etc"));
    assertEquals(Map.of("/db/parts/b", "b"), read(image));
    OciLayout all =
        image()
            .layer(tar -> tar.file("db/status", 0644, 0, 0, "gone"))
            .layer(tar -> tar.file(".wh.db", 0644, 0, 0, ""));
    assertEquals(Map.of(), read(all));
  }

  @Test
  void linksAreNotFollowedSilently() throws Exception {
    assertEquals(Map.of(), read(image().layer(tar -> tar.link("db/status", "elsewhere"))));
    OciLayout image =
        image()
            .layer(
                tar ->
                    tar.file("db/one", 0644, 0, 0, "x")
                        .hardLink("db/status", "db/one", 0644, 0, 0));
    String refused = assertThrows(IOException.class, () -> read(image)).getMessage();
    assertEquals("'/db/status' is another name of 'db/one'", refused);
  }

  @Test
  void holdsNoMoreThanItMay() throws Exception {
    OciLayout image = image().layer(tar -> tar.file("db/status", 0644, 0, 0, "x".repeat(1001)));
    String refused = assertThrows(IOException.class, () -> read(image)).getMessage();
    assertTrue(refused.contains("larger than 1000 bytes"), refused);
  }

  @Test
  void anAbortEndsIt() throws Exception {
    OciLayout image = image().layer(tar -> tar.file("db/status", 0644, 0, 0, "x"));
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> read(image));
    assertFalse(Thread.currentThread().isInterrupted());
  }

  private OciLayout image() throws IOException {
    return new OciLayout(folder.resolve("image"), "{}");
  }

  private static Map<String, String> read(OciLayout layout) throws Exception {
    Base image = layout.finish("image");
    Bases bases =
        new Bases() {
          @Override
          public Optional<Base> resolve(String name) {
            return Optional.of(image);
          }

          @Override
          public Path layerFile(Blob layer) {
            return ((Blob.Origin.InFile) layer.origin()).file();
          }
        };
    Map<String, String> texts = new TreeMap<>();
    ImageFiles.read(image, bases, PLACES, 1000)
        .forEach((path, bytes) -> texts.put(path, new String(bytes, StandardCharsets.UTF_8)));
    return texts;
  }
}
