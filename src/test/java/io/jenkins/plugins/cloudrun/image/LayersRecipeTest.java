package io.jenkins.plugins.cloudrun.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayersRecipeTest {
  @TempDir Path folder;
  private Path root;

  @BeforeEach
  void workspace() throws IOException {
    root = Files.createDirectories(folder.resolve("work"));
  }

  @Test
  void copiesAFolderSortedWithItsExecutables() throws Exception {
    write("dist/z.txt");
    write("dist/bin/run");
    assertTrue(root.resolve("dist/bin/run").toFile().setExecutable(true));
    write("dist/a.txt");
    assertEquals(
        List.of("/srv/a.txt 644 ", "/srv/bin 755 ", "/srv/bin/run 755 ", "/srv/z.txt 644 "),
        described(new LayerSource("dist", "/srv/")));
  }

  @Test
  void setsModeAndOwnerAndLetsFoldersBeEntered() throws Exception {
    write("dist/bin/run");
    assertEquals(
        List.of("/srv 750 1000:1000", "/srv/bin 750 1000:1000", "/srv/bin/run 640 1000:1000"),
        described(new LayerSource("dist", "/srv", "0640", "1000:1000")));
    assertEquals(
        List.of("/bin 755 app", "/bin/run 755 app"),
        described(new LayerSource("dist", "/", "755", "app")));
  }

  @Test
  void copiesASingleFile() throws Exception {
    write("server");
    assertEquals(
        List.of("/usr/bin/shop 755 "),
        described(new LayerSource("server", "/usr/bin/shop", "755", "")));
    assertEquals(List.of("/srv/server 644 "), described(new LayerSource("server", "/srv/")));
  }

  @Test
  void followsLinksInsideTheWorkspaceOnly() throws Exception {
    write("real/file");
    write("dist/own");
    Files.createSymbolicLink(root.resolve("dist/file"), Path.of("../real/file"));
    Files.createSymbolicLink(root.resolve("dist/folder"), Path.of("../real"));
    assertEquals(
        List.of("/d/file 644 ", "/d/folder 755 ", "/d/folder/file 644 ", "/d/own 644 "),
        described(new LayerSource("dist", "/d")));
    FileEntry link = entries(new LayerSource("dist", "/d")).get(0);
    assertEquals("real/file", Files.readString(link.getSourceFile()));

    Files.writeString(folder.resolve("secret"), "secret");
    Path out = Files.createSymbolicLink(root.resolve("dist/out"), folder.resolve("secret"));
    refused("leads out of the workspace", new LayerSource("dist", "/d"));
    refused("leads out of the workspace", new LayerSource("dist/out", "/d"));
    Files.delete(out);
    Files.createSymbolicLink(root.resolve("dist/up"), folder);
    refused("leads out of the workspace", new LayerSource("dist", "/d"));
    Files.delete(root.resolve("dist/up"));
    Files.createSymbolicLink(root.resolve("dist/loop"), Path.of("."));
    refused("points at a folder that it is in", new LayerSource("dist", "/d"));
    Files.delete(root.resolve("dist/loop"));
    Files.createSymbolicLink(root.resolve("dist/dead"), Path.of("nowhere"));
    refused("points nowhere", new LayerSource("dist", "/d"));
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    refused("no file or folder 'absent'", new LayerSource("absent", "/d"));
    Files.createDirectories(root.resolve("empty"));
    refused("'empty' is empty", new LayerSource("empty", "/d"));
  }

  private void write(String name) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, name);
  }

  private void refused(String part, LayerSource source) {
    InvalidValueException refused =
        assertThrows(InvalidValueException.class, () -> entries(source), part);
    assertTrue(String.valueOf(refused.getMessage()).contains(part), refused.getMessage());
  }

  private List<FileEntry> entries(LayerSource source) throws IOException {
    return Described.of(root, folder.resolve("cache"), r -> r.layers(List.of(source)))
        .layers()
        .get(0)
        .getEntries();
  }

  private List<String> described(LayerSource source) throws IOException {
    List<String> lines = new ArrayList<>();
    for (FileEntry entry : entries(source)) {
      lines.add(
          entry.getExtractionPath()
              + " "
              + entry.getPermissions().toOctalString()
              + " "
              + entry.getOwnership());
    }
    return lines;
  }
}
