package io.jenkins.plugins.cloudrun.emulator.build;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.emulator.Access;
import io.jenkins.plugins.cloudrun.emulator.Faults;
import io.jenkins.plugins.cloudrun.emulator.Journal;
import io.jenkins.plugins.cloudrun.emulator.Options;
import io.jenkins.plugins.cloudrun.emulator.Principal;
import io.jenkins.plugins.cloudrun.emulator.Tokens;
import io.jenkins.plugins.cloudrun.emulator.http.ApiException;
import io.jenkins.plugins.cloudrun.emulator.http.ApiServer;
import io.jenkins.plugins.cloudrun.emulator.http.Context;
import io.jenkins.plugins.cloudrun.emulator.http.Handlers;
import io.jenkins.plugins.cloudrun.emulator.http.Route;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Cloud Build v1 on a port of its own. For faults and the journal its calls are {@code
 * CreateBuild}, {@code GetBuild}, {@code ListBuilds}, {@code CancelBuild} and {@code
 * GetBuildOperation}.
 */
public final class CloudBuild implements AutoCloseable {
  private static final int PAGE = 50;

  private final Options options;
  private final Access access;
  private final Builds builds;
  private final ExecutorService requests =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "cloud-build-http");
            thread.setDaemon(true);
            return thread;
          });
  private final ApiServer server;
  private volatile boolean disabled;

  private CloudBuild(
      Options options, Tokens tokens, Access access, Faults faults, Journal journal, Builds builds)
      throws IOException {
    this.options = options;
    this.access = access;
    this.builds = builds;
    Handlers handlers = new Handlers();
    handlers.raw("CloudBuild.CreateBuild", this::create);
    handlers.raw("CloudBuild.GetBuild", (body, context) -> get(context).json().toString());
    handlers.raw("CloudBuild.ListBuilds", this::list);
    handlers.raw("CloudBuild.CancelBuild", this::cancel);
    handlers.raw("CloudBuild.GetBuildOperation", this::operation);
    server =
        ApiServer.start(
            options.ports().cloudBuild(), requests, routes(), handlers, tokens, faults, journal);
  }

  public static CloudBuild start(
      Options options, Tokens tokens, Access access, Faults faults, Journal journal, Builds builds)
      throws IOException {
    return new CloudBuild(options, tokens, access, faults, journal, builds);
  }

  /** The endpoint, such as {@code http://127.0.0.1:8090}. */
  public URI uri() {
    return server.uri();
  }

  /** Each step of each build takes so much longer from now on. */
  public CloudBuild slowSteps(Duration longer) {
    builds.slowSteps(longer);
    return this;
  }

  /** Builds wait so long in the queue from now on. */
  public CloudBuild queue(Duration wait) {
    builds.queue(wait);
    return this;
  }

  /** The image that buildpacks put applications on; without one they have nothing below. */
  public CloudBuild runImage(String reference) {
    builds.runImage(reference);
    return this;
  }

  /** Switches the API off or on in the project. */
  public CloudBuild disableApi(boolean off) {
    disabled = off;
    return this;
  }

  private List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    String one = "/v1/{name=projects/*/locations/*/builds/*}";
    String global = "/v1/{name=projects/*/builds/*}";
    for (String path : List.of(one, global)) {
      routes.add(Route.of("CloudBuild.GetBuild", "GET", path, ""));
      routes.add(Route.of("CloudBuild.CancelBuild", "POST", path + ":cancel", "*"));
    }
    for (String parent : List.of("projects/*/locations/*", "projects/*")) {
      String path = "/v1/{parent=" + parent + "}/builds";
      routes.add(Route.of("CloudBuild.CreateBuild", "POST", path, "build"));
      routes.add(Route.of("CloudBuild.ListBuilds", "GET", path, ""));
    }
    for (String name : List.of("operations/build/*/*", "projects/*/locations/*/operations/*")) {
      routes.add(Route.of("CloudBuild.GetBuildOperation", "GET", "/v1/{name=" + name + "}", ""));
    }
    return routes;
  }

  private String create(String body, Context context) {
    String location = location(path(context, "parent"));
    permit(context.caller(), "cloudbuild.builds.create");
    BuildEntry entry = builds.create(BuildRules.parse(body), location, context.caller());
    return entry.operationJson().toString();
  }

  private BuildEntry get(Context context) {
    return find(path(context, "name"), context.caller(), "cloudbuild.builds.get");
  }

  private BuildEntry find(String name, Principal caller, String permission) {
    String location = location(name);
    permit(caller, permission);
    String id = name.substring(name.lastIndexOf('/') + 1);
    return builds
        .find(id, location)
        .orElseThrow(() -> ApiException.notFound("Requested entity was not found."));
  }

  private String operation(String body, Context context) {
    permit(context.caller(), "cloudbuild.builds.get");
    return builds
        .operation(
            path(context, "name")
                .replace("/" + options.projectNumber() + "/", "/" + options.project() + "/"))
        .orElseThrow(() -> ApiException.notFound("Requested entity was not found."))
        .operationJson()
        .toString();
  }

  private String cancel(String body, Context context) {
    BuildEntry entry = find(path(context, "name"), context.caller(), "cloudbuild.builds.update");
    if (!builds.cancel(entry)) {
      throw ApiException.precondition("Cannot cancel build: it is not in progress.");
    }
    return entry.json().toString();
  }

  private String list(String body, Context context) {
    String location = location(path(context, "parent"));
    permit(context.caller(), "cloudbuild.builds.list");
    BuildFilter filter = new BuildFilter(context.query().getOrDefault("filter", ""));
    int size = number(context.query().getOrDefault("pageSize", String.valueOf(PAGE)));
    int from = number(context.query().getOrDefault("pageToken", "0"));
    List<JsonObject> found =
        builds.newestFirst(location).stream()
            .map(BuildEntry::json)
            .filter(filter::accepts)
            .toList();
    int to = Math.min(found.size(), from + (size == 0 ? PAGE : size));
    JsonArray page = new JsonArray();
    found.subList(Math.min(from, to), to).forEach(page::add);
    JsonObject answer = new JsonObject();
    if (!page.isEmpty()) {
      answer.add("builds", page);
    }
    if (to < found.size()) {
      answer.addProperty("nextPageToken", String.valueOf(to));
    }
    return answer.toString();
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw ApiException.invalid("invalid page token or size: " + text);
    }
  }

  private static String path(Context context, String field) {
    return Optional.ofNullable(context.path().get(field)).orElse("");
  }

  /** The location in a name; {@code global} if there is none. */
  private String location(String name) {
    String[] parts = name.split("/", -1);
    access.checkApi("cloudbuild.builds");
    if (disabled) {
      throw ApiException.disabled(
          "Cloud Build API", "cloudbuild.googleapis.com", options.projectNumber());
    }
    if (!parts[1].equals(options.project()) && !parts[1].equals(options.projectNumber())) {
      throw ApiException.denied("The caller does not have permission");
    }
    String location = parts.length > 3 && parts[2].equals("locations") ? parts[3] : "global";
    if (!location.equals("global") && !options.regions().contains(location)) {
      throw ApiException.invalid("Invalid location \"" + location + "\" in resource name.");
    }
    return location;
  }

  private void permit(Principal caller, String permission) {
    if (!access.may(caller.email(), permission)) {
      throw ApiException.denied("The caller does not have permission");
    }
  }

  @Override
  public void close() {
    server.close();
    builds.close();
    requests.shutdownNow();
  }
}
