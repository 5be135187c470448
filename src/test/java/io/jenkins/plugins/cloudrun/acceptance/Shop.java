package io.jenkins.plugins.cloudrun.acceptance;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.emulator.app.Fickle;
import io.jenkins.plugins.cloudrun.localrun.EmbeddedCloud;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** A service in the embedded Cloud Run: its images, and what its API and its URLs say of it. */
final class Shop {
  private static final String ACCOUNT = "deployer@demo-project.iam.gserviceaccount.com";

  private final EmbeddedCloud cloud;
  private final Path caches;
  private final HttpClient http = HttpClient.newHttpClient();
  final String name;
  final String region;

  Shop(EmbeddedCloud cloud, Path caches, String name, String region) {
    this.cloud = cloud;
    this.caches = caches;
    this.name = name;
    this.region = region;
  }

  /**
   * Pushes an image that no other call has made.
   *
   * @param start how it starts, as {@link Fickle} has it
   * @return its reference by tag
   */
  String image(String tag, String start) throws Exception {
    String reference = cloud.setup().repository() + "/" + name + ":" + tag;
    String architecture = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    Path classes =
        Path.of(Fickle.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String type = Fickle.class.getName().replace('.', '/') + ".class";
    Jib.from(registry(cloud.setup().baseImage()))
        .setPlatforms(Set.of(new Platform(architecture, "linux")))
        .addFileEntriesLayer(
            FileEntriesLayer.builder()
                .addEntry(classes.resolve(type), AbsoluteUnixPath.get("/app/" + type))
                .build())
        .addEnvironmentVariable("START", start)
        .addLabel("version", tag)
        .setEntrypoint("/opt/java/bin/java", "-cp", "/app", Fickle.class.getName())
        .containerize(
            Containerizer.to(registry(reference))
                .setBaseImageLayersCache(caches.resolve("base"))
                .setApplicationLayersCache(caches.resolve("layers"))
                .setAllowInsecureRegistries(true));
    return reference;
  }

  private RegistryImage registry(String reference) throws Exception {
    RegistryImage image = RegistryImage.named(reference);
    image.addCredential("oauth2accesstoken", cloud.parts().tokens().accessTokenFor(ACCOUNT));
    return image;
  }

  /** Parameters that every step has. */
  String where() {
    return "service: '"
        + name
        + "', project: '"
        + cloud.setup().project()
        + "', region: '"
        + region
        + "', credentialsId: 'cloud-run-demo'";
  }

  /** Where the traffic goes, such as {@code {shop-1=95, shop-2=5}}; shares of zero are left out. */
  TreeMap<String, Integer> traffic() throws Exception {
    TreeMap<String, Integer> shares = new TreeMap<>();
    JsonObject service = service();
    String latest = service.get("latestReadyRevision").getAsString();
    for (JsonElement row : service.getAsJsonArray("trafficStatuses")) {
      JsonObject target = row.getAsJsonObject();
      if (target.has("percent") && target.get("percent").getAsInt() > 0) {
        String revision =
            target.has("revision")
                ? target.get("revision").getAsString()
                : latest.substring(latest.lastIndexOf('/') + 1);
        shares.merge(revision, target.get("percent").getAsInt(), Integer::sum);
      }
    }
    return shares;
  }

  /** Waits until two revisions share the traffic. */
  void awaitCanary() throws Exception {
    awaitTraffic(traffic -> traffic.size() == 2);
  }

  void awaitTraffic(Predicate<Map<String, Integer>> expected) throws Exception {
    long end = System.nanoTime() + Duration.ofMinutes(5).toNanos();
    while (!expected.test(traffic())) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain: " + service());
      }
      Thread.sleep(200);
    }
  }

  /** Whether the service gives its traffic to whatever revision is the latest. */
  boolean followsLatest() throws Exception {
    for (JsonElement row : service().getAsJsonArray("traffic")) {
      if (row.getAsJsonObject().get("type").getAsString().endsWith("_LATEST")) {
        return true;
      }
    }
    return false;
  }

  List<String> revisions() throws Exception {
    JsonObject listed = call("GET", "/revisions", "");
    List<String> names = new ArrayList<>();
    if (listed.has("revisions")) {
      for (JsonElement revision : listed.getAsJsonArray("revisions")) {
        String path = revision.getAsJsonObject().get("name").getAsString();
        names.add(path.substring(path.lastIndexOf('/') + 1));
      }
    }
    return names;
  }

  URI url() throws Exception {
    return URI.create(service().get("uri").getAsString());
  }

  /** The URL of the revision that is being rolled out. */
  URI candidate() throws Exception {
    for (JsonElement row : service().getAsJsonArray("trafficStatuses")) {
      if (row.getAsJsonObject().has("tag")) {
        return URI.create(row.getAsJsonObject().get("uri").getAsString());
      }
    }
    throw new AssertionError("no tag: " + service());
  }

  JsonObject service() throws Exception {
    return call("GET", "", "");
  }

  /** Changes an environment variable, as somebody in the console does. */
  void changedBySomebody(String variable) throws Exception {
    JsonObject service = service();
    JsonObject template = service.getAsJsonObject("template");
    template.remove("revision");
    JsonObject container = template.getAsJsonArray("containers").get(0).getAsJsonObject();
    JsonObject env = new JsonObject();
    env.addProperty("name", variable);
    env.addProperty("value", "1");
    if (!container.has("env")) {
      container.add("env", new JsonArray());
    }
    container.getAsJsonArray("env").add(env);
    call("PATCH", "", service.toString());
  }

  String get(URI url) throws Exception {
    return http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString()).body();
  }

  private JsonObject call(String method, String below, String body) throws Exception {
    URI at =
        cloud
            .parts()
            .api()
            .resolve(
                "/v2/projects/"
                    + cloud.setup().project()
                    + "/locations/"
                    + region
                    + "/services/"
                    + name
                    + below);
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(at)
                .header("Authorization", "Bearer " + cloud.parts().tokens().accessTokenFor(ACCOUNT))
                .method(method, BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(at + " answered " + answer.statusCode() + ": " + answer.body());
    }
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }
}
