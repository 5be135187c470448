package io.jenkins.plugins.cloudrun.emulator.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayersTest {
  /** Entries: {@code path=content}, {@code path->link}, or {@code path/}. */
  private static InputStream layer(String... entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (String text : entries) {
        if (text.contains("->")) {
          String[] parts = text.split("->", 2);
          TarArchiveEntry link = new TarArchiveEntry(parts[0], TarConstants.LF_SYMLINK);
          link.setLinkName(parts[1]);
          tar.putArchiveEntry(link);
        } else if (text.contains("=")) {
          byte[] content = text.substring(text.indexOf('=') + 1).getBytes(StandardCharsets.UTF_8);
          TarArchiveEntry file = new TarArchiveEntry(text.substring(0, text.indexOf('=')), true);
          file.setSize(content.length);
          file.setMode(0751);
          tar.putArchiveEntry(file);
          tar.write(content);
        } else {
          tar.putArchiveEntry(new TarArchiveEntry(text, true));
        }
        tar.closeArchiveEntry();
      }
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }

  @Test
  void laterLayersReplaceAndRemove(@TempDir Path folder) throws Exception {
    Path root = folder.toRealPath();
    Layers layers = new Layers(root, Set.of());
    layers.apply(layer("etc/", "etc/a=1", "etc/b=2", "opt/y=3", "lib->/etc"));
    layers.apply(layer("etc/a=one", "etc/.wh.b", "opt/.wh..wh..opq", "opt/z=4", "lib/c=5"));
    assertEquals("one", Files.readString(root.resolve("etc/a")));
    assertFalse(Files.exists(root.resolve("etc/b")));
    assertFalse(Files.exists(root.resolve("opt/y")));
    assertEquals("4", Files.readString(root.resolve("opt/z")));
    assertEquals("5", Files.readString(root.resolve("etc/c")));
    assertTrue(Files.isExecutable(root.resolve("etc/a")));
    assertEquals(root.resolve("etc"), Files.readSymbolicLink(root.resolve("lib")));
  }

  @Test
  void nothingLeavesTheRoot(@TempDir Path folder) throws Exception {
    Path root = Files.createDirectory(folder.toRealPath().resolve("root"));
    Layers layers = new Layers(root, Set.of());
    assertThrows(IOException.class, () -> layers.apply(layer("../out=x")));
    layers.apply(layer("up->../"));
    assertThrows(IOException.class, () -> layers.apply(layer("up/out=x")));
    assertFalse(Files.exists(folder.resolve("out")));
  }
}
