package io.jenkins.plugins.cloudrun.emulator.analysis;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.emulator.Access;
import io.jenkins.plugins.cloudrun.emulator.Faults;
import io.jenkins.plugins.cloudrun.emulator.Journal;
import io.jenkins.plugins.cloudrun.emulator.Options;
import io.jenkins.plugins.cloudrun.emulator.Registry;
import io.jenkins.plugins.cloudrun.emulator.Tokens;
import io.jenkins.plugins.cloudrun.emulator.http.ApiException;
import io.jenkins.plugins.cloudrun.emulator.http.ApiServer;
import io.jenkins.plugins.cloudrun.emulator.http.Context;
import io.jenkins.plugins.cloudrun.emulator.http.Handlers;
import io.jenkins.plugins.cloudrun.emulator.http.Route;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Artifact Analysis v1 on a port of its own; for faults and the journal its call is {@code
 * ListOccurrences}. An image's scan begins when it is first asked for. Whoever has no hold of this
 * object plants vulnerabilities as the API allows it, by {@code CreateOccurrence}.
 */
public final class ArtifactAnalysis implements AutoCloseable {
  private static final Pattern COMPARISON =
      Pattern.compile("\\s*(?:AND\\b\\s*)?([A-Za-z_]+)\\s*=\\s*\"([^\"]*)\"\\s*");
  private static final String ANY = "";

