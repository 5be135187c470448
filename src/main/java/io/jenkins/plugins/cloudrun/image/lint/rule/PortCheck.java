package io.jenkins.plugins.cloudrun.image.lint.rule;

import io.jenkins.plugins.cloudrun.image.lint.Check;
import io.jenkins.plugins.cloudrun.image.lint.Finding;
import io.jenkins.plugins.cloudrun.image.lint.Finding.Severity;
import io.jenkins.plugins.cloudrun.image.lint.Launch;
import io.jenkins.plugins.cloudrun.image.lint.Rule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether the program listens where Cloud Run sends requests: to {@code PORT}, on all addresses.
 */
public final class PortCheck implements Check<Launch> {
  static final Rule IGNORED =
      new Rule(
          "port-ignored",
          Severity.WARNING,
          "Cloud Run sends requests to the port in the variable PORT, 8080 unless told otherwise;"
              + " if nothing listens there, the revision fails. Let the program listen on PORT, or"
              + " deploy with port: and this number.");
  static final Rule FIXED =
      new Rule(
          "hard-coded-port",
          Severity.WARNING,
          "Cloud Run sends requests to the port in the variable PORT, 8080 unless told otherwise;"
              + " if nothing listens there, the revision fails. Leave the number out and read PORT,"
              + " or deploy with port: and this number.");
  static final Rule IN_ENV =
      new Rule(
          "port-in-env",
          Severity.INFO,
          "Cloud Run sets PORT itself, so this value holds everywhere but there. Take it out, or"
              + " deploy with port: and this number.");
  static final Rule SEVERAL =
      new Rule(
          "several-ports",
          Severity.INFO,
          "Cloud Run sends requests to one port alone. Serve everything there, or put what listens"
              + " elsewhere into a sidecar or a service of its own.");
  static final Rule LOCALHOST =
      new Rule(
          "listens-on-localhost",
          Severity.WARNING,
          "Requests come from outside the container, so nothing would be reached, and the revision"
              + " fails. Listen on 0.0.0.0.");

  private static final int USUAL = 8080;
  private static final Pattern FLAG =
      Pattern.compile(
          "(?:--?(?:http[.-]|web[.-]|listen[.-]|server[.-])?port|-Dserver\\.port|-Dhttp\\.port"
              + "|-Dquarkus\\.http\\.port|-Dmicronaut\\.server\\.port|-Djetty\\.http\\.port"
              + "|-Dhttp\\.server\\.port|--bind|--listen|--addr|--address|--urls|-b|-p|--http)"
              + "(?:[= ]+)(?:[a-z]+://)?(?:[^\\s:,]*:)?(\\d{2,5})(?:\\D.*)?");
  private static final Pattern LOCAL_FLAG =
      Pattern.compile(
          "(?:--?(?:host(?:name)?|bind|listen|addr(?:ess)?|ip|urls)|-b|-H|-Dserver\\.address"
              + "|-Dquarkus\\.http\\.host|--server\\.address)[= ]+(?:[a-z]+://)?"
              + "(?:127\\.0\\.0\\.1|localhost|\\[?::1\\]?)(?:[:\\s].*)?");
  private static final Pattern PORT_VALUE = Pattern.compile("(?:.*:)?(\\d{2,5})/?");
  private static final List<String> PORT_VARIABLES =
      List.of(
          "SERVER_PORT",
          "QUARKUS_HTTP_PORT",
          "MICRONAUT_SERVER_PORT",
          "ASPNETCORE_URLS",
          "ASPNETCORE_HTTP_PORTS",
          "FLASK_RUN_PORT",
          "UVICORN_PORT",
          "STREAMLIT_SERVER_PORT",
          "NITRO_PORT");
  private static final List<String> HOST_VARIABLES =
      List.of("HOST", "HOSTNAME", "SERVER_ADDRESS", "FLASK_RUN_HOST", "UVICORN_HOST", "NITRO_HOST");

  @Override
  public List<Rule> rules() {
    return List.of(IGNORED, FIXED, IN_ENV, SEVERAL, LOCALHOST);
  }

  @Override
  public void check(Launch launch, Consumer<Finding> found) {
    Map<Integer, String> fixed = fixed(launch);
    fixed.forEach(
        (port, what) -> {
          int line = launch.envLines().getOrDefault(what, launch.line());
          found.accept(FIXED.at(launch.file(), line, "The program is told to listen on " + port));
        });
    String own = launch.env().getOrDefault("PORT", "");
    if (own.matches("\\d+") && !own.equals(String.valueOf(USUAL))) {
      found.accept(
          IN_ENV.at(
              launch.file(),
              launch.envLines().getOrDefault("PORT", 0),
              "PORT is set to " + own + " in the image"));
    }
    if (launch.ports().size() > 1) {
      found.accept(
          SEVERAL.at(
              launch.file(), launch.portLine(), launch.ports().size() + " ports are announced"));
    }
    if (!launch.ports().isEmpty()
        && !launch.ports().contains(USUAL)
        && fixed.isEmpty()
        && !readsPort(launch)) {
      found.accept(
          IGNORED.at(
              launch.file(),
              launch.portLine(),
              "Port "
                  + launch.ports().iterator().next()
                  + " is announced, and nothing reads PORT"));
    }
    local(launch)
        .ifPresent(
            line ->
                found.accept(
                    LOCALHOST.at(
                        launch.file(), line, "The program is told to listen on localhost")));
  }

  /** Ports other than the usual one that are given as numbers, and the variable that does it. */
  private static Map<Integer, String> fixed(Launch launch) {
    Map<Integer, String> fixed = new LinkedHashMap<>();
    Matcher flag;
    for (String argument : arguments(launch)) {
      flag = FLAG.matcher(argument);
      if (flag.matches() && Integer.parseInt(flag.group(1)) != USUAL) {
        fixed.put(Integer.valueOf(flag.group(1)), "");
      }
    }
    for (String name : PORT_VARIABLES) {
      Matcher value = PORT_VALUE.matcher(launch.env().getOrDefault(name, ""));
      if (value.matches() && Integer.parseInt(value.group(1)) != USUAL) {
        fixed.put(Integer.valueOf(value.group(1)), name);
      }
    }
    return fixed;
  }

  private static Optional<Integer> local(Launch launch) {
    if (arguments(launch).stream().anyMatch(a -> LOCAL_FLAG.matcher(a).matches())) {
      return Optional.of(launch.line());
    }
    return HOST_VARIABLES.stream()
        .filter(name -> launch.env().getOrDefault(name, "").matches("127\\.0\\.0\\.1|localhost"))
        .findFirst()
        .map(name -> launch.envLines().getOrDefault(name, 0));
  }

  /** Each word alone, and with the word that follows it: flags are written both ways. */
  private static List<String> arguments(Launch launch) {
    List<String> words = new java.util.ArrayList<>();
    for (String word : launch.words()) {
      words.addAll(List.of(word.split("\\s+")));
    }
    List<String> arguments = new java.util.ArrayList<>(words);
    for (int i = 0; i + 1 < words.size(); i++) {
      arguments.add(words.get(i) + " " + words.get(i + 1));
    }
    return arguments;
  }

  private static boolean readsPort(Launch launch) {
    Pattern reference = Pattern.compile("\\$\\{?PORT\\b");
    return launch.readsPort()
        || reference.matcher(String.join(" ", launch.words())).find()
        || reference.matcher(String.join(" ", launch.env().values())).find();
  }
}
