package io.jenkins.plugins.cloudrun.image.dockerfile.builder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.image.base.Base;
import io.jenkins.plugins.cloudrun.image.base.BaseImages;
import io.jenkins.plugins.cloudrun.image.dockerfile.ImageFiles;
import io.jenkins.plugins.cloudrun.image.push.Blob;
import io.jenkins.plugins.cloudrun.image.registry.Keyring;
import io.jenkins.plugins.cloudrun.image.registry.RegistryClient;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.SAME_THREAD)
class AgentBuildTest {
  @TempDir private Path folder;
  private Path bin;
  private Path context;
  private Path work;
  private final List<String> log = new CopyOnWriteArrayList<>();

  @BeforeEach
  void folders() throws IOException {
    bin = Files.createDirectories(folder.resolve("bin"));
    context = Files.createDirectories(folder.resolve("context"));
    work = Files.createDirectories(folder.resolve("work"));
  }

  @Test
  void buildsWithBuildah() throws Exception {
    Path busybox = Path.of("/usr/bin/busybox");
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/buildah")) && Files.isExecutable(busybox),
        "buildah or busybox-static is not installed");
    assumeTrue("root".equals(System.getProperty("user.name")), "not root");
    Files.copy(busybox, context.resolve("busybox"));
    Files.writeString(context.resolve("left-out"), "x");
    Files.writeString(context.resolve("web.Dockerfile.dockerignore"), "left-out\n");
    Path dockerfile =
        Files.writeString(
            context.resolve("web.Dockerfile"),
            """
            FROM scratch
            COPY --chmod=755 busybox /bin/sh
            COPY . /context/
            RUN echo built > /made && mkdir -p /lib/apk/db && echo P:x > /lib/apk/db/installed
            ENV A=b
            SHELL ["/bin/sh", "-e", "-c"]
            ONBUILD COPY . /app
            CMD ["/bin/sh"]
            """);
    Map<String, String> environment = storage();
    AgentTools tools = new AgentTools(environment);
    AgentTool tool = tools.probe(AgentTool.Kind.BUILDAH).tool().orElseThrow();
    BuiltImage built;
    try {
      built = new AgentBuild(tool, tools, List.of(), work, log::add).run(dockerfile, context);
    } catch (InvalidValueException e) {
      assumeTrue(!String.join(" ", log).contains("not permitted"), "buildah may not run here");
      throw new AssertionError(String.join("\n", log), e);
    }
    TreeSet<String> files = new TreeSet<>();
    for (Blob layer : built.layers()) {
      files.addAll(Built.names(layer));
    }
    assertTrue(files.contains("made") && files.contains("bin/sh"), "" + files);
    assertFalse(files.contains("context/left-out"), "" + files);
    assertTrue(log.stream().anyMatch(line -> line.contains("RUN echo built")), "" + log);
    assertEquals("[\"/bin/sh\"]", built.config().getAsJsonObject("config").get("Cmd").toString());
    Built.checkDigests(built);
    assertEquals(List.of("COPY . /app"), built.extras().onBuild());
    // What RUN installed can be listed.
    Base made = built.asBase("built", ImageReference.parse("registry.example/app:1"));
    RegistryClient nobody = new RegistryClient(HttpClient.newBuilder(), Keyring.empty());
    Map<String, byte[]> databases =
        ImageFiles.read(
            made,
            new BaseImages(nobody, folder.resolve("bases"), log::add),
            List.of("/lib/apk/db/installed"));
    assertEquals(
        "P:x\n", new String(databases.get("/lib/apk/db/installed"), StandardCharsets.UTF_8));
    assertEquals(
        "[\"/bin/sh\",\"-e\",\"-c\"]",
        built.config().getAsJsonObject("config").get("Shell").toString());