  private final Options options;
  private final Access access;
  private final Registry registry;
  private final Map<String, List<Vulnerability>> planted = new HashMap<>();
  private final List<JsonObject> created = new ArrayList<>();
  private final Map<String, Instant> firstAsked = new HashMap<>();
  private final ExecutorService requests =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "analysis-http");
            thread.setDaemon(true);
            return thread;
          });
  private final ApiServer server;
  private boolean disabled;
  private boolean scanning = true;
  private Duration discovered = Duration.ZERO;
  private Duration scanned = Duration.ZERO;
  private String result = "FINISHED_SUCCESS";

  private ArtifactAnalysis(
      Options options,
      Tokens tokens,
      Access access,
      Faults faults,
      Journal journal,
      Registry registry)
      throws IOException {
    this.options = options;
    this.access = access;
    this.registry = registry;
    Route route =
        Route.of("Analysis.ListOccurrences", "GET", "/v1/{parent=projects/*}/occurrences", "");
    Route create =
        Route.of("Analysis.CreateOccurrence", "POST", "/v1/{parent=projects/*}/occurrences", "*");
    Handlers handlers = new Handlers();
    handlers.raw(route.rpc(), this::list);
    handlers.raw(create.rpc(), this::create);
    server =
        ApiServer.start(
            options.ports().containerAnalysis(),
            requests,
            List.of(route, create),
            handlers,
            tokens,
            faults,
            journal);
  }

  public static ArtifactAnalysis start(
      Options options,
      Tokens tokens,
      Access access,
      Faults faults,
      Journal journal,
      Registry registry)
      throws IOException {
    return new ArtifactAnalysis(options, tokens, access, faults, journal, registry);
  }

  /** The endpoint, such as {@code http://127.0.0.1:8091}. */
  public URI uri() {
    return server.uri();
  }

  /** Lets every image have a vulnerability. */
  public ArtifactAnalysis plant(Vulnerability vulnerability) {
    return plant(ANY, vulnerability);
  }

  /**
   * Lets an image have a vulnerability.
   *
   * @param digest of its manifest
   */
  public synchronized ArtifactAnalysis plant(String digest, Vulnerability vulnerability) {
    planted.computeIfAbsent(digest, key -> new ArrayList<>()).add(vulnerability);
    return this;
  }

  /** Forgets all vulnerabilities. */
  public synchronized ArtifactAnalysis clear() {
    planted.clear();
    created.clear();
    return this;
  }

  /**
   * How long scans take from now on.
   *
   * @param untilDiscovered before anything is known of the image
   * @param untilScanned from then on; half of it the scan is pending
   */
  public synchronized ArtifactAnalysis delays(Duration untilDiscovered, Duration untilScanned) {
    discovered = untilDiscovered;
    scanned = untilScanned;
    return this;
  }

  /**
   * How scans end from now on.
   *
   * @param status such as {@code FINISHED_UNSUPPORTED}
   */
  public synchronized ArtifactAnalysis endWith(String status) {
    result = status;
    return this;
  }

  /** Whether images are scanned when they are pushed: the Container Scanning API. */
  public synchronized ArtifactAnalysis scanning(boolean on) {
    scanning = on;
    return this;
  }

  /** Switches the Container Analysis API off or on in the project. */
  public synchronized ArtifactAnalysis disableApi(boolean off) {
    disabled = off;
    return this;
  }

  private synchronized String create(String body, Context context) {
    admit(context, "containeranalysis.occurrences.create");
    try {
      JsonObject occurrence = JsonParser.parseString(body).getAsJsonObject();
      String url = occurrence.get("resourceUri").getAsString();
      String note = occurrence.get("noteName").getAsString();
      JsonObject made = Pages.occurrence(options.project(), url, "VULNERABILITY", note);
      made.add("vulnerability", occurrence.getAsJsonObject("vulnerability"));
      created.add(made);
      return made.toString();
    } catch (RuntimeException e) {
      throw ApiException.invalid("Invalid occurrence: resourceUri, noteName and vulnerability.");
    }
  }

  private synchronized String list(String body, Context context) {
    admit(context, "containeranalysis.occurrences.list");
    Map<String, String> filter = filter(context.query().getOrDefault("filter", ""));
    String url = filter.getOrDefault("resourceUrl", "");
    List<JsonObject> found =
        exists(url) && scanning
            ? occurrences(url, filter.getOrDefault("kind", ""))
            : List.<JsonObject>of();
    return Pages.page(found, context.query());
  }

  private void admit(Context context, String permission) {
    String parent = Optional.ofNullable(context.path().get("parent")).orElse("");
    String project = parent.substring(parent.indexOf('/') + 1);
    if (!project.equals(options.project()) && !project.equals(options.projectNumber())) {
      throw ApiException.denied(permission, parent);
    }
    if (disabled) {
      throw ApiException.disabled(
          "Container Analysis API", "containeranalysis.googleapis.com", options.projectNumber());
    }
    access.check(context.caller(), permission, parent);
  }

  private static Map<String, String> filter(String text) {
    Map<String, String> filter = new HashMap<>();
    Matcher matcher = COMPARISON.matcher(text);
    for (int at = 0; at < text.length(); at = matcher.end()) {
      if (!matcher.find(at) || matcher.start() != at) {
        throw ApiException.invalid("Invalid filter: " + text);
      }
      String field = matcher.group(1).replace("resource_url", "resourceUrl");
      if (!field.equals("kind") && !field.equals("resourceUrl")) {
        throw ApiException.invalid("Invalid filter: " + field + " is not known here.");
      }
      filter.put(field, matcher.group(2));
    }
    return filter;
  }

  /** Whether the registry has an image of this URL: {@code https://HOST/PATH@sha256:...}. */
  private boolean exists(String url) {
    Matcher matcher = Pattern.compile("https://([^/]+)/(.+)@(sha256:.+)").matcher(url);
    return matcher.matches()
        && registry.serves(matcher.group(1))
        && registry.manifest(matcher.group(2), matcher.group(3)).isPresent();
  }

  private List<JsonObject> occurrences(String url, String kind) {
    Instant first = firstAsked.computeIfAbsent(url, key -> Instant.now());
    Duration known = Duration.between(first, Instant.now()).minus(discovered);
    List<JsonObject> found = new ArrayList<>();
    if (known.isNegative()) {
      return found;
    }
    boolean done = known.compareTo(scanned) >= 0;
    if (kind.isEmpty() || kind.equals("DISCOVERY")) {
      JsonObject discovery = new JsonObject();
      discovery.addProperty("continuousAnalysis", "ACTIVE");
      discovery.addProperty(
          "analysisStatus",
          done ? result : known.compareTo(scanned.dividedBy(2)) < 0 ? "PENDING" : "SCANNING");
      if (done && result.equals("FINISHED_FAILED")) {
        JsonObject error = new JsonObject();
        error.addProperty("code", 13);
        error.addProperty("message", "The scan failed.");
        discovery.add("analysisStatusError", error);
      }
      JsonObject occurrence =
          Pages.occurrence(
              options.project(),
              url,
              "DISCOVERY",
              "projects/goog-analysis/notes/PACKAGE_VULNERABILITY");
      occurrence.add("discovery", discovery);
      found.add(occurrence);
    }
    if (done
        && result.equals("FINISHED_SUCCESS")
        && (kind.isEmpty() || kind.equals("VULNERABILITY"))) {
      List<Vulnerability> all = new ArrayList<>(planted.getOrDefault(ANY, List.of()));
      all.addAll(planted.getOrDefault(url.substring(url.indexOf('@') + 1), List.of()));
      for (Vulnerability each : all) {
        JsonObject occurrence =
            Pages.occurrence(
                options.project(), url, "VULNERABILITY", "projects/goog-vulnz/notes/" + each.id());
        occurrence.add("vulnerability", each.json());
        found.add(occurrence);
      }
      created.stream()
          .filter(each -> each.get("resourceUri").getAsString().equals(url))
          .forEach(found::add);
    }
    return found;
  }

  @Override
  public void close() {
    server.close();
    requests.shutdownNow();
  }
}
