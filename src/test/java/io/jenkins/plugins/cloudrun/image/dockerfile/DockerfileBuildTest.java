package io.jenkins.plugins.cloudrun.image.dockerfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.tools.jib.api.buildplan.ContainerBuildPlan;
import com.google.cloud.tools.jib.api.buildplan.Port;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.cloudrun.image.base.Base;
import io.jenkins.plugins.cloudrun.image.ignore.DockerIgnore;
import io.jenkins.plugins.cloudrun.image.ignore.IgnoreRules;
import io.jenkins.plugins.cloudrun.image.layer.EntriesLayer;
import io.jenkins.plugins.cloudrun.image.layer.LayerEntry;
import io.jenkins.plugins.cloudrun.image.push.Blob;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What buildah cannot tell us, as it is older than it, or leaves it out: after Docker's reference.
 */
class DockerfileBuildTest {
  @TempDir private Path folder;
  private Path context;
  private final Map<String, Base> bases = new HashMap<>();
  private IgnoreRules rules = IgnoreRules.NONE;

  @BeforeEach
  void files() throws Exception {
    context = Files.createDirectories(folder.resolve("context"));
    for (String file : List.of("a.txt", "b.md", "sub/c.txt", "sub/deep/d.txt", "sub/e.md")) {
      Path path = context.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, file + "\n");
    }
  }

  @Test
  void writesHeredocs() throws Exception {
    DockerfileImage image =
        build(
            """
            FROM scratch
            ARG name=world
            COPY <<hello.txt <<'raw' /files/
            Hello "$name", it costs \\$5
            hello.txt
            $name stays
            raw
            COPY --chmod=755 --chown=5:6 <<-EOF /run.sh
            \t#!/bin/sh
            \techo ${name:-nobody}
            EOF
            """);
    assertEquals(
        Map.of(
            "/files/hello.txt", "Hello \"world\", it costs $5\n",
            "/files/raw", "$name stays\n",
            "/run.sh", "#!/bin/sh\necho world\n"),
        texts(image));
    LayerEntry run = entries(image).get("/run.sh");
    assertEquals(0755, run.mode());
    assertEquals(5, run.uid());
    assertEquals(0644, entries(image).get("/files/raw").mode());
  }

  @Test
  void leavesOutWhatIsExcluded() throws Exception {
    DockerfileImage image =
        build(
            """
            FROM scratch
            COPY --exclude=*.md --exclude=deep . /x/
            COPY --exclude=**/*.txt sub /y/
            COPY --exclude=b.* *.* /z/
            """);
    assertEquals(
        Set.of(
            "/x/a.txt", "/x/sub/c.txt", "/x/sub/e.md", "/x/sub/deep/d.txt", "/y/e.md", "/z/a.txt"),
        texts(image).keySet());
  }

  @Test
  void keepsParentFolders() throws Exception {
    DockerfileImage image =
        build("FROM scratch\nCOPY --parents sub/deep/d.txt sub/./c.txt a.txt /x/\n");
    assertEquals(Set.of("/x/sub/deep/d.txt", "/x/c.txt", "/x/a.txt"), texts(image).keySet());
  }

  @Test
  void takesBackWhatIsDeepInAnIgnoredFolder() throws Exception {
    rules = DockerIgnore.parse("**\n!sub/**/*.txt\n");
    assertEquals(
        Set.of("/sub/c.txt", "/sub/deep/d.txt"), texts(build("FROM scratch\nCOPY . /\n")).keySet());
  }

  @Test
  void runsTheShellFormInItsShell() throws Exception {
    DockerfileImage image = build("FROM scratch\nSHELL [\"/bin/bash\", \"-ec\"]\nCMD run it\n");
    assertEquals(List.of("/bin/bash", "-ec", "run it"), image.command());
  }

  @Test
  void makesAPlan() throws Exception {
    DockerfileImage image =
        build(
            """
            FROM scratch
            ENV A=1
            EXPOSE 80 53/udp
            WORKDIR /w
            USER 1000
            VOLUME /v
            COPY a.txt /
            HEALTHCHECK CMD x
            CMD ["run"]
            """);
    ContainerBuildPlan plan = image.plan().build();
    assertEquals("1", plan.getEnvironment().get("A"));
    assertEquals(Set.of(Port.tcp(80), Port.udp(53)), plan.getExposedPorts());
    assertEquals("/w", String.valueOf(plan.getWorkingDirectory()));
    assertEquals("1000", plan.getUser());
    assertEquals(List.of("run"), plan.getCmd());
    assertEquals("scratch", plan.getBaseImage());
    assertEquals(
        List.of("WORKDIR /w", "COPY a.txt /"),
        plan.getLayers().stream().map(layer -> layer.getName()).toList());
    assertEquals(Optional.of("{\"Test\":[\"CMD-SHELL\",\"x\"]}"), image.extras().healthcheck());
  }

  @Test
  void isTheSameWheneverFilesWereWritten() throws Exception {
    String text = "FROM scratch\nCOPY . /\nWORKDIR /x\n";
    List<EntriesLayer> first = build(text).layers();
    Files.setLastModifiedTime(
        context.resolve("a.txt"), java.nio.file.attribute.FileTime.fromMillis(1_234_567_000L));
    List<EntriesLayer> second = build(text).layers();
    assertEquals(times(first), times(second));
    assertEquals(Set.of(Entries.TIME.toString()), times(first));
  }

  @Test
  void saysWhatHasToRun() throws Exception {
    DockerfilePlan plan =
        plan("FROM scratch AS a\nCOPY a.txt /\nFROM a\nCOPY --from=a /a.txt /b\nRUN x \\\n  y\n");
    assertEquals(
        new DockerfilePlan.NeedsBuilder(new RunInstruction("Dockerfile, line 5", "RUN x   y")),
        plan);
    assertTrue(
        plan("FROM nowhere AS a\nRUN x\nFROM scratch\nCOPY a.txt /\n")
            instanceof DockerfilePlan.InProcess,
        "a stage that nobody needs may run what it likes");
    bases.put(
        "running",
        new OciLayout(folder.resolve("running"), "{\"OnBuild\": [\"RUN make\"]}")
            .finish("running"));
    assertEquals(
        new DockerfilePlan.NeedsBuilder(new RunInstruction("a trigger of running", "RUN make")),
        plan("FROM running\n"));
  }

  @Test
  void downloadsWhatIsChecked() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/files/tool",
        exchange -> {
          exchange.sendResponseHeaders(200, 5);
          exchange.getResponseBody().write("tool\n".getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/files/tool";
      DockerfileImage image = build("FROM scratch\nADD " + url + "?x=1 /bin/\n");
      assertEquals(Map.of("/bin/tool", "tool\n"), texts(image));
      assertEquals(0600, entries(image).get("/bin/tool").mode());
      assertTrue(image.warnings().get(0).contains("--checksum=sha256:"), "" + image.warnings());
      String sum = image.warnings().get(0).replaceAll(".*(sha256:[0-9a-f]{64}).*", "$1");
      assertEquals(
          List.of(), build("FROM scratch\nADD --checksum=" + sum + " " + url + " /x\n").warnings());
      String other = "sha256:" + "0".repeat(64);
      assertRefused(
          "FROM scratch\nADD --checksum=" + other + " " + url + " /x\n",
          "Dockerfile, line 2: ADD: '" + url + "' has the checksum " + sum + ", not " + other);
      assertRefused("FROM scratch\nADD " + url.replace("files", "none") + " /x\n", "status 404");
    } finally {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "COPY nope /|Dockerfile, line 2: COPY: there is no 'nope' in the context, or an ignore"
            + " file",
        "COPY *.nope /|Dockerfile, line 2: COPY: there is no '*.nope' in the context",
        "COPY ../../etc/passwd /|there is no '../../etc/passwd' in the context",
        "COPY [ab].* /x|several files go to",
        "COPY sub /x;COPY a.txt sub/ /x/c.txt/|'/x/c.txt' is no folder in the image",
        "COPY sub /x;COPY a.txt /deep;COPY sub/deep /deep|'/deep' is no folder in the image",
        "COPY --chown=app a.txt /|the user 'app' is not in the image's /etc/passwd: give its"
            + " number",
        "COPY --chown=1:web a.txt /|the group 'web' is not in the image's /etc/group",
        "COPY --chmod=u+x a.txt /|--chmod=u+x is not known: give the permissions in octal",
        "COPY --from=0 /a /b|--from=0 is not an earlier stage",
        "COPY --from=7 /a /b|there is no stage with that number",
        "COPY --from=$x /a /b|--from='$x' is neither a stage nor an image",
        "ADD https://example.org/x.git /x|ADD cannot check out the git repository",
        "ADD git@example.org:x.git /x|ADD cannot check out the git repository",
        "EXPOSE 70000|'70000' is no port",
        "EXPOSE web|'web' is no port: a number or a range",
        "HEALTHCHECK --interval=soon CMD x|--interval is a duration such as 30s",
        "ENV A=${x:?needed}|x: needed",
        "COPY $nothing /x/|the source '$nothing' is empty",
        "WORKDIR $nothing|the path is empty; is a variable not set?",
        "FROM --platform=linux/arm64 scratch|Dockerfile, line 2: --platform=linux/arm64: Cloud Run",
        "FROM $nothing|Dockerfile, line 2: the name of the base is empty",
      })
  void refuses(String text, String expected) {
    assertRefused("FROM scratch\n" + text.replace(';', '\n'), expected);
  }

  @Test
  void readsNothingThroughLinksThatLeaveTheContext() throws Exception {
    Files.writeString(folder.resolve("secret"), "secret\n");
    Files.createSymbolicLink(context.resolve("out"), folder.resolve("secret"));
    Files.createSymbolicLink(context.resolve("outer"), folder);
    assertRefused("FROM scratch\nCOPY out /x\n", "there is no 'out' in the context");
    assertRefused("FROM scratch\nCOPY outer/secret /x\n", "there is no 'outer/secret'");
    assertEquals(
        LayerEntry.Kind.SYMBOLIC_LINK,
        entries(build("FROM scratch\nCOPY . /\n")).get("/out").kind());
  }

  @Test
  void endsWhenItIsInterrupted() {
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> build("FROM scratch\nCOPY . /\n"));
  }

  private void assertRefused(String text, String expected) {
    InvalidValueException refused = assertThrows(InvalidValueException.class, () -> build(text));
    assertTrue(refused.getMessage().contains(expected), refused.getMessage());
  }

  private DockerfileImage build(String text) throws Exception {
    return ((DockerfilePlan.InProcess) plan(text)).image();
  }

  private DockerfilePlan plan(String text) throws Exception {
    Bases all =
        new Bases() {
          @Override
          public Optional<Base> resolve(String name) {
            return Optional.ofNullable(bases.get(name));
          }

          @Override
          public Path layerFile(Blob layer) {
            return ((Blob.Origin.InFile) layer.origin()).file();
          }
        };
    return DockerfileBuild.plan(
        Dockerfile.parse(text),
        context,
        rules,
        all,
        HttpClient.newBuilder(),
        Files.createTempDirectory(folder, "work"));
  }

  private static Map<String, LayerEntry> entries(DockerfileImage image) {
    Map<String, LayerEntry> entries = new TreeMap<>();
    image.layers().forEach(l -> l.entries().forEach(entry -> entries.put(entry.path(), entry)));
    return entries;
  }

  private static Map<String, String> texts(DockerfileImage image) throws Exception {
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

  private static Set<String> times(List<EntriesLayer> layers) {
    Set<String> times = new java.util.TreeSet<>();
    layers.forEach(l -> l.entries().forEach(e -> times.add(e.modified().toString())));
    return times;
  }
}
