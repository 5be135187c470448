package io.jenkins.plugins.cloudrun.image.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.cloud.tools.jib.api.buildplan.ContainerBuildPlan;
import com.google.cloud.tools.jib.api.buildplan.LayerObject;
import com.google.cloud.tools.jib.api.buildplan.Port;
import io.jenkins.plugins.cloudrun.image.lint.Finding.Severity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Layers and settings: each mistake is found where it was planted, and nothing else. */
class LintLayersTest extends LintFixture {
  private static final String DEBIAN_LOADER = "/lib64/ld-linux-x86-64.so.2";
  private static final String MUSL_LOADER = "/lib/ld-musl-x86_64.so.1";

  @Test
  void secretsInLayers() throws Exception {
    plantSecrets();
    List<LayerObject> layers = List.of(layer("app", "/srv/"));
    assertEquals(
        Set.of(
            "secret-file-in-layer /srv/.env:0",
            "secret-file-in-layer /srv/deploy/.env.production:0",
            "secret-file-in-layer /srv/keys/store.p12:0",
            "secret-in-layer /srv/.npmrc:2",
            "secret-in-layer /srv/keys/server.pem:1",
            "secret-in-layer /srv/deploy/account.json:4",
            "secret-in-layer /srv/src/app.js:3",
            "git-in-layer /srv/.git:0"),
        places(image(layers, "debian:12", "app")));
  }

  @Test
  void programsForOtherMachines() throws Exception {
    write("server", Planted.elf(183, ""));
    write("good", Planted.elf(62, DEBIAN_LOADER));
    write("static", Planted.elf(62, ""));
    write("node_modules/tool/prebuilds/linux-arm64/x.node", Planted.elf(183, ""));
    write("lib/x/Linux/aarch64/lib.so", Planted.elf(183, ""));
    Files.copy(Path.of("/bin/ls"), folder.resolve("ls"));
    assertEquals(
        Set.of("wrong-architecture /a/server:0"),
        places(image(List.of(layer("app", "/a/")), "debian:12", "app")));
    assertEquals(
        Set.of(
            "wrong-architecture /a/server:0",
            "glibc-on-alpine /a/good:0",
            "glibc-on-alpine /a/ls:0"),
        places(image(List.of(layer("app", "/a/")), "node:22-alpine", "app")));
    assertEquals(
        Set.of(
            "wrong-architecture /a/server:0", "missing-loader /a/good:0", "missing-loader /a/ls:0"),
        places(image(List.of(layer("app", "/a/")), "gcr.io/distroless/static-debian12", "app")));
  }

  @Test
  void muslPrograms() throws Exception {
    write("tool", Planted.elf(62, MUSL_LOADER));
    List<LayerObject> layers = List.of(layer("app", "/a/"));
    assertEquals(Set.of("missing-loader /a/tool:0"), places(image(layers, "debian:12", "app")));
    assertEquals(Set.of(), places(image(layers, "alpine:3.20", "app")));
    // The loader comes along.
    LayerObject loader = entries("loader", MUSL_LOADER, new Fixed("x", 10));
    assertEquals(Set.of(), places(image(List.of(layers.get(0), loader), "debian:12", "app")));
  }

  @Test
  void hugeFilesAndNamesThatDifferInCapitals() throws Exception {
    assertEquals(
        Set.of("huge-file /model.bin:0", "huge-layer :0"),
        places(
            image(
                List.of(entries("model", "/model.bin", new Fixed("a", 600_000_000))), "a:1", "u")));
    assertEquals(
        Set.of(),
        places(
            image(
                List.of(entries("model", "/model.bin", new Fixed("a", 200_000_000))), "a:1", "u")));
    assertEquals(
        Set.of("case-collision /srv/readme.md:0"),
        places(
            image(
                List.of(
                    entries("one", "/srv/README.md", new Fixed("a", 1)),
                    entries("two", "/srv/readme.md", new Fixed("b", 1)),
                    entries("again", "/srv/README.md", new Fixed("c", 1))),
                "a:1",
                "u")));
  }

  @Test
  void usersAndBases() throws Exception {
    LintReport root = image(List.of(), "eclipse-temurin:21-jre", "");
    assertEquals(Set.of("root-user :0"), places(root));
    assertEquals(Severity.INFO, root.findings().get(0).severity());
    LintReport asked = image(List.of(), "eclipse-temurin:21-jre", "root");
    assertEquals(Severity.WARNING, asked.findings().get(0).severity());
    assertEquals(Set.of("latest-base :0"), places(image(List.of(), "tomcat", "1000")));
    assertEquals(
        Set.of("container-registry-base :0"),
        places(image(List.of(), "gcr.io/shop/base:1", "1000")));
  }

  @Test
  void wordsOfTheBuildItself() throws Exception {
    ContainerBuildPlan plan =
        ContainerBuildPlan.builder()
            .setEnvironment(Map.of("DB_PASSWORD", "hunter22", "PORT", "9000"))
            .setExposedPorts(Set.of(Port.tcp(9000)))
            .setEntrypoint(
                List.of("sh", "-c", "node app.js --token " + Planted.token("glp" + "at-", 20)))
            .build();
    assertEquals(
        Set.of(
            "secret-in-env :0",
            "secret-in-command :0",
            "shell-entrypoint :0",
            "port-in-env :0",
            "port-ignored :0"),
        places(lint().image(LintImage.of(plan, base("65532"), Optional.empty()))));
    // Lines are known of what a Dockerfile sets; what the build sets on top has none.
    Optional<DockerfileView> dockerfile =
        dockerfile("FROM a:1", "ENV DB_PASSWORD=hunter22", "USER 65532", "CMD [\"a\"]");
    assertEquals(
        Set.of(),
        places(lint().image(LintImage.of(plan, base("65532"), dockerfile))).stream()
            .filter(f -> !f.startsWith("port"))
            .collect(java.util.stream.Collectors.toSet()));
  }
}
