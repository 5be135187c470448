package io.jenkins.plugins.cloudrun.emulator.build;

import com.google.cloud.run.v2.StorageSource;
import com.google.cloud.run.v2.SubmitBuildRequest;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.emulator.Access;
import io.jenkins.plugins.cloudrun.emulator.Options;
import io.jenkins.plugins.cloudrun.emulator.http.ApiException;
import io.jenkins.plugins.cloudrun.emulator.http.Context;
import io.jenkins.plugins.cloudrun.emulator.http.Handlers;
import io.jenkins.plugins.cloudrun.emulator.http.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Cloud Run's {@code builds:submit}: it makes a build of Cloud Build. */
public final class SubmitBuild {
  private static final String BUILDER = "gcr.io/buildpacks/builder:latest";

  private final Options options;
  private final Access access;
  private final Builds builds;
  private final List<SubmitBuildRequest> submitted = new CopyOnWriteArrayList<>();
  private volatile String baseImageWarning = "";

  public SubmitBuild(Options options, Access access, Builds builds) {
    this.options = options;
    this.access = access;
    this.builds = builds;
  }

  public void register(Handlers handlers) {
    handlers.raw("Builds.SubmitBuild", this::submit);
  }

  /** What was asked for and allowed, the latest last. */
  public List<SubmitBuildRequest> submitted() {
    return List.copyOf(submitted);
  }

  /** What is warned of from now on; empty for nothing. */
  public void warnOfBaseImage(String text) {
    baseImageWarning = text;
  }

  private String submit(String body, Context context) {
    String parent = Optional.ofNullable(context.path().get("parent")).orElse("");
    String[] parts = parent.split("/", -1);
    if (!parts[1].equals(options.project()) && !parts[1].equals(options.projectNumber())) {
      throw ApiException.denied("Permission denied on resource project %s.".formatted(parts[1]));
    }
    if (!options.regions().contains(parts[3])) {
      throw ApiException.unimplemented();
    }
    access.check(context.caller(), "run.builds.submit", parent);
    SubmitBuildRequest.Builder read = SubmitBuildRequest.newBuilder();
    Json.merge(body, read);
    SubmitBuildRequest request = read.build();
    if (!request.hasStorageSource()) {
      throw ApiException.violation("source", "Must be set.");
    }
    if (request.getImageUri().isEmpty()) {
      throw ApiException.violation("image_uri", "Must be set.");
    }
    submitted.add(request);
    JsonObject operation =
        builds.create(build(request), parts[3], context.caller()).operationJson();
    JsonObject answer = new JsonObject();
    answer.add("buildOperation", operation);
    String base = request.getBuildpackBuild().getBaseImage();
    if (!base.isEmpty() && request.getBuildpackBuild().getEnableAutomaticUpdates()) {
      answer.addProperty(
          "baseImageUri",
          base.contains("/")
              ? base
              : parts[3] + "-docker.pkg.dev/serverless-runtimes/google-22-full/runtimes/" + base);
    }
    if (!baseImageWarning.isEmpty()) {
      answer.addProperty("baseImageWarning", baseImageWarning);
    }
    return answer.toString();
  }

  private static JsonObject build(SubmitBuildRequest request) {
    StorageSource source = request.getStorageSource();
    JsonObject storage = new JsonObject();
    storage.addProperty("bucket", source.getBucket());
    storage.addProperty("object", source.getObject());
    if (source.getGeneration() != 0) {
      storage.addProperty("generation", String.valueOf(source.getGeneration()));
    }
    JsonObject sources = new JsonObject();
    sources.add("storageSource", storage);
    JsonObject step = new JsonObject();
    List<String> args;
    String image = request.getImageUri();
    switch (request.getBuildTypeCase()) {
      case DOCKER_BUILD -> {
        step.addProperty("name", "gcr.io/cloud-builders/docker");
        args = List.of("build", "--network=cloudbuild", "--no-cache", "-t", image, ".");
      }
      case BUILDPACK_BUILD -> {
        step.addProperty("name", "gcr.io/k8s-skaffold/pack");
        args = pack(request.getBuildpackBuild(), image);
      }
      default -> throw ApiException.violation("build_type", "Must be set.");
    }
    JsonArray words = new JsonArray();
    // What the service made itself has no substitutions in it.
    args.forEach(word -> words.add(word.replace("$", "$$")));
    step.add("args", words);
    JsonArray steps = new JsonArray();
    steps.add(step);
    JsonArray images = new JsonArray();
    images.add(image);
    JsonArray tags = new JsonArray();
    request.getTagsList().forEach(tags::add);
    JsonObject build = new JsonObject();
    build.add("source", sources);
    build.add("steps", steps);
    build.add("images", images);
    build.add("tags", tags);
    if (!request.getServiceAccount().isEmpty()) {
      build.addProperty("serviceAccount", request.getServiceAccount());
      JsonObject logging = new JsonObject();
      logging.addProperty("logging", "CLOUD_LOGGING_ONLY");
      build.add("options", logging);
    }
    return build;
  }

  private static List<String> pack(SubmitBuildRequest.BuildpacksBuild pack, String image) {
    List<String> args =
        new ArrayList<>(List.of("build", image, "--builder", BUILDER, "--network", "cloudbuild"));
    pack.getEnvironmentVariablesMap()
        .forEach((name, value) -> args.addAll(List.of("--env", name + "=" + value)));
    if (!pack.getFunctionTarget().isEmpty()) {
      args.addAll(List.of("--env", "GOOGLE_FUNCTION_TARGET=" + pack.getFunctionTarget()));
    }
    if (!pack.getProjectDescriptor().isEmpty()) {
      args.addAll(List.of("--descriptor", pack.getProjectDescriptor()));
    }
    return args;
  }
}
