package io.jenkins.plugins.cloudrun.emulator.build;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.emulator.Access;
import io.jenkins.plugins.cloudrun.emulator.Options;
import io.jenkins.plugins.cloudrun.emulator.Principal;
import io.jenkins.plugins.cloudrun.emulator.http.ApiException;
import io.jenkins.plugins.cloudrun.emulator.logs.LogStore;
import io.jenkins.plugins.cloudrun.emulator.registry.OciRegistry;
import io.jenkins.plugins.cloudrun.emulator.storage.Buckets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** All builds: those that wait, those that run and those that ended. */
public final class Builds implements AutoCloseable {
  private static final Duration USUAL_TIMEOUT = Duration.ofMinutes(60);

  private final Options options;
  private final Access access;
  private final Buckets buckets;
  private final LogStore logs;
  private final Function<String, String> tokens;
  private final Path folder;
  private final Steps steps;
  private final Pusher pusher;
  private final Map<String, BuildEntry> entries = new LinkedHashMap<>();
  private final ScheduledExecutorService later =
      Executors.newScheduledThreadPool(
          2,
          work -> {
            Thread thread = new Thread(work, "cloud-build");
            thread.setDaemon(true);
            return thread;
          });
  private volatile Duration queue;
  private volatile Optional<String> runImage = Optional.empty();

  /**
   * @param buckets where sources are and logs go
   * @param registry where images go
   * @param tokens an access token for an account, by its e-mail
   */
  public Builds(
      Options options,
      Access access,
      Buckets buckets,
      LogStore logs,
      OciRegistry registry,
      Function<String, String> tokens)
      throws IOException {
    this.options = options;
    this.access = access;
    this.buckets = buckets;
    this.logs = logs;
    this.tokens = tokens;
    this.queue = options.reconcileDelay();
    folder = Files.createDirectories(options.data().resolve("builds"));
    pusher = new Pusher(registry);
    DockerfileBuild dockerfiles =
        new InProcessBuild(
            options.data().resolve("builds-cache"),
            registry,
            new BuildahBuild(options.data().resolve("builds-images"), registry.host()));
    steps =
        new Steps(
            new DockerStep(dockerfiles, pusher),
            new PackStep(new Assembly(registry), pusher, () -> runImage));
  }

  void slowSteps(Duration longer) {
    steps.slow(longer);
  }

  void queue(Duration wait) {
    queue = wait;
  }

  void runImage(String reference) {
    runImage = Optional.of(reference);
  }

  /** Accepts a build and starts it a little later. */
  BuildEntry create(JsonObject wanted, String location, Principal caller) {
    String id = UUID.randomUUID().toString();
    Map<String, String> fixed = new HashMap<>();
    String account = account(wanted);
    fixed.put("PROJECT_ID", options.project());
    fixed.put("PROJECT_NUMBER", options.projectNumber());
    fixed.put("BUILD_ID", id);
    fixed.put("LOCATION", location);
    fixed.put("SERVICE_ACCOUNT_EMAIL", account);
    fixed.put("SERVICE_ACCOUNT", "projects/" + options.project() + "/serviceAccounts/" + account);
    JsonObject build = Substitutions.expanded(wanted, fixed);
    BuildRules.check(build);
    if (!Field.text(wanted, "serviceAccount").isEmpty()) {
      access.checkActAs(caller, account);
    }
    build.addProperty("id", id);
    build.addProperty("status", "QUEUED");
    build.addProperty("createTime", Instant.now().toString());
    build.addProperty("projectId", options.project());
    build.addProperty(
        "name", "projects/" + options.projectNumber() + "/locations/" + location + "/builds/" + id);
    build.addProperty(
        "logUrl",
        "https://console.cloud.google.com/cloud-build/builds;region=%s/%s?project=%s"
            .formatted(location, id, options.projectNumber()));
    if (!build.has("timeout")) {
      build.addProperty("timeout", USUAL_TIMEOUT.toSeconds() + "s");
    }
    if (!build.has("queueTtl")) {
      build.addProperty("queueTtl", "3600s");
    }
    build.add("artifacts", Field.object(build, "artifacts"));
    JsonArray images = Field.array(build, "images");
    if (!images.isEmpty()) {
      build.getAsJsonObject("artifacts").add("images", images);
    }
    BuildLog log = log(build, id, location);
    BuildEntry entry = new BuildEntry(id, options.project(), location, build);
    synchronized (entries) {
      entries.put(id, entry);
    }
    var unused =
        later.schedule(() -> begin(entry, log, account), queue.toNanos(), TimeUnit.NANOSECONDS);
    return entry;
  }

