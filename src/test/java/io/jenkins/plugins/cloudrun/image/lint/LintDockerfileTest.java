package io.jenkins.plugins.cloudrun.image.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.jenkins.plugins.cloudrun.image.dockerfile.Dockerfile;
import io.jenkins.plugins.cloudrun.image.ignore.IgnoreRules;
import io.jenkins.plugins.cloudrun.image.lint.LintContext.Reach;
import io.jenkins.plugins.cloudrun.image.lint.scan.LintCache;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each rule about Dockerfiles finds its mistake in its line, and nothing else. */
class LintDockerfileTest {
  @TempDir Path folder;
  @TempDir Path cache;

  @Test
  void baseImages() throws Exception {
    found("latest-base:1 root-user:1", "FROM node");
    found("latest-base:1 root-user:1", "FROM docker.io/library/node:latest");
    found("latest-base:1", "FROM localhost:5000/node", "USER app");
    found("", "FROM localhost:5000/node:22-slim", "USER app");
    found("", "FROM node@sha256:" + "0".repeat(64), "USER app");
    found("latest-base:2", "ARG NODE=node:latest", "FROM ${NODE}", "USER app");
    found("", "ARG TAG=22", "FROM node:${TAG}", "USER app");
    found("", "FROM golang:1.23 AS build", "FROM build", "USER app");
    found("", "FROM scratch", "USER 1000");
    found("", "FROM gcr.io/distroless/java17-debian12:nonroot");
    found("", "FROM gcr.io/distroless/java17-debian12", "USER nonroot");
    found("container-registry-base:1", "FROM eu.gcr.io/shop-123/base:1.2", "USER app");
    found("", "FROM gcr.io/cloud-builders/gcloud:1", "USER app");
    found("", "FROM europe-docker.pkg.dev/shop/images/base:1", "USER app");
  }

  @Test
  void users() throws Exception {
    found("root-user:2", "FROM node:22", "USER root");
    found("root-user:2", "FROM node:22", "USER 0:0");
    found("root-user:3", "FROM node:22", "USER app", "USER root");
    found("", "FROM node:22", "USER root", "USER 1000:1000");
    found("", "FROM node:22 AS base", "USER node", "FROM base", "CMD [\"node\", \"a.js\"]");
  }

  @Test
  void secretsInVariables() throws Exception {
    String token = Planted.token("gh" + "p_", 36);
    found("secret-in-env:2", "FROM a:1", "ENV DB_PASSWORD=hunter22", "USER app");
    found("secret-in-env:2", "FROM a:1", "ENV A=1 API_KEY='k9d8f7' B=2", "USER app");
    found("secret-in-env:2", "FROM a:1", "ENV ANYTHING=" + token, "USER app");
    found(
        "secret-in-env:2",
        "FROM a:1",
        "ENV DATABASE_URL=postgres://shop:s3cr3t@db:5432/shop",
        "USER app");
    found("secret-in-arg:2", "FROM a:1", "ARG NPM_TOKEN", "USER app");
    found("secret-in-arg:2", "FROM a:1", "ARG SIGNING_KEY=j2k3h4k2j3h4", "USER app");
    found(
        "secret-in-command:2",
        "FROM a:1",
        "RUN git clone https://x:" + token + "@github.com/o/r",
        "USER app");
    found(
        "secret-in-command:2",
        "FROM a:1",
        "RUN <<EOF\ncurl -H 'Authorization: token " + token + "' https://api\nEOF",
        "USER app");
    found(
        "",
        "FROM a:1",
        "ENV DB_PASSWORD_FILE=/run/secrets/db MAX_TOKEN=4096 TOKEN_URL=https://issuer/token",
        "ENV GOOGLE_APPLICATION_CREDENTIALS=/secrets/key.json PUBLIC_KEY=abcdef SECRET_KEY=dummy",
        "ENV PASSWORD=${PASSWORD} API_KEY=<your-key> USE_TOKEN=true KEYBOARD=qwerty",
        "ENV DATABASE_URL=postgres://shop:$PASSWORD@db/shop PIP_NO_CACHE_DIR=1",
        "RUN --mount=type=secret,id=npm NPM_TOKEN=$(cat /run/secrets/npm) npm ci",
        "USER app");
  }

