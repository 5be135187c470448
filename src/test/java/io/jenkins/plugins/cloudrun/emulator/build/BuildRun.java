package io.jenkins.plugins.cloudrun.emulator.build;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.emulator.storage.Buckets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** One build, from its sources to its images. */
final class BuildRun {
  private final BuildEntry entry;
  private final BuildLog log;
  private final Buckets buckets;
  private final Steps steps;
  private final Pusher pusher;
  private final Rights rights;
  private final Path home;
  private final Map<String, LocalImage> images = new HashMap<>();
  private final JsonObject timing = new JsonObject();

  /**
   * What the account of a build may do.
   *
   * @param token of it for the registry
   */
  record Rights(boolean readSource, boolean push, String token) {}

  /**
   * @param home an empty folder for this build
   */
  BuildRun(
      BuildEntry entry,
      BuildLog log,
      Buckets buckets,
      Steps steps,
      Pusher pusher,
      Rights rights,
      Path home) {
    this.entry = entry;
    this.log = log;
    this.buckets = buckets;
    this.steps = steps;
    this.pusher = pusher;
    this.rights = rights;
    this.home = home;
  }

  /** Works until the end; the entry has its last state afterwards. */
  void run() throws IOException {
    entry.set("startTime", Instant.now().toString());
    entry.set("status", "WORKING");
    log.own("starting build \"" + entry.id + "\"\n");
    log.own("");
    JsonObject build = entry.json();
    String status = "SUCCESS";
    try {
      Path workspace = Files.createDirectories(home.resolve("workspace")).toRealPath();
      fetch(build, workspace);
      work(build, workspace);
      push(build);
      log.own("DONE");
    } catch (BuildFailure e) {
      status = "FAILURE";
      log.own("ERROR");
      log.own("ERROR: " + e.detail());
      JsonObject info = new JsonObject();
      info.addProperty("type", e.type());
      info.addProperty("detail", e.detail());
      entry.set("failureInfo", info);
      entry.set("statusDetail", e.detail());
    } catch (InterruptedException e) {
      status = entry.stopped().isEmpty() ? "INTERNAL_ERROR" : entry.stopped();
      log.own(status);
      log.own(
          status.equals("TIMEOUT")
              ? "ERROR: context deadline exceeded"
              : "ERROR: context canceled");
    } catch (IOException | RuntimeException e) {
      boolean stopped = Thread.interrupted() | !entry.stopped().isEmpty();
      status = entry.stopped().isEmpty() ? "INTERNAL_ERROR" : entry.stopped();
      log.own(stopped ? status : "ERROR: " + e);
    } finally {
      entry.rest();
    }
    entry.set("timing", timing);
    entry.set("finishTime", Instant.now().toString());
    entry.set("status", status);
  }

