package io.jenkins.plugins.cloudrun.image.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.ContainerBuildPlan;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.LayerObject;
import com.google.cloud.tools.jib.api.buildplan.Port;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.image.base.Base;
import io.jenkins.plugins.cloudrun.image.dockerfile.Dockerfile;
import io.jenkins.plugins.cloudrun.image.ignore.DockerIgnore;
import io.jenkins.plugins.cloudrun.image.ignore.IgnoreRules;
import io.jenkins.plugins.cloudrun.image.layer.Content;
import io.jenkins.plugins.cloudrun.image.layer.EntriesLayer;
import io.jenkins.plugins.cloudrun.image.layer.LayerEntry;
import io.jenkins.plugins.cloudrun.image.lint.Finding.Severity;
import io.jenkins.plugins.cloudrun.image.lint.LintContext.Reach;
import io.jenkins.plugins.cloudrun.image.lint.scan.LintCache;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of contexts and layers: each mistake is found where it was planted, and nothing else. */
class LintFilesTest {
  private static final String DEBIAN_LOADER = "/lib64/ld-linux-x86-64.so.2";
  private static final String MUSL_LOADER = "/lib/ld-musl-x86_64.so.1";

  @TempDir Path folder;
  @TempDir Path cache;

  @Test
  void secretsInTheContext() throws Exception {
    plantSecrets();
    assertEquals(
        Set.of(
            "secret-file-in-context .env:0",
            "secret-file-in-context deploy/.env.production:0",
            "secret-file-in-context keys/store.p12:0",
            "secret-in-context .npmrc:2",
            "secret-in-context keys/server.pem:1",
            "secret-in-context deploy/account.json:4",
            "secret-in-context src/app.js:3",
            "git-in-context .git:0",
            "no-ignore-file :0"),
        places(context(Reach.SENT, false, IgnoreRules.NONE, Optional.empty())));
  }

  @Test
  void ofADockerfileOnlyWhatItCopies() throws Exception {
    plantSecrets();
    Optional<DockerfileView> some =
        dockerfile("FROM a:1", "COPY src/ deploy/*.json /srv/", "USER u");
    assertEquals(
        Set.of("secret-in-context deploy/account.json:4", "secret-in-context src/app.js:3"),
        places(context(Reach.COPIED, false, IgnoreRules.NONE, some)));
    Optional<DockerfileView> all = dockerfile("FROM a:1", "USER u", "COPY . .");
    Set<String> found = places(context(Reach.COPIED, false, IgnoreRules.NONE, all));
    assertEquals(9, found.size(), found::toString);
    assertTrue(found.contains("no-ignore-file Dockerfile:3"), found::toString);
    // Where the layers are looked at, the files are not reported twice.
    assertEquals(
        Set.of("no-ignore-file Dockerfile:3"),
        places(context(Reach.LAYERS, false, IgnoreRules.NONE, all)));
  }