  @Test
  void orderOfCopies() throws Exception {
    found("copy-before-install:2", "FROM a:1", "COPY . .", "RUN npm ci", "USER app");
    found(
        "add-for-copy:3 copy-before-install:3",
        "FROM a:1",
        "WORKDIR /a",
        "ADD . /a",
        "RUN cd x; yarn",
        "USER b");
    found(
        "copy-before-install:2",
        "FROM a:1",
        "COPY . /src",
        "RUN python3 -m pip install --no-cache-dir -r requirements.txt",
        "USER app");
    found(
        "copy-before-install:2",
        "FROM maven:3 AS build",
        "COPY ./ ./",
        "RUN ./mvnw -B package",
        "FROM a:1",
        "USER app");
    found(
        "",
        "FROM a:1",
        "COPY package*.json ./",
        "RUN npm ci",
        "COPY . .",
        "RUN npm run b",
        "USER u");
    found("", "FROM a:1", "COPY . .", "RUN --mount=type=cache,target=/root/.npm npm ci", "USER u");
    found("", "FROM a:1", "COPY . .", "RUN make install", "USER u");
    found("", "FROM b:1 AS x", "FROM a:1", "COPY --from=x . .", "RUN npm ci", "USER u");
    found(
        "",
        "FROM golang:1 AS b",
        "COPY go.mod go.sum ./",
        "RUN go mod download",
        "COPY . .",
        "RUN go build",
        "FROM a:1",
        "USER u");
  }

  @Test
  void packageCaches() throws Exception {
    String install = "RUN apt-get update && apt-get install -y curl";
    String clean = " && rm -rf /var/lib/apt/lists/*";
    found("", "FROM a:1", install + clean, "USER u");
    found("package-cache-kept:2", "FROM a:1", install, "USER u");
    found("", "FROM a:1 AS b", install, "FROM a:1", "USER u");
    found(
        "cache-cleaned-later:3 package-cache-kept:2",
        "FROM a:1",
        install,
        "RUN apt-get clean" + clean,
        "USER u");
    found(
        "apt-update-alone:2",
        "FROM a:1",
        "RUN apt-get update",
        "RUN apt-get install -y curl" + clean,
        "USER u");
    found("package-cache-kept:2", "FROM a:1", "RUN apk add curl", "USER u");
    found("", "FROM a:1", "RUN apk add --no-cache curl", "USER u");
    found("package-cache-kept:2", "FROM a:1", "RUN pip install flask", "USER u");
    found("", "FROM a:1", "ENV PIP_NO_CACHE_DIR=1", "RUN pip install flask", "USER u");
    found(
        "",
        "FROM a:1",
        "RUN --mount=type=cache,target=/var/cache/apt " + install.substring(4),
        "USER u");
  }

  @Test
  void instructions() throws Exception {
    found("healthcheck-ignored:2", "FROM a:1", "HEALTHCHECK CMD curl localhost", "USER u");
    found("", "FROM a:1", "HEALTHCHECK NONE", "USER u");
    found("volume-ignored:2", "FROM a:1", "VOLUME /data", "USER u");
    found("add-for-copy:2", "FROM a:1", "ADD app.js /srv/", "USER u");
    found("", "FROM a:1", "ADD app.tar.gz /srv/", "USER u");
    found("unverified-download:2", "FROM a:1", "ADD https://x.example/a.bin /a", "USER u");
    found(
        "",
        "FROM a:1",
        "ADD --checksum=sha256:" + "0".repeat(64) + " https://x.example/a.bin /a",
        "USER u");
    found("unverified-download:2", "FROM a:1", "RUN curl -fsSL https://x.example | bash", "USER u");
    found("", "FROM a:1", "RUN curl https://x.example || bash other.sh", "USER u");
    found("sudo-in-run:2", "FROM a:1", "RUN cd /x && sudo make", "USER u");
    found("world-writable:2", "FROM a:1", "RUN chmod -R 777 /srv", "USER u");
    found("world-writable:2", "FROM a:1", "COPY --chmod=777 a /srv/", "USER u");
    found("", "FROM a:1", "RUN chmod +x run.sh && chmod 755 /srv && echo 'sudo 777'", "USER u");
  }

  @Test
  void startingTheProgram() throws Exception {
    found("shell-entrypoint:3", "FROM a:1", "USER u", "ENTRYPOINT node app.js");
    found("shell-entrypoint:3", "FROM a:1", "USER u", "CMD java -jar app.jar");
    found(
        "shell-entrypoint:3", "FROM a:1", "USER u", "CMD [\"sh\", \"-c\", \"java -jar app.jar\"]");
    found("", "FROM a:1", "USER u", "CMD exec java -jar app.jar");
    found("", "FROM a:1", "USER u", "ENTRYPOINT [\"sh\", \"-c\", \"exec java $OPTS -jar a.jar\"]");
    found("", "FROM a:1", "USER u", "CMD node dev.js", "CMD [\"node\", \"app.js\"]");
    found("dev-server:3", "FROM a:1", "USER u", "CMD [\"npm\", \"run\", \"dev\"]");
    found("dev-server:3", "FROM a:1", "USER u", "CMD exec flask run --host 0.0.0.0");
    found("dev-server:3", "FROM a:1", "USER u", "CMD [\"python\", \"manage.py\", \"runserver\"]");
    found("", "FROM a:1", "USER u", "CMD [\"npm\", \"start\"]");
  }