  private void fetch(JsonObject build, Path workspace)
      throws BuildFailure, IOException, InterruptedException {
    JsonObject source = Field.object(Field.object(build, "source"), "storageSource");
    if (source.keySet().isEmpty()) {
      return;
    }
    String start = Instant.now().toString();
    String bucket = Field.text(source, "bucket");
    String object = Field.text(source, "object");
    String generation = Field.text(source, "generation");
    String name = "gs://" + bucket + "/" + object + (generation.isEmpty() ? "" : "#" + generation);
    log.own("FETCHSOURCE");
    log.own("Fetching storage object: " + name);
    Optional<InputStream> archive =
        rights.readSource()
            ? buckets.open(
                bucket,
                object,
                generation.isEmpty() || generation.equals("0")
                    ? OptionalLong.empty()
                    : OptionalLong.of(Long.parseLong(generation)))
            : Optional.empty();
    if (archive.isEmpty()) {
      throw new BuildFailure(
          "FETCH_SOURCE_FAILED",
          "failed to fetch source: could not resolve source: googleapi: Error "
              + (rights.readSource()
                  ? "404: No such object: "
                  : "403: storage.objects.get denied on ")
              + bucket
              + "/"
              + object);
    }
    try (InputStream in = archive.get()) {
      new SourceArchive(workspace).unpack(object, in);
    } catch (IOException e) {
      throw new BuildFailure("FETCH_SOURCE_FAILED", "failed unpacking source: " + e.getMessage());
    }
    log.own("Copying " + name + "...");
    log.own("Operation completed over 1 objects.");
    JsonObject provenance = new JsonObject();
    provenance.add("resolvedStorageSource", source);
    entry.set("sourceProvenance", provenance);
    timing.add("FETCHSOURCE", Field.span(start, Instant.now().toString()));
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private void work(JsonObject build, Path workspace)
      throws BuildFailure, IOException, InterruptedException {
    String start = Instant.now().toString();
    log.own("BUILD");
    JsonArray all = build.getAsJsonArray("steps");
    for (int i = 0; i < all.size(); i++) {
      JsonObject step = all.get(i).getAsJsonObject();
      String name = "Step #" + i;
      String id = Field.text(step, "id");
      if (all.size() > 1) {
        name = id.isEmpty() ? name : name + " - \"" + id + "\"";
        log.own("Starting " + name);
        log.prefix(name + ": ");
      }
      String began = Instant.now().toString();
      int exit = steps.run(context(build, step, workspace));
      log.prefix("");
      if (all.size() > 1) {
        log.own("Finished " + name);
      }
      step.add("timing", Field.span(began, Instant.now().toString()));
      boolean allowed =
          Field.flag(step, "allowFailure")
              || Field.array(step, "allowExitCodes").asList().stream()
                  .anyMatch(code -> code.getAsInt() == exit);
      step.addProperty("status", exit == 0 ? "SUCCESS" : "FAILURE");
      if (exit != 0) {
        step.addProperty("exitCode", exit);
      }
      entry.set("steps", all.deepCopy());
      if (exit != 0 && !allowed) {
        timing.add("BUILD", Field.span(start, Instant.now().toString()));
        throw new BuildFailure(
            "USER_BUILD_STEP",
            "build step %d \"%s\" failed: step exited with non-zero status: %d"
                .formatted(i, Field.text(step, "name"), exit));
      }
    }
    timing.add("BUILD", Field.span(start, Instant.now().toString()));
  }

  private StepContext context(JsonObject build, JsonObject step, Path workspace)
      throws BuildFailure, IOException {
    Path folder =
        workspace.resolve(Field.text(step, "dir").replaceFirst("^/workspace/?", "")).normalize();
    if (!folder.startsWith(workspace)) {
      throw new BuildFailure("USER_BUILD_STEP", "dir is outside of /workspace");
    }
    Files.createDirectories(folder);
    Map<String, String> environment = new LinkedHashMap<>();
    for (List<String> some :
        List.of(Field.texts(Field.object(build, "options"), "env"), Field.texts(step, "env"))) {
      for (String each : some) {
        int equals = each.indexOf('=');
        if (equals > 0) {
          environment.put(each.substring(0, equals), each.substring(equals + 1));
        }
      }
    }
    return new StepContext(
        step, folder, workspace, home, environment, images, rights.push(), rights.token(), log);
  }

  private void push(JsonObject build) throws BuildFailure, IOException, InterruptedException {
    JsonArray results = new JsonArray();
    List<String> wanted = Field.texts(build, "images");
    if (!wanted.isEmpty()) {
      String start = Instant.now().toString();
      log.own("PUSH");
      List<String> missing =
          wanted.stream().filter(name -> !images.containsKey(Pusher.tagged(name))).toList();
      if (!missing.isEmpty()) {
        throw new BuildFailure(
            "PUSH_IMAGE_NOT_FOUND",
            "failed to find one or more images after execution of build steps: " + quoted(missing));
      }
      for (String name : wanted) {
        String began = Instant.now().toString();
        log.own("Pushing " + name);
        LocalImage image = images.get(Pusher.tagged(name));
        String digest = pusher.push(name, image, rights.push());
        log.own(Pusher.tagged(name).replaceFirst(".*:", "") + ": digest: " + digest);
        // A name without a tag is listed without and with it.
        results.add(built(name, digest, began));
        if (!Pusher.tagged(name).equals(name)) {
          results.add(built(Pusher.tagged(name), digest, began));
        }
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
      timing.add("PUSH", Field.span(start, Instant.now().toString()));
    }
    JsonObject result = new JsonObject();
    if (!results.isEmpty()) {
      result.add("images", results);
    }
    JsonArray stepImages = new JsonArray();
    for (JsonElement unused : build.getAsJsonArray("steps")) {
      stepImages.add("");
    }
    result.add("buildStepImages", stepImages);
    result.add("buildStepOutputs", new JsonArray());
    entry.set("results", result);
  }

  private static JsonObject built(String name, String digest, String began) {
    JsonObject built = new JsonObject();
    built.addProperty("name", name);
    built.addProperty("digest", digest);
    built.add("pushTiming", Field.span(began, Instant.now().toString()));
    return built;
  }

  private static String quoted(List<String> names) {
    return names.stream().map(name -> '"' + name + '"').toList().toString();
  }
}
