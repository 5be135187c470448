package io.jenkins.plugins.cloudrun.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
  void keepsLinksAsTheyAreWritten() throws Exception {
    write("real/file");
    write("dist/own");
    Files.createSymbolicLink(root.resolve("dist/beside"), Path.of("own"));
    Files.createSymbolicLink(root.resolve("dist/dead"), Path.of("nowhere"));
    Files.createSymbolicLink(root.resolve("dist/folder"), Path.of("../real"));
    Files.createSymbolicLink(root.resolve("dist/loop"), Path.of("."));
    Files.createSymbolicLink(root.resolve("dist/secret"), Path.of("/etc/absent"));
    assertEquals(
        List.of(
            "/d/beside -> own",
            "/d/dead -> nowhere",
            "/d/folder -> ../real",
            "/d/loop -> .",
            "/d/own dist/own",
            "/d/secret -> /etc/absent"),
        contents(new LayerSource("dist", "/d")));
  }

  @Test
  void followsTheLinkThatALayerIsMadeFromInTheWorkspaceOnly() throws Exception {
    write("releases/12/server");
    Files.createSymbolicLink(root.resolve("current"), Path.of("releases/12"));
    Files.createSymbolicLink(root.resolve("newest"), Path.of("releases/12/server"));
    assertEquals(
        List.of("/d/server releases/12/server"), contents(new LayerSource("current", "/d")));
    assertEquals(
        List.of("/bin/shop releases/12/server"), contents(new LayerSource("newest", "/bin/shop")));

    Files.writeString(folder.resolve("secret"), "secret");
    Files.createSymbolicLink(root.resolve("out"), folder.resolve("secret"));
    refused("leads out of the workspace", new LayerSource("out", "/d"));
    Files.createSymbolicLink(root.resolve("up"), folder);
    refused("leads out of the workspace", new LayerSource("up", "/d"));
    refused("leads out of the workspace", new LayerSource("up/secret", "/d"));
  }

  @Test
  void keepsEmptyFolders() throws Exception {
    Files.createDirectories(root.resolve("dist/cache/tmp"));
    assertEquals(
        List.of("/srv/cache 755 ", "/srv/cache/tmp 755 "),
        described(new LayerSource("dist", "/srv")));
    Files.createDirectories(root.resolve("empty"));
    assertEquals(
        List.of("/data 700 1000"), described(new LayerSource("empty", "/data", "700", "1000")));
  }

  @Test
  void leavesOutWhatALayerExcludes() throws Exception {
    write("dist/app.js");
    write("dist/app.js.map");
    write("dist/img/a.png");
    write("dist/img/a.js.map");
    write("dist/test/data/keep.txt");
    write("dist/test/data/drop.txt");
    assertEquals(
        List.of("/s/app.js dist/app.js", "/s/img /", "/s/img/a.png dist/img/a.png"),
        contents(excluding("**/*.map", "test")));
    assertEquals(
        List.of(
            "/s/app.js 640 7",
            "/s/app.js.map 640 7",
            "/s/test 750 7",
            "/s/test/data 750 7",
            "/s/test/data/keep.txt 640 7"),
        described(
                new LayerSource(
                    "dist", "/s", "640", "7", List.of("img", "test", "!test/data/keep.txt")))
            .stream()
            .skip(1)
            .toList());
    refused("nothing is left of the folder 'dist' after exclude", excluding("**"));
    refused("layers.exclude: ", excluding("!"));
  }

  @Test
  void leavesOutWhatTheContextIgnores() throws Exception {
    write("dist/app.js");
    write("dist/.env");
    write("server");
    Files.writeString(root.resolve(".dockerignore"), "**/.env\nserver\n");
    assertEquals(List.of("/s/app.js dist/app.js"), contents(new LayerSource("dist", "/s")));
    assertEquals(
        List.of("/s/.dockerignore **/.env\nserver\n", "/s/dist /", "/s/dist/app.js dist/app.js"),
        contents(new LayerSource(".", "/s")));
    refused("'server' is left out by .dockerignore", new LayerSource("server", "/s/"));
    assertEquals(
        "1 layer of files without what .dockerignore names",
        Described.of(root, r -> r.layers(List.of(new LayerSource("dist", "/s")))).what());
    Files.writeString(root.resolve(".dockerignore"), "dist\n");
    refused("after .dockerignore", new LayerSource("dist", "/s"));
    Files.writeString(root.resolve(".dockerignore"), "a\n!\n");
    refused(".dockerignore, line 2", new LayerSource("dist", "/s"));
  }

  @Test
  void readsNoFile() throws Exception {
    Files.createDirectories(root.resolve("dist"));
    try (RandomAccessFile huge = new RandomAccessFile(root.resolve("dist/huge").toFile(), "rw")) {
      huge.setLength(1L << 40);
    }
    assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> entries(new LayerSource("dist", "/srv")));
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

  private List<FileEntry> entries(LayerSource source) throws Exception {
    return Described.of(root, r -> r.layers(List.of(source))).layers().get(0).getEntries();
  }

  private static LayerSource excluding(String... patterns) {
    return new LayerSource("dist", "/s", "", "", List.of(patterns));
  }

  /** Path, and content or target. */
  private List<String> contents(LayerSource source) throws Exception {
    Recipe.Description description = Described.of(root, r -> r.layers(List.of(source)));
    return Described.contents(description).stream()
        .map(line -> line.replaceFirst("^\\S+ (\\S+) \\S+ \\S* \\S+ ", "$1 "))
        .toList();
  }

  private List<String> described(LayerSource source) throws Exception {
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
