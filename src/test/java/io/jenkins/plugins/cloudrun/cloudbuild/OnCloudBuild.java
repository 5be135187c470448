package io.jenkins.plugins.cloudrun.cloudbuild;

import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.durable.Watcher;
import io.jenkins.plugins.cloudrun.emulator.LoopbackCloud;
import io.jenkins.plugins.cloudrun.emulator.Options;
import io.jenkins.plugins.cloudrun.gcp.Endpoints;
import io.jenkins.plugins.cloudrun.gcp.GoogleSettings;
import io.jenkins.plugins.cloudrun.image.source.SourceRequest;
import io.jenkins.plugins.cloudrun.image.source.SourceUpload;
import io.jenkins.plugins.cloudrun.image.source.UploadedSource;
import io.jenkins.plugins.cloudrun.localrun.LocalPlatform;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.Place;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The embedded Cloud Build, the real clients and engines on it, and a workspace. */
@SuppressWarnings("NullAway.Init")
abstract class OnCloudBuild {
  static final CommitSha COMMIT = new CommitSha("0123456789".repeat(4));
  private static final Account ACCOUNT = new Account(Optional.of("key"), Optional.empty());
  private static final Origin ORIGIN = new Origin("team/shop", Optional.of(7), "alice");

  LoopbackCloud cloud;
  LocalPlatform platform;
  Path data;
  Path workspace;
  String account;
  final List<String> log = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    data = folder;
    Options options = Options.in(folder.resolve("cloud"));
    cloud = LoopbackCloud.start(options);
    account = options.accounts().get(0);
    workspace = Files.createDirectories(folder.resolve("workspace"));
    platform = platform();
  }

  @AfterEach
  void stop() {
    platform.close();
    cloud.close();
  }

  /** Another on the same files is what a restart leaves. */
  LocalPlatform platform() {
    Endpoints endpoints =
        new Endpoints(
                Optional.of(cloud.api()),
                Optional.of(cloud.tokens().tokenUri()),
                Optional.of(cloud.tokens().uri()),
                Optional.empty(),
                Optional.of(cloud.api()))
            .withBuilds(Optional.of(cloud.storage().uri()), Optional.of(cloud.cloudBuild().uri()));
    return new LocalPlatform(
        data.resolve("home"),
        new GoogleSettings(endpoints, false, List.of(cloud.registryHost())),
        Map.of("key", cloud.serviceAccountKey(account)));
  }

  ImageName image() {
    return ImageName.parse(cloud.registryHost() + "/demo-project/apps/shop");
  }

  void write(String name, String text) throws IOException {
    Path file = workspace.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  UploadedSource upload(String dockerfile, String config) throws Exception {
    return new SourceUpload(
            platform.registryToken(ORIGIN, ACCOUNT), HttpClient.newBuilder(), log::add)
        .run(
            new SourceRequest(
                ".",
                dockerfile,
                config,
                false,
                "",
                "demo-project",
                "europe-west1",
                platform.storageEndpoint()),
            workspace,
            data.resolve("temporary"));
  }

  SourceBuild build(
      String id, UploadedSource source, Map<String, String> substitutions, Optional<String> runAs) {
    ImageReference tagged =
        new ImageReference(image(), Optional.of(COMMIT.value()), Optional.empty());
    return SourceBuild.start(
        id,
        ORIGIN,
        new SourcePlan(
            Place.of(image(), "demo-project", "europe-west1"),
            SourcePlan.stored(source),
            SourcePlan.way(source, substitutions, tagged, COMMIT, "", ""),
            image(),
            List.of(COMMIT.value(), "v1"),
            COMMIT,
            false,
            runAs,
            Duration.ofMinutes(5),
            ACCOUNT),
        Instant.now());
  }

  Settlement run(SourceBuild build) throws Exception {
    platform.sourceBuilds().start(build);
    return await(build.id());
  }

  Settlement await(String id) throws Exception {
    CompletableFuture<Settlement> end = new CompletableFuture<>();
    Watcher watcher =
        new Watcher() {
          @Override
          public void line(Entry entry, int position) {
            log.add((entry.kind().equals(Entry.LOG) ? "| " : "") + entry.text());
          }

          @Override
          public void settled(Settlement settlement) {
            end.complete(settlement);
          }
        };
    try (AutoCloseable watching = platform.sourceBuilds().watch(id, 0, watcher)) {
      return end.get(120, TimeUnit.SECONDS);
    }
  }

  String digest(String tag) {
    return cloud.registry().manifest("demo-project/apps/shop", tag).orElseThrow().digest();
  }

  /** What the object of the log holds, as lines; what was shown must be the same. */
  List<String> written(String build) throws IOException {
    String bucket = "123456789012.cloudbuild-logs.googleusercontent.com";
    return new String(
            cloud.storage().buckets().content(bucket, "log-" + build + ".txt"),
            java.nio.charset.StandardCharsets.UTF_8)
        .lines()
        .toList();
  }

  List<String> shown() {
    return log.stream().filter(l -> l.startsWith("| ")).map(l -> l.substring(2)).toList();
  }
}