  private String account(JsonObject build) {
    String given = Field.text(build, "serviceAccount");
    return given.isEmpty() ? options.computeAccount() : given.substring(given.lastIndexOf('/') + 1);
  }

  /** Decides where the log goes, and says so in the build. */
  private BuildLog log(JsonObject build, String id, String location) {
    JsonObject asked = Field.object(build, "options");
    String logging = Field.text(asked, "logging");
    boolean legacy =
        logging.isEmpty() || logging.equals("LEGACY") || logging.equals("LOGGING_UNSPECIFIED");
    Optional<BuildLog.Place> place = Optional.empty();
    if (legacy || logging.equals("GCS_ONLY")) {
      String given = Field.text(build, "logsBucket").replaceFirst("^gs://", "");
      boolean regional =
          Field.text(asked, "defaultLogsBucketBehavior").equals("REGIONAL_USER_OWNED_BUCKET");
      String where =
          !given.isEmpty()
              ? given
              : regional
                  ? options.projectNumber() + "-" + location + "-cloudbuild-logs"
                  : options.projectNumber() + ".cloudbuild-logs.googleusercontent.com";
      int slash = where.indexOf('/');
      String bucket = slash < 0 ? where : where.substring(0, slash);
      String prefix = slash < 0 ? "" : where.substring(slash + 1).replaceFirst("/*$", "") + "/";
      if (given.isEmpty()) {
        buckets.create(bucket);
      } else if (!buckets.exists(bucket)) {
        throw ApiException.invalid(
            "generic::invalid_argument: invalid bucket \""
                + bucket
                + "\"; does it exist, and may"
                + " the service account write to it?");
      }
      build.addProperty("logsBucket", "gs://" + where.replaceFirst("/*$", ""));
      place = Optional.of(new BuildLog.Place(bucket, prefix + "log-" + id + ".txt"));
    }
    boolean toLogging =
        legacy || logging.equals("CLOUD_LOGGING_ONLY") || logging.equals("STACKDRIVER_ONLY");
    Optional<Consumer<String>> sink =
        toLogging
            ? Optional.of(
                logs.sink(
                    "build",
                    Map.of("project_id", options.project(), "build_id", id, "build_trigger_id", ""),
                    Map.of("build_tags", String.join(",", Field.texts(build, "tags")))))
            : Optional.empty();
    return new BuildLog(buckets, place, sink);
  }

  private void begin(BuildEntry entry, BuildLog log, String account) {
    Thread thread = new Thread(() -> run(entry, log, account), "cloud-build-" + entry.id);
    thread.setDaemon(true);
    if (!entry.work(thread)) {
      return;
    }
    Duration timeout = Field.duration(entry.json(), "timeout", USUAL_TIMEOUT);
    var unused =
        later.schedule(() -> entry.stop("TIMEOUT"), timeout.toNanos(), TimeUnit.NANOSECONDS);
    thread.start();
  }

  private void run(BuildEntry entry, BuildLog log, String account) {
    Path home = folder.resolve(entry.id);
    BuildRun.Rights rights =
        new BuildRun.Rights(
            access.may(account, "storage.objects.get"),
            access.may(account, "artifactregistry.repositories.uploadArtifacts"),
            tokens.apply(account));
    try {
      Files.createDirectories(home);
      new BuildRun(entry, log, buckets, steps, pusher, rights, home).run();
    } catch (IOException e) {
      entry.set("status", "INTERNAL_ERROR");
      throw new UncheckedIOException(e);
    }
  }

  /** Stops a build; false if it has ended. */
  boolean cancel(BuildEntry entry) {
    boolean queued = entry.status().equals("QUEUED");
    if (!entry.stop("CANCELLED")) {
      return false;
    }
    if (queued && !entry.json().has("startTime")) {
      entry.set("finishTime", Instant.now().toString());
      entry.set("status", "CANCELLED");
    }
    return true;
  }

  Optional<BuildEntry> find(String id, String location) {
    synchronized (entries) {
      return Optional.ofNullable(entries.get(id)).filter(e -> e.location.equals(location));
    }
  }

  Optional<BuildEntry> operation(String name) {
    synchronized (entries) {
      return entries.values().stream().filter(e -> e.operation().equals(name)).findFirst();
    }
  }

  List<BuildEntry> newestFirst(String location) {
    synchronized (entries) {
      List<BuildEntry> found = new ArrayList<>(entries.values());
      found.removeIf(entry -> !entry.location.equals(location));
      Collections.reverse(found);
      return found;
    }
  }

  @Override
  public void close() {
    later.shutdownNow();
    synchronized (entries) {
      entries.values().forEach(entry -> entry.stop("CANCELLED"));
    }
  }
}