  @Test
  void ports() throws Exception {
    String start = "CMD [\"node\", \"app.js\"]";
    found("port-ignored:3", "FROM a:1", "USER u", "EXPOSE 3000", start);
    found("", "FROM a:1", "USER u", "EXPOSE 8080", start);
    found("", "FROM a:1", "USER u", "EXPOSE 3000", "CMD exec serve -l $PORT");
    found("port-in-env:3", "FROM a:1", "USER u", "ENV PORT=3000", start);
    found("", "FROM a:1", "USER u", "ENV PORT=8080", "EXPOSE $PORT", start);
    found("several-ports:3", "FROM a:1", "USER u", "EXPOSE 8080 9090/tcp", start);
    found("", "FROM a:1", "USER u", "EXPOSE 8080 9090/udp", start);
    found(
        "hard-coded-port:4",
        "FROM a:1",
        "USER u",
        "EXPOSE 3000",
        "CMD [\"serve\", \"-p\", \"3000\"]");
    found(
        "hard-coded-port:3", "FROM a:1", "USER u", "CMD [\"java\", \"-Dserver.port=9000\", \"A\"]");
    found("hard-coded-port:3", "FROM a:1", "USER u", "CMD exec gunicorn -b 0.0.0.0:5000 app:app");
    found("hard-coded-port:3", "FROM a:1", "USER u", "ENV ASPNETCORE_URLS=http://+:5000", start);
    found("", "FROM a:1", "USER u", "CMD exec gunicorn -b :8080 app:app");
    found("", "FROM a:1", "USER u", "CMD exec gunicorn --bind :$PORT --workers 1 --timeout 0 a:a");
    found(
        "listens-on-localhost:3",
        "FROM a:1",
        "USER u",
        "CMD [\"uvicorn\", \"--host\", \"127.0.0.1\", \"a\"]");
    found("listens-on-localhost:3", "FROM a:1", "USER u", "ENV HOST=localhost", start);
    // What is copied asks for PORT.
    Files.writeString(folder.resolve("app.js"), "listen(process.env.PORT || 3000)");
    found("", "FROM a:1", "COPY app.js .", "USER u", "EXPOSE 3000", start);
  }

  @Test
  void switchedOffByComment() throws Exception {
    found("", "# cloud-run-lint: ignore=latest-base, root-user", "FROM node");
    found("root-user:2", "# cloud-run-lint: ignore=latest-base", "FROM node", "");
    found(
        "latest-base:3",
        "# cloud-run-lint: ignore=latest-base",
        "FROM a:1 AS b",
        "FROM node",
        "USER u");
    found("unknown-rule:3", "# cloud-run-lint: ignore=no-such", "# why", "FROM a:1", "USER u");
  }

  @Test
  void noValueIsEverShown() throws Exception {
    List<String> secrets =
        List.of(
            Planted.token("xo" + "xb-482910573862-", 24),
            "hunter2-and-more",
            Planted.token("np" + "m_", 36));
    LintReport report =
        lint(
            "FROM a:1",
            "ENV SLACK=" + secrets.get(0) + " PASSWORD=" + secrets.get(1),
            "ARG TOKEN=" + secrets.get(2),
            "COPY . .",
            "RUN npm install //x/:_authToken=" + secrets.get(2));
    assertEquals(4, report.count(Finding.Severity.ERROR), report::summary);
    String all = report + String.join("\n", report.lines());
    for (String secret : secrets) {
      assertFalse(all.contains(secret), all);
    }
  }

  private void found(String expected, String... lines) throws Exception {
    LintReport report = lint(lines);
    TreeSet<String> found = new TreeSet<>();
    report.findings().forEach(finding -> found.add(finding.id() + ":" + finding.line()));
    assertEquals(
        expected, String.join(" ", found), () -> String.join("\n", lines) + "\n" + report.lines());
  }

  private LintReport lint(String... lines) throws Exception {
    String text = String.join("\n", lines) + "\n";
    DockerfileView view = DockerfileView.of(Dockerfile.parse(text), text);
    Lint lint = new Lint(new LintCache(cache), "test", Silences.NONE);
    return lint.context(
        new LintContext(folder, IgnoreRules.NONE, true, Reach.COPIED, Optional.of(view)));
  }
}
