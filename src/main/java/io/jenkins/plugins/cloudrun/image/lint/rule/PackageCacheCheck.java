package io.jenkins.plugins.cloudrun.image.lint.rule;

import io.jenkins.plugins.cloudrun.image.lint.Check;
import io.jenkins.plugins.cloudrun.image.lint.DockerfileView;
import io.jenkins.plugins.cloudrun.image.lint.Finding;
import io.jenkins.plugins.cloudrun.image.lint.Finding.Severity;
import io.jenkins.plugins.cloudrun.image.lint.Rule;
import io.jenkins.plugins.cloudrun.image.lint.ShellCommand;
import io.jenkins.plugins.cloudrun.image.lint.Step;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** What package managers leave behind in layers. */
public final class PackageCacheCheck implements Check<DockerfileView> {
  static final Rule CLEANED_LATER =
      new Rule(
          "cache-cleaned-later",
          Severity.WARNING,
          "A layer only hides what an earlier one holds: the image stays as large as before. Clean"
              + " up in the RUN that installs, joined by &&.");
  static final Rule UPDATE_ALONE =
      new Rule(
          "apt-update-alone",
          Severity.WARNING,
          "The package list is cached with its layer, so a later install asks for versions that are"
              + " gone, or misses security updates. Write apt-get update && apt-get install in one"
              + " RUN.");
  static final Rule KEPT =
      new Rule(
          "package-cache-kept",
          Severity.INFO,
          "It is pulled with the image whenever an instance starts on a new machine. Use apk add"
              + " --no-cache, pip install --no-cache-dir, rm -rf /var/lib/apt/lists/* in the same"
              + " RUN, or RUN --mount=type=cache.");

  @Override
  public List<Rule> rules() {
    return List.of(CLEANED_LATER, UPDATE_ALONE, KEPT);
  }

  @Override
  public void check(DockerfileView dockerfile, Consumer<Finding> found) {
    Set<Integer> ofImage = new HashSet<>();
    dockerfile.ofImage().forEach(step -> ofImage.add(step.line()));
    for (int stage = 0; stage <= dockerfile.lastStage(); stage++) {
      Set<String> installedBefore = new HashSet<>();
      for (Step step : dockerfile.stage(stage)) {
        if (step.is("RUN")) {
          run(dockerfile, step, ofImage.contains(step.line()), installedBefore, found);
        }
      }
    }
  }

  private static void run(
      DockerfileView dockerfile,
      Step step,
      boolean inImage,
      Set<String> installedBefore,
      Consumer<Finding> found) {
    List<ShellCommand> commands = ShellCommand.of(step.text());
    Set<String> installed = new TreeSet<>();
    Set<String> cleaned = new TreeSet<>();
    boolean updated = false;
    for (ShellCommand command : commands) {
      Installs.tool(command.words()).ifPresent(installed::add);
      cleaned.addAll(cleaned(command));
      updated |= command.runs("apt-get", "update") || command.runs("apt", "update");
    }
    String file = dockerfile.file();
    if (updated && !installed.contains("apt") && !upgrades(commands)) {
      found.accept(UPDATE_ALONE.at(file, step.line(), "apt-get update stands in a RUN of its own"));
    }
    if (inImage && !step.mountsCache()) {
      for (String tool : cleaned) {
        if (installedBefore.contains(tool) && !installed.contains(tool)) {
          found.accept(
              CLEANED_LATER.at(
                  file, step.line(), "The cache of " + tool + " is removed in a later layer"));
        }
      }
      commands.stream()
          .map(command -> kept(dockerfile, command, cleaned))
          .flatMap(Optional::stream)
          .findFirst()
          .ifPresent(what -> found.accept(KEPT.at(file, step.line(), what)));
    }
    installedBefore.addAll(installed);
  }

  private static boolean upgrades(List<ShellCommand> commands) {
    return commands.stream()
        .anyMatch(
            c ->
                c.has("upgrade", "dist-upgrade", "full-upgrade", "build-dep", "source", "download")
                    && c.program().startsWith("apt"));
  }

  private static Optional<String> kept(
      DockerfileView dockerfile, ShellCommand command, Set<String> cleaned) {
    String tool = Installs.tool(command.words()).orElse("");
    if (cleaned.contains(tool)) {
      return Optional.empty();
    }
    return switch (tool) {
      case "apt" -> Optional.of("apt-get install leaves its package lists in the layer");
      case "apk" ->
          command.has("--no-cache")
              ? Optional.empty()
              : Optional.of("apk add without --no-cache leaves its index in the layer");
      case "pip" ->
          command.has("--no-cache-dir", "--no-cache")
                  || !command.words().contains("install")
                  || !command.program().startsWith("p")
                  || command.program().startsWith("po")
                  || dockerfile.ofImage().stream()
                      .anyMatch(s -> s.is("ENV") && s.text().contains("PIP_NO_CACHE_DIR"))
              ? Optional.empty()
              : Optional.of("pip install without --no-cache-dir leaves its cache in the layer");
      default -> Optional.empty();
    };
  }

  /** The tools whose caches a command removes. */
  private static Set<String> cleaned(ShellCommand command) {
    Set<String> tools = new TreeSet<>();
    boolean removes = command.program().equals("rm");
    for (String word : command.words()) {
      if (removes && (word.contains("/var/lib/apt") || word.contains("/var/cache/apt"))) {
        tools.add("apt");
      } else if (removes && word.contains("/var/cache/apk")) {
        tools.add("apk");
      } else if (removes && (word.contains("/.cache/pip") || word.endsWith("/.cache"))) {
        tools.add("pip");
      } else if (removes && word.contains("/.npm")) {
        tools.add("npm");
      } else if (removes && word.contains("/var/cache/yum")
          || removes && word.contains("/var/cache/dnf")) {
        tools.add("yum");
      }
    }
    if (command.runs("apt-get", "clean") || command.runs("apt", "clean")) {
      tools.add("apt");
    } else if (command.runs("npm", "cache") || command.runs("yarn", "cache")) {
      tools.add("npm");
    } else if (command.runs("pip", "cache") || command.runs("pip3", "cache")) {
      tools.add("pip");
    } else if (List.of("yum", "dnf", "microdnf").contains(command.program())
        && command.has("clean")) {
      tools.add("yum");
    } else if (command.runs("apk", "cache")) {
      tools.add("apk");
    }
    return tools;
  }
}
