package io.jenkins.plugins.cloudrun.image.dockerfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.tools.jib.api.buildplan.ContainerBuildPlan;
import com.google.cloud.tools.jib.api.buildplan.Port;
import io.jenkins.plugins.cloudrun.image.ignore.DockerIgnore;
import io.jenkins.plugins.cloudrun.image.layer.EntriesLayer;
import io.jenkins.plugins.cloudrun.image.layer.LayerEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What buildah cannot tell us, as it is older than it, or leaves it out: after Docker's reference.
 */
class DockerfileBuildTest extends Workbench {
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
  void readsALayerOfABaseOnce() throws Exception {
    bases.put("base", Images.base(folder.resolve("base")).finish("base"));
    index = Optional.of(folder.resolve("index"));
    String text = "FROM base\nCOPY --chown=app a.txt /bin/\nCOPY --chown=:web sub /home/link/\n";
    Map<String, LayerEntry> first = entries(build(text));
    assertEquals(2, fetched.size());
    fetched.clear();
    assertEquals(first.keySet(), entries(build(text)).keySet());
    assertEquals(Set.of(), fetched);
    assertEquals(2000, first.get("/usr/bin/a.txt").gid());
    assertEquals(0700, first.get("/home/app").mode(), "folders of the base stay as they are");

    // What is copied out of an image is fetched then.
    Map<String, String> copied = texts(build("FROM scratch\nCOPY --from=base /srv /x/\n"));
    assertEquals(Map.of("/x/old", "new\n"), copied);
    assertEquals(1, fetched.size(), "the layer with the file");
    fetched.clear();

    try (Stream<Path> files = Files.list(index.get())) {
      for (Path file : files.toList()) {
        Files.writeString(file, "broken");
      }
    }
    assertEquals(first.keySet(), entries(build(text)).keySet());
    assertEquals(2, fetched.size());
  }

  @Test
  void endsWhenItIsInterrupted() {
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> build("FROM scratch\nCOPY . /\n"));
  }

  private static Set<String> times(List<EntriesLayer> layers) {
    Set<String> times = new java.util.TreeSet<>();
    layers.forEach(l -> l.entries().forEach(e -> times.add(e.modified().toString())));
    return times;
  }
}