    // The base's layers come from where they are, though buildah packed them otherwise.
    String first =
        built.config().getAsJsonObject("rootfs").getAsJsonArray("diff_ids").get(0).getAsString();
    Blob there =
        new Blob(
            new ImageDigest("sha256:" + "a".repeat(64)),
            7,
            "application/vnd.oci.image.layer.v1.tar+gzip",
            new Blob.Origin.InRepository(ImageName.parse("registry.example/base")));
    JsonObject config =
        JsonParser.parseString("{\"rootfs\": {\"diff_ids\": [\"" + first + "\"]}}")
            .getAsJsonObject();
    Base base =
        new Base(
            "base",
            ImageReference.parse("registry.example/base@" + there.digest().value()),
            "application/vnd.oci.image.manifest.v1+json",
            List.of(there),
            config);
    assertEquals(there.digest(), built.over(base).layers().get(0).digest());
    assertEquals(there.origin(), built.over(base).layers().get(0).origin());
    assertEquals(
        built.layers().subList(1, built.layers().size()),
        built.over(base).layers().subList(1, built.layers().size()));
  }

  @Test
  void saysWhenTheToolFails() throws Exception {
    Scripts.write(
        bin,
        "docker",
        "case $1 in version) echo 1;; build) echo no such instruction; exit 3;; esac");
    InvalidValueException failed =
        assertThrows(InvalidValueException.class, () -> docker(List.of()));
    assertEquals(
        "docker could not build the Dockerfile: it ended with exit code 3. What it said stands"
            + " above.",
        failed.getMessage());
    assertEquals(List.of("no such instruction"), log);
  }

  @Test
  void takesTheImageOutOfDocker() throws Exception {
    Path saved = folder.resolve("saved.tar");
    byte[] layer = "a layer, as tar as need be".repeat(100).getBytes(StandardCharsets.UTF_8);
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(saved))) {
      put(tar, "abc/layer.tar", layer);
      TarArchiveEntry link = new TarArchiveEntry("def/layer.tar", TarArchiveEntry.LF_SYMLINK);
      link.setLinkName("../abc/layer.tar");
      tar.putArchiveEntry(link);
      tar.closeArchiveEntry();
      put(tar, "c.json", "{\"config\": {\"Cmd\": [\"x\"]}}".getBytes(StandardCharsets.UTF_8));
      put(
          tar,
          "manifest.json",
          "[{\"Config\": \"c.json\", \"Layers\": [\"abc/layer.tar\", \"def/layer.tar\"]}]"
              .getBytes(StandardCharsets.UTF_8));
    }
    Scripts.write(
        bin,
        "docker",
        """
        case $1 in
        version) echo 1;;
        build)
          while [ "$1" != --iidfile ]; do shift; done
          echo sha256:made > "$2"
          printf 'host' | docker-credential-cloud-run get
          printf 'https://pkg.example' | docker-credential-cloud-run get;;
        save) [ "$4" = sha256:made ] && cp '%s' "$3";;
        esac
        """
            .formatted(saved));
    BaseLogin login = new BaseLogin("pkg.example", "oauth2accesstoken", "top-secret");
    BuiltImage image = docker(List.of(login));
    assertEquals(2, image.layers().size());
    Built.checkDigests(image);
    try (InputStream in =
        new GZIPInputStream(Files.newInputStream(Built.file(image.layers().get(1))))) {
      assertEquals(
          new String(layer, StandardCharsets.UTF_8),
          new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    // Only the tool gets the secret, from its environment.
    assertEquals(
        List.of(
            "credentials not found in native keychain",
            "{\"ServerURL\":\"pkg.example\",\"Username\":\"oauth2accesstoken\",\"Secret\":\"top-secret\"}"),
        log);
    try (Stream<Path> files = Files.walk(work)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertFalse(text.contains("top-secret"), "" + file);
      }
    }
    assertFalse(login.toString().contains("secret"));
  }

  @Test
  void endsAllThatWasStarted() throws Exception {
    Path pid = folder.resolve("pid");
    Scripts.write(
        bin,
        "docker",
        "case $1 in version) echo 1;; build) trap '' TERM; (trap '' TERM; sleep 60) & echo $! > "
            + pid
            + "; echo started; wait; sleep 60;; esac");
    CountDownLatch started = new CountDownLatch(1);
    List<Throwable> thrown = new CopyOnWriteArrayList<>();
    AgentTools tools = new AgentTools(environment());
    AgentTool tool = tools.probe(AgentTool.Kind.DOCKER).tool().orElseThrow();
    Thread build =
        new Thread(
            () -> {
              try {
                new AgentBuild(tool, tools, List.of(), work, line -> started.countDown())
                    .run(context.resolve("Dockerfile"), context);
              } catch (Exception e) {
                thrown.add(e);
              }
            });
    build.start();
    assertTrue(started.await(20, TimeUnit.SECONDS));
    long begin = System.nanoTime();
    build.interrupt();
    build.join(10_000);
    long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
    assertTrue(millis < 2_000, millis + " ms");
    assertTrue(thrown.get(0) instanceof InterruptedException, "" + thrown);
    long child = Long.parseLong(Files.readString(pid).strip());
    long patience = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!isGone(child) && System.nanoTime() < patience) {
      Thread.sleep(20);
    }
    assertTrue(isGone(child), "the child still runs");
  }

  /** Where nobody collects orphans, a dead one stays as a zombie. */
  private static boolean isGone(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/stat")).matches("(?s).*\\) [ZX] .*");
    } catch (IOException e) {
      return true;
    }
  }

  private BuiltImage docker(List<BaseLogin> logins) throws Exception {
    AgentTools tools = new AgentTools(environment());
    AgentTool tool = tools.probe(AgentTool.Kind.DOCKER).tool().orElseThrow();
    return new AgentBuild(tool, tools, logins, work, log::add)
        .run(context.resolve("Dockerfile"), context);
  }

  private Map<String, String> environment() {
    return Map.of("PATH", bin + ":/usr/bin:/bin");
  }

  /** A store of this test alone, in plain folders. */
  private Map<String, String> storage() throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("storage.conf"),
            """
            [storage]
            driver = "vfs"
            graphroot = "%s/root"
            runroot = "%s/run"
            """
                .formatted(folder, folder));
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("CONTAINERS_STORAGE_CONF", config.toString());
    environment.put("BUILDAH_ISOLATION", "chroot");
    return environment;
  }

  private static void put(TarArchiveOutputStream tar, String name, byte[] bytes)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }
}
