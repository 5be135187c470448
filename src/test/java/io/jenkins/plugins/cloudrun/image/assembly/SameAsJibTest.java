package io.jenkins.plugins.cloudrun.image.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.ContainerBuildPlan;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.image.base.Base;
import io.jenkins.plugins.cloudrun.image.layer.LayerBlob;
import io.jenkins.plugins.cloudrun.image.layer.LayerCache;
import io.jenkins.plugins.cloudrun.image.layer.TarListing;
import io.jenkins.plugins.cloudrun.image.push.Blob;
import io.jenkins.plugins.cloudrun.image.push.Image;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same plan, made by jib's own containerizer and by us: same files, same configuration. */
class SameAsJibTest {
  @TempDir Path temp;
  private Path files = Path.of("");
  private Path base = Path.of("");

  @BeforeEach
  void makeBase() throws Exception {
    files = Files.createDirectories(temp.resolve("files"));
    Path passwd = Files.writeString(files.resolve("passwd"), "root:x:0:0::/:/bin/sh\n");
    ContainerBuildPlan plan =
        ContainerBuildPlan.builder()
            .setBaseImage("scratch")
            .setPlatforms(Set.of(new Platform("amd64", "linux")))
            .setCreationTime(Instant.parse("2020-01-02T03:04:05Z"))
            .setEnvironment(Map.of("PATH", "/usr/bin:/bin", "LANG", "C.UTF-8", "EMPTY", ""))
            .setLabels(Map.of("vendor", "base", "kept", "yes"))
            .setExposedPorts(Set.of(Port.tcp(80), Port.udp(53)))
            .setVolumes(Set.of(AbsoluteUnixPath.get("/data")))
            .setUser("65532")
            .setWorkingDirectory(AbsoluteUnixPath.get("/home"))
            .setEntrypoint(List.of("/bin/base"))
            .setCmd(List.of("serve"))
            .setLayers(
                List.of(
                    FileEntriesLayer.builder()
                        .setName("base files")
                        .addEntry(passwd, AbsoluteUnixPath.get("/etc/passwd"))
                        .build()))
            .build();
    base = temp.resolve("base.tar");
    jib(Jib.fromScratch(), plan, base);
  }

  @Test
  void everythingSet() throws Exception {
    compare(
        plan()
            .setEnvironment(Map.of("LANG", "de_DE.UTF-8", "APP", "a=b", "QUOTE", "$PATH \"x\""))
            .setLabels(Map.of("vendor", "us", "new", "<&>"))
            .setExposedPorts(Set.of(Port.tcp(8080), Port.tcp(80)))
            .setVolumes(Set.of(AbsoluteUnixPath.get("/cache")))
            .setUser("1000:1000")
            .setWorkingDirectory(AbsoluteUnixPath.get("/app"))
            .setEntrypoint(List.of("java", "-cp", "/app", "shop.Shop"))
            .setCmd(List.of("--verbose"))
            .build());
  }

  @Test
  void nothingSet() throws Exception {
    compare(plan().build());
  }

  @Test
  void anOwnEntrypointMakesTheCommandGo() throws Exception {
    compare(plan().setEntrypoint(List.of("/run")).build());
  }

  @Test
  void anOwnCommandLeavesTheEntrypoint() throws Exception {
    compare(plan().setCmd(List.of("other")).build());
  }

  @Test
  void anEmptyEntrypointRemovesBoth() throws Exception {
    compare(plan().setEntrypoint(List.of()).build());
  }

  @Test
  void anOciImage() throws Exception {
    compare(plan().setFormat(ImageFormat.OCI).build());
  }

  private ContainerBuildPlan.Builder plan() throws IOException {
    return ContainerBuildPlan.builder()
        .setBaseImage("base")
        .setPlatforms(Set.of(new Platform("amd64", "linux")))
        .setCreationTime(Instant.EPOCH)
        .setLayers(List.of(manyKinds(), plain(), fromJar()));
  }

  /** Modes, owners, times, long names, folders in between, entries out of order and twice. */
  private FileEntriesLayer manyKinds() throws IOException {
    Path text = Files.writeString(files.resolve("text"), "text\n".repeat(1000));
    Path program = Files.writeString(files.resolve("program"), "#!/bin/sh\n");
    Path folder = Files.createDirectories(files.resolve("folder"));
    Instant one = FileEntriesLayer.DEFAULT_MODIFICATION_TIME;
    return FileEntriesLayer.builder()
        .setName("many kinds")
        .addEntry(program, at("/z/run"), mode("755"), one, "1000:app")
        .addEntry(text, at("/z.txt"), mode("600"), Instant.ofEpochSecond(1_700_000_000L), "app")
        .addEntry(text, at("/a/b/c/d"), mode("640"), one, "65532:65533")
        .addEntry(folder, at("/a/b"), mode("700"), one, "12")
        .addEntry(folder, at("/home/app"), mode("700"), one, ":12")
        .addEntry(text, at("/a/b/c/d"), mode("777"), one, "")
        .addEntry(text, at("/long/" + "name/".repeat(30) + "\u00e4.txt"), mode("644"), one, "")
        .addEntry(text, at("/z/exact"), mode("644"), Instant.ofEpochMilli(1_500), "")
        .build();
  }

