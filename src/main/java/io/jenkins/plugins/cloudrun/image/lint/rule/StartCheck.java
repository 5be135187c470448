package io.jenkins.plugins.cloudrun.image.lint.rule;

import io.jenkins.plugins.cloudrun.image.lint.Check;
import io.jenkins.plugins.cloudrun.image.lint.Finding;
import io.jenkins.plugins.cloudrun.image.lint.Finding.Severity;
import io.jenkins.plugins.cloudrun.image.lint.Launch;
import io.jenkins.plugins.cloudrun.image.lint.Rule;
import io.jenkins.plugins.cloudrun.image.lint.ShellCommand;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Whether the program gets signals, and is one for production. */
public final class StartCheck implements Check<Launch> {
  static final Rule SHELL =
      new Rule(
          "shell-entrypoint",
          Severity.WARNING,
          "The shell is process 1 and passes no SIGTERM on: the program is killed after 10 seconds"
              + " instead of finishing its requests. Write a JSON list, or begin the command with"
              + " exec.");
  static final Rule DEV_SERVER =
      new Rule(
          "dev-server",
          Severity.WARNING,
          "Development servers are slow, watch files and show internals to whoever asks. Start the"
              + " production build, or a server such as gunicorn.");

  private static final Set<String> SHELLS = Set.of("sh", "bash", "ash", "dash", "zsh");
  private static final Set<String> DEV_SCRIPTS =
      Set.of("dev", "develop", "serve:dev", "start:dev", "watch");
  private static final Set<String> DEV_PROGRAMS =
      Set.of("nodemon", "ts-node-dev", "webpack-dev-server", "live-server");

  @Override
  public List<Rule> rules() {
    return List.of(SHELL, DEV_SERVER);
  }

  @Override
  public void check(Launch launch, Consumer<Finding> found) {
    List<String> started = launch.entrypoint().isEmpty() ? launch.command() : launch.entrypoint();
    Optional<String> script = script(started);
    if (script.isPresent() && swallows(script.get())) {
      String what = launch.entrypoint().isEmpty() ? "CMD" : "ENTRYPOINT";
      found.accept(
          SHELL.at(
              launch.file(),
              launch.line(),
              what + " starts a shell, which starts the program without exec"));
    }
    List<ShellCommand> commands =
        script
            .map(ShellCommand::of)
            .orElseGet(
                () ->
                    launch.words().isEmpty()
                        ? List.of()
                        : List.of(new ShellCommand(launch.words(), false)));
    for (ShellCommand command : commands) {
      development(command.has("exec") ? withoutExec(command) : command.words())
          .ifPresent(
              what ->
                  found.accept(
                      DEV_SERVER.at(
                          launch.file(),
                          launch.line(),
                          "'" + what + "' starts a development server")));
    }
  }

  /** The text for the shell, if one is started. */
  static Optional<String> script(List<String> words) {
    if (words.size() < 3
        || !SHELLS.contains(words.get(0).substring(words.get(0).lastIndexOf('/') + 1))) {
      return Optional.empty();
    }
    int at = words.indexOf("-c");
    at = at < 0 ? words.indexOf("-ec") : at;
    at = at < 0 ? words.indexOf("-lc") : at;
    return at > 0 && at + 1 < words.size() ? Optional.of(words.get(at + 1)) : Optional.empty();
  }

  private static boolean swallows(String script) {
    return ShellCommand.of(script).stream().noneMatch(c -> c.words().get(0).equals("exec"))
        && !script.contains("trap ");
  }

  private static List<String> withoutExec(ShellCommand command) {
    return command.words().subList(command.words().indexOf("exec") + 1, command.words().size());
  }

  private static Optional<String> development(List<String> words) {
    if (words.isEmpty()) {
      return Optional.empty();
    }
    String program = words.get(0).substring(words.get(0).lastIndexOf('/') + 1);
    List<String> plain = words.stream().skip(1).filter(w -> !w.startsWith("-")).toList();
    String first = plain.isEmpty() ? "" : plain.get(0).toLowerCase(Locale.ROOT);
    String second = plain.size() < 2 ? "" : plain.get(1);
    boolean found =
        switch (program) {
          case "npm", "pnpm", "bun" -> first.equals("run") && DEV_SCRIPTS.contains(second);
          case "yarn" -> DEV_SCRIPTS.contains(first) || DEV_SCRIPTS.contains(second);
          case "flask" -> plain.contains("run");
          case "next", "nuxt", "astro" -> first.equals("dev");
          case "vite" -> first.isEmpty() || first.equals("dev");
          case "ng" -> first.equals("serve");
          case "mvn", "mvnw" ->
              plain.stream().anyMatch(w -> w.contains(":run") || w.endsWith(":dev"));
          case "gradle", "gradlew" -> plain.contains("bootRun");
          case "dotnet" -> first.equals("run") || first.equals("watch");
          case "go", "cargo" -> first.equals("run");
          case "php" -> words.contains("-S");
          default ->
              DEV_PROGRAMS.contains(program)
                  || first.endsWith("manage.py") && second.equals("runserver")
                  || words.contains("flask") && plain.contains("run")
                  || words.contains("--reload") && !program.equals("gunicorn");
        };
    return found ? Optional.of(program + (first.isEmpty() ? "" : " " + first)) : Optional.empty();
  }
}
