package io.jenkins.plugins.cloudrun.image.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.image.dockerfile.Dockerfile;
import io.jenkins.plugins.cloudrun.image.ignore.DockerIgnore;
import io.jenkins.plugins.cloudrun.image.ignore.IgnoreRules;
import io.jenkins.plugins.cloudrun.image.lint.LintContext.Reach;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Files of contexts: each mistake is found where it was planted, and nothing else. */
class LintContextTest extends LintFixture {
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
        "\"integrity\": \"sha512-"
            + Planted.token("", 86)
            + "==\",\n\"resolved\": \"https://x\"\n");
    write(
        ".npmrc",
        "registry=https://registry.example/\n//registry.example/:_authToken=${NPM_TOKEN}\n");
    write(
        "app.js",
        "// -----BEGIN PRIVATE KEY----- is what a key begins with\nlisten(process.env.PORT)\n");
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
}
