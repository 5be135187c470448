package io.jenkins.plugins.cloudrun.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;

/**
 * The arguments of a step as a snippet writes them: in an order that reads well, tables as maps.
 * All of it happens here, at the step: Jenkins copies the arguments of what is nested, and maps
 * among them, into hash maps on the way to it; only lists are left as they are.
 */
public final class Snippet {
  private static final List<String> WHERE = List.of("target", "project", "region", "credentialsId");
  private static final List<String> CONTAINER =
      List.of("env", "secrets", "labels", "command", "args", "cpu", "memory", "serviceAccount");
  private static final List<String> LIMITS =
      List.of("impersonate", "workloadIdentityProvider", "timeLimit", "failBuild");

  private static final List<String> TIMING =
      List.of("delay", "interval", "inconclusiveFor", "errorsFor");

  /** What it is about, where, and then as the form has it. */
  private static final Map<Class<?>, List<String>> ORDERS =
      Map.ofEntries(
          Map.entry(
              BuildSettings.class,
              joined(
                  List.of("image"),
                  WHERE,
                  List.of("jar", "war", "dockerfile", "layers", "from"),
                  List.of("context", "builder", "baseCredentialsId", "baseRegistry", "commit"),
                  List.of("source", "cloudBuildConfig", "substitutions", "function", "baseImage"),
                  List.of("bucket", "buildServiceAccount"),
                  List.of("env", "labels", "entrypoint", "args"),
                  List.of("user", "workdir", "ports", "jvmFlags", "mainClass", "platform"),
                  List.of("tags", "tagPolicy", "lint", "scan", "sbom"),
                  LIMITS)),
          Map.entry(
              DeploySettings.class,
              joined(
                  List.of("service", "image"),
                  WHERE,
                  List.of("regions", "gates", "traffic", "canary", "approval", "onFailure"),
                  List.of("override", "concurrent", "force"),
                  CONTAINER,
                  List.of("port", "concurrency", "timeout", "minInstances", "maxInstances"),
                  List.of("allowUnauthenticated"),
                  LIMITS)),
          Map.entry(
              TrafficSettings.class,
              joined(
                  List.of("service", "revision"),
                  WHERE,
                  List.of(
                      "regions",
                      "gates",
                      "canary",
                      "approval",
                      "onFailure",
                      "override",
                      "concurrent"),
                  LIMITS)),
          Map.entry(
              PromoteSettings.class,
              joined(
                  List.of("service", "from", "to", "digest", "reason"),
                  List.of("gates", "canary", "approval", "onFailure"),
                  List.of("override", "concurrent", "force"),
                  List.of("project", "region", "regions", "credentialsId"),
                  LIMITS)),
          Map.entry(
              StatusSettings.class,
              joined(List.of("service"), WHERE, List.of("regions", "export"), LIMITS)),
          Map.entry(
              RollbackSettings.class,
              joined(List.of("service", "to"), WHERE, List.of("regions", "concurrent"), LIMITS)),
          Map.entry(
              JobSettings.class,
              joined(
                  List.of("job", "image"),
                  WHERE,
                  List.of("wait", "tasks", "parallelism", "maxRetries", "taskTimeout"),
                  CONTAINER,
                  LIMITS)),
          Map.entry(
              CheckSettings.class,
              joined(WHERE, List.of("regions", "repository", "serviceAccount", "service"), LIMITS)),
          Map.entry(ApprovalSettings.class, List.of("by", "within", "before", "notBy")),
          Map.entry(CanaryStepSettings.class, List.of("percent", "bake")),
          Map.entry(LayerSettings.class, List.of("from", "into", "mode", "owner", "exclude")),
          Map.entry(
              HttpGateSettings.class,
              joined(
                  List.of("path", "within", "status", "bodyContains", "jsonPath", "latency"),
                  List.of("consecutive"),
                  TIMING)),
          Map.entry(
              MetricsGateSettings.class,
              joined(
                  List.of("errorRate", "latencyP50", "latencyP95", "latencyP99", "minRequests"),
                  List.of("window", "compareWith", "query", "count"),
                  TIMING)),
          Map.entry(
              LogsGateSettings.class,
              joined(List.of("severity", "atMost", "window", "count"), TIMING)),
          Map.entry(ScanSettings.class, List.of("failOn", "wait")),
          Map.entry(NameValue.class, List.of("name", "value")));

  private Snippet() {}

  /**
   * @param bound the arguments of {@code settings} as Jenkins found them, tables as rows
   */
  public static Map<String, Object> arguments(Class<?> settings, Map<String, ?> bound) {
    Map<String, Object> arguments = ordered(settings, bound);
    arguments.replaceAll(
        (name, value) ->
            !(value instanceof List<?> list)
                ? written(ParameterNames.nested(name), value)
                : ParameterNames.TABLES.contains(name) ? table(list) : nested(name, list));
    return arguments;
  }

  /** All parameters in the order in which a snippet names them. */
  static List<String> order(Class<?> settings) {
    return ORDERS.getOrDefault(settings, List.of());
  }

  private static Map<String, Object> ordered(Class<?> settings, Map<String, ?> arguments) {
    Map<String, Object> rest = new LinkedHashMap<>(arguments);
    Map<String, Object> ordered = new LinkedHashMap<>();
    for (String name : order(settings)) {
      Object value = rest.remove(name);
      if (value != null) {
        ordered.put(name, value);
      }
    }
    ordered.putAll(rest);
    return ordered;
  }

  /** Rows as a map. */
  private static Object table(List<?> rows) {
    Map<String, Object> map = new LinkedHashMap<>();
    List<Object> plain = new ArrayList<>();
    boolean unquoted = false;
    for (Object row : rows) {
      Map<String, Object> arguments = ordered(NameValue.class, argumentsOf(row));
      if (arguments.get("name") instanceof String name) {
        arguments.putIfAbsent("value", "");
        plain.add(arguments);
        map.put(name, arguments.get("value"));
        // Jenkins takes a.b for a name that needs no quotes as a key, Groovy does not.
        unquoted |= name.contains(".");
      }
    }
    return unquoted ? plain : map;
  }

  private static List<Object> nested(String parameter, List<?> elements) {
    List<Object> written = new ArrayList<>();
    for (Object element : elements) {
      written.add(written(ParameterNames.nested(parameter, element), element));
    }
    return written;
  }

  private static Object written(Class<?> type, Object element) {
    if (!(element instanceof UninstantiatedDescribable described)) {
      return element;
    }
    Map<String, Object> arguments = ordered(type, described.getArguments());
    // Jenkins would sort what is written as a map; not if it is one already.
    boolean map = described.getSymbol() == null && described.getKlass() == null;
    return map ? arguments : described.withArguments(arguments);
  }

  private static Map<String, ?> argumentsOf(Object row) {
    if (row instanceof UninstantiatedDescribable described) {
      return described.getArguments();
    }
    Map<String, Object> arguments = new LinkedHashMap<>();
    if (row instanceof Map<?, ?> map) {
      map.forEach((name, value) -> arguments.put(String.valueOf(name), value));
    }
    return arguments;
  }

  @SafeVarargs
  private static List<String> joined(List<String>... parts) {
    return Stream.of(parts).flatMap(List::stream).toList();
  }
}