  private FileEntriesLayer plain() throws IOException {
    Path tree = Files.createDirectories(files.resolve("tree/sub"));
    Files.writeString(tree.resolve("one"), "1");
    Files.writeString(tree.resolveSibling("two"), "2");
    return FileEntriesLayer.builder()
        .setName("plain")
        .addEntryRecursive(files.resolve("tree"), at("/app/tree"))
        .build();
  }

  /** jib reads a zip file system's paths as well. */
  private FileEntriesLayer fromJar() throws IOException {
    Path jar = files.resolve("app.jar");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry("classes/A.class"));
      out.write("class A".repeat(500).getBytes(StandardCharsets.UTF_8));
    }
    Path copy = files.resolve("A.class");
    try (FileSystem zip = FileSystems.newFileSystem(jar)) {
      Files.write(copy, Files.readAllBytes(zip.getPath("classes/A.class")));
    }
    return FileEntriesLayer.builder().setName("jar").addEntry(copy, at("/app/A.class")).build();
  }

  private void compare(ContainerBuildPlan plan) throws Exception {
    Path tar = temp.resolve("jib.tar");
    jib(Jib.from(TarImage.at(base)), plan, tar);
    SavedImage theirs = SavedImage.unpack(tar, temp.resolve("theirs"));
    Base theBase =
        SavedImage.unpack(base, temp.resolve("base"))
            .asBase(MediaTypes.DOCKER.manifest(), MediaTypes.DOCKER.layer());

    LayerCache cache = new LayerCache(temp.resolve("cache"), LayerCache.USUAL_LIMIT);
    try (LayerCache.Session session = cache.open()) {
      List<LayerBlob> layers = session.layers(plan.getLayers());
      Image ours =
          Assembly.assemble(plan, Optional.of(theBase), ConfigExtras.NONE, layers, Map.of());
      assertEquals(files(theirs), files(ours));
      assertEquals(meaning(theirs.config()), meaning(config(ours)));
      assertEquals(
          ours.digest(),
          Assembly.assemble(plan, Optional.of(theBase), ConfigExtras.NONE, layers, Map.of())
              .digest());
    }
  }

  private static List<String> files(SavedImage image) throws IOException {
    List<String> all = new ArrayList<>();
    for (Path layer : image.layers()) {
      TarListing.of(layer).forEach((path, line) -> all.add(path + " " + line));
    }
    assertTrue(all.size() > 20, all::toString);
    return all;
  }

  private static List<String> files(Image image) throws IOException {
    List<String> all = new ArrayList<>();
    for (Blob layer : image.layers()) {
      Path file = ((Blob.Origin.InFile) layer.origin()).file();
      TarListing.of(file).forEach((path, line) -> all.add(path + " " + line));
    }
    return all;
  }

  static JsonObject config(Image image) {
    byte[] bytes = ((Blob.Origin.InMemory) image.config().origin()).bytes();
    return JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8)).getAsJsonObject();
  }

  /**
   * Without what cannot be the same: the tars' own bytes, who wrote the history; variables, which
   * jib writes in any order; and what is absent, which jib writes as empty.
   */
  private static Map<String, Object> meaning(JsonObject config) {
    Map<String, Object> all = new LinkedHashMap<>();
    for (String key : List.of("created", "architecture", "os")) {
      all.put(key, config.get(key));
    }
    all.put("diff_ids", config.getAsJsonObject("rootfs").getAsJsonArray("diff_ids").size());
    all.put("type", config.getAsJsonObject("rootfs").get("type"));
    JsonArray history = config.getAsJsonArray("history");
    List<JsonElement> times = new ArrayList<>();
    history.forEach(entry -> times.add(entry.getAsJsonObject().get("created")));
    all.put("history", times);
    JsonObject run = config.getAsJsonObject("config");
    Map<String, JsonElement> sorted = new TreeMap<>(run.asMap());
    sorted
        .values()
        .removeIf(
            value ->
                value.isJsonArray() && value.getAsJsonArray().isEmpty()
                    || value.isJsonObject() && value.getAsJsonObject().isEmpty());
    sorted.remove("Env");
    all.put("config", sorted);
    Set<String> variables = new TreeSet<>();
    run.getAsJsonArray("Env").forEach(variable -> variables.add(variable.getAsString()));
    all.put("Env", variables);
    return all;
  }

  private void jib(JibContainerBuilder builder, ContainerBuildPlan plan, Path tar)
      throws Exception {
    builder
        .applyContainerBuildPlan(plan)
        .containerize(
            Containerizer.to(TarImage.at(tar).named("image"))
                .setOfflineMode(true)
                .setBaseImageLayersCache(temp.resolve("jib-base"))
                .setApplicationLayersCache(temp.resolve("jib-layers")));
  }

  private static AbsoluteUnixPath at(String path) {
    return AbsoluteUnixPath.get(path);
  }

  private static FilePermissions mode(String octal) {
    return FilePermissions.fromOctalString(octal);
  }
}