  @Test
  void whatIsIgnoredIsNotLookedAt() throws Exception {
    plantSecrets();
    write(".dockerignore", ".git\n**/.env*\n.npmrc\nkeys\ndeploy\nsrc/app.js\n");
    IgnoreRules rules = DockerIgnore.parse(Files.readString(folder.resolve(".dockerignore")));
    assertEquals(Set.of(), places(context(Reach.SENT, true, rules, Optional.empty())));
  }

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
        Set.of("wrong-architecture /a/server:0", "glibc-on-alpine /a/good:0", "glibc-on-alpine /a/ls:0"),
        places(image(List.of(layer("app", "/a/")), "node:22-alpine", "app")));
    assertEquals(
        Set.of("wrong-architecture /a/server:0", "missing-loader /a/good:0", "missing-loader /a/ls:0"),
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
    assertEquals(
        Set.of(), places(image(List.of(layers.get(0), loader), "debian:12", "app")));
  }

  @Test
  void hugeFilesAndNamesThatDifferInCapitals() throws Exception {
    assertEquals(
        Set.of("huge-file /model.bin:0", "huge-layer :0"),
        places(
            image(List.of(entries("model", "/model.bin", new Fixed("a", 600_000_000))), "a:1", "u")));
    assertEquals(
        Set.of(),
        places(
            image(List.of(entries("model", "/model.bin", new Fixed("a", 200_000_000))), "a:1", "u")));
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
            .setEntrypoint(List.of("sh", "-c", "node app.js --token " + Planted.token("glp" + "at-", 20)))
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
        Set.of(), places(lint().image(LintImage.of(plan, base("65532"), dockerfile))).stream()
            .filter(f -> !f.startsWith("port"))
            .collect(java.util.stream.Collectors.toSet()));
  }

  @Test
  void switchedOffByFile() throws Exception {
    plantSecrets();
    write(
        ".cloud-run-lint",
        "# test data\nsecret-in-context {keys,src}/**\n\nsecret-file-in-context\nnope a/**\n");
    LintReport report = context(Reach.SENT, true, IgnoreRules.NONE, Optional.empty());
    assertEquals(
        Set.of(
            "secret-in-context .npmrc:2",
            "secret-in-context deploy/account.json:4",
            "git-in-context .git:0",
            "unknown-rule .cloud-run-lint:5"),
        places(report));
    assertEquals(5, report.silenced());
    assertTrue(report.summary().endsWith("; 5 switched off."), report.summary());
  }

  @Test
  void aCleanProjectIsSilent() throws Exception {
    write(".env.example", "DB_PASSWORD=\n");
    write("certs/ca.pem", Planted.pem("CERTIFICATE") + Planted.pem("PUBLIC KEY"));
    write("certs/id_rsa.pub", "ssh-rsa " + Planted.token("AAAAB3NzaC1yc2E", 200) + " me@host\n");
    write("truststore.jks", "x");
    write("package.json", "{\"name\":\"shop\",\"scripts\":{\"start\":\"node app.js\"}}\n");
    write(
        "package-lock.json",
        "\"integrity\": \"sha512-" + Planted.token("", 86) + "==\",\n\"resolved\": \"https://x\"\n");
    write(".npmrc", "registry=https://registry.example/\n//registry.example/:_authToken=${NPM_TOKEN}\n");
    write("app.js", "// -----BEGIN PRIVATE KEY----- is what a key begins with\nlisten(process.env.PORT)\n");
    write("go.sum", "example.org/a v1.0.0 h1:" + Planted.token("", 43) + "=\n");
    write("README.md", "export AWS_ACCESS_KEY_ID=" + "AKIA" + "IOSFODNN7EXAMPLE\n");
    write("node_modules/tls/test/key.pem", Planted.pem("RSA PRIVATE KEY"));
    write("node_modules/tls/test/cert.p12", "x");
    String text =
        """
        # syntax=docker/dockerfile:1
        ARG NODE=22-slim
        FROM node:${NODE} AS build
        WORKDIR /src
        COPY package.json package-lock.json ./
        RUN --mount=type=secret,id=npm,target=/root/.npmrc npm ci
        COPY . .
        RUN npm run build && npm prune --omit=dev

        FROM node:${NODE}
        RUN apt-get update \\
            && apt-get install -y --no-install-recommends tini \\
            && rm -rf /var/lib/apt/lists/*
        ENV NODE_ENV=production
        WORKDIR /srv
        COPY --from=build --chown=node:node /src ./
        USER node
        EXPOSE 8080
        ENTRYPOINT ["tini", "--"]
        CMD ["node", "app.js"]
        """;
    Optional<DockerfileView> view = Optional.of(DockerfileView.of(Dockerfile.parse(text), text));
    for (Reach reach : Reach.values()) {
      assertEquals(List.of(), context(reach, true, IgnoreRules.NONE, view).lines());
    }
    LintImage image =
        new LintImage(
            List.of(layer("app", "/srv/")),
            "node:22-slim",
            "node",
            Map.of("NODE_ENV", "production"),
            List.of("tini", "--"),
            List.of("node", "app.js"),
            Set.of(8080),
            view);
    assertEquals(List.of(), lint().image(image).lines());
  }

  private void plantSecrets() throws Exception {
    write(".env", "DB_PASSWORD=x\n");
    write("deploy/.env.production", "A=b\n");
    write(".env.example", "A=\n");
    write("keys/store.p12", "x");
    write("keys/server.pem", Planted.pem("PRIVATE KEY"));
    write(".npmrc", "registry=https://x/\n//x/:_authToken=" + Planted.token("", 30) + "\n");
    write("deploy/account.json", Planted.serviceAccountKey());
    write("src/app.js", "\nconst a =\n  '" + Planted.token("gh" + "p_", 36) + "'\n");
    write(".git/config", "[core]\n");
  }

  private void write(String path, String text) throws Exception {
    write(path, text.getBytes(StandardCharsets.UTF_8));
  }

  private void write(String path, byte[] bytes) throws Exception {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  private Lint lint() throws Exception {
    return new Lint(new LintCache(cache), "test", Silences.read(folder));
  }

  private LintReport context(
      Reach reach, boolean ignoreFile, IgnoreRules rules, Optional<DockerfileView> dockerfile)
      throws Exception {
    return lint().context(new LintContext(folder, rules, ignoreFile, reach, dockerfile));
  }

  private LintReport image(List<LayerObject> layers, String base, String user) throws Exception {
    return lint()
        .image(
            new LintImage(
                layers, base, user, Map.of(), List.of(), List.of(), Set.of(), Optional.empty()));
  }

  private static Optional<DockerfileView> dockerfile(String... lines) {
    String text = String.join("\n", lines) + "\n";
    return Optional.of(DockerfileView.of(Dockerfile.parse(text), text));
  }

  private static Optional<Base> base(String user) {
    return Optional.of(
        new Base(
            "debian:12",
            ImageReference.parse("registry-1.docker.io/library/debian:12"),
            "application/vnd.oci.image.manifest.v1+json",
            List.of(),
            JsonParser.parseString("{\"config\":{\"User\":\"" + user + "\"}}").getAsJsonObject()));
  }

  /** All files of the folder. */
  private LayerObject layer(String name, String into) throws Exception {
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(name);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        layer.addEntry(file, AbsoluteUnixPath.get(into + folder.relativize(file)));
      }
    }
    return layer.build();
  }

  private static EntriesLayer entries(String name, String path, Content content) {
    return new EntriesLayer(
        name,
        List.of(
            new LayerEntry(
                path,
                LayerEntry.Kind.FILE,
                0644,
                0,
                0,
                "",
                "",
                Instant.EPOCH,
                Optional.of(content),
                "",
                Map.of())));
  }

  private record Fixed(String identity, long size) implements Content {
    @Override
    public InputStream open() {
      return InputStream.nullInputStream();
    }
  }

  private static Set<String> places(LintReport report) {
    List<String> places = new ArrayList<>();
    for (Finding finding : report.findings()) {
      places.add(finding.id() + " " + finding.file() + ":" + finding.line());
    }
    assertEquals(places.size(), new TreeSet<>(places).size(), () -> "found twice: " + places);
    return new TreeSet<>(places);
  }
}
