package io.jenkins.plugins.cloudrun.gcp;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.Order;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.Way;
import java.time.Duration;
import java.util.List;

/** Orders as the two APIs take them. */
final class BuildOrders {
  /** Cloud Run takes no other name. */
  private static final String DOCKERFILE = "Dockerfile";

  private static final String DOCKER = "gcr.io/cloud-builders/docker";
  private static final Duration LONGEST = Duration.ofHours(24);

  private BuildOrders() {}

  /**
   * Whether Cloud Run's builds:submit knows how to build it; else Cloud Build is told each step.
   */
  static boolean forCloudRun(Order order) {
    return order.way() instanceof Way.Buildpacks
        || order.way() instanceof Way.Dockerfile dockerfile && dockerfile.path().equals(DOCKERFILE);
  }

  /** A SubmitBuildRequest of Cloud Run. */
  static JsonObject submission(Order order) {
    JsonObject json = new JsonObject();
    json.add("storageSource", source(order));
    json.addProperty("imageUri", order.image().toString());
    if (order.way() instanceof Way.Buildpacks buildpacks) {
      JsonObject build = new JsonObject();
      if (!buildpacks.function().isEmpty()) {
        build.addProperty("functionTarget", buildpacks.function());
      }
      if (!buildpacks.baseImage().isEmpty()) {
        build.addProperty("baseImage", buildpacks.baseImage());
      }
      if (!buildpacks.descriptor().isEmpty()) {
        // It is read only when it is named.
        build.addProperty("projectDescriptor", buildpacks.descriptor());
      }
      json.add("buildpackBuild", build);
    } else {
      json.add("dockerBuild", new JsonObject());
    }
    order.serviceAccount().ifPresent(email -> json.addProperty("serviceAccount", account(order)));
    json.add("tags", texts(List.of(order.marker())));
    json.addProperty("client", "jenkins-cloud-run");
    return json;
  }

  /** A Build of Cloud Build. */
  static JsonObject build(Order order) {
    JsonObject build =
        order.way() instanceof Way.Config config
            ? JsonParser.parseString(config.json()).getAsJsonObject()
            : docker(order, ((Way.Dockerfile) order.way()).path());
    JsonObject source = new JsonObject();
    source.add("storageSource", source(order));
    build.add("source", source);
    JsonArray tags = build.get("tags") instanceof JsonArray own ? own : new JsonArray();
    tags.add(order.marker());
    build.add("tags", tags);
    if (!build.has("timeout")) {
      Duration limit = order.timeLimit().compareTo(LONGEST) < 0 ? order.timeLimit() : LONGEST;
      build.addProperty("timeout", limit.toSeconds() + "s");
    }
    if (order.serviceAccount().isPresent() && !build.has("serviceAccount")) {
      build.addProperty("serviceAccount", account(order));
    }
    if (build.has("serviceAccount") && !build.has("logsBucket")) {
      logged(build);
    }
    return build;
  }

  /** With an account of its own a build must say where its log goes. */
  private static void logged(JsonObject build) {
    JsonObject options = build.get("options") instanceof JsonObject own ? own : new JsonObject();
    if (!options.has("logging") && !options.has("defaultLogsBucketBehavior")) {
      options.addProperty("logging", "CLOUD_LOGGING_ONLY");
      build.add("options", options);
    }
  }

  private static JsonObject docker(Order order, String dockerfile) {
    JsonObject step = new JsonObject();
    step.addProperty("name", DOCKER);
    step.add(
        "args", texts(List.of("build", "-t", order.image().toString(), "-f", dockerfile, ".")));
    JsonArray steps = new JsonArray();
    steps.add(step);
    JsonObject build = new JsonObject();
    build.add("steps", steps);
    build.add("images", texts(List.of(order.image().toString())));
    return build;
  }

  private static JsonObject source(Order order) {
    JsonObject source = new JsonObject();
    source.addProperty("bucket", order.source().bucket());
    source.addProperty("object", order.source().object());
    // A 64-bit number is text in JSON.
    source.addProperty("generation", Long.toString(order.source().generation()));
    return source;
  }

  private static String account(Order order) {
    return "projects/"
        + order.place().project()
        + "/serviceAccounts/"
        + order.serviceAccount().orElseThrow();
  }

  private static JsonArray texts(List<String> values) {
    JsonArray array = new JsonArray();
    values.forEach(array::add);
    return array;
  }
}
