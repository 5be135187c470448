package io.jenkins.plugins.cloudrun.image.lint.rule;

import java.util.List;
import java.util.Optional;

/** Commands that fetch dependencies, by the tool that does it. */
final class Installs {
  private Installs() {}

  /**
   * @param words of a simple command, the program first
   * @return the tool whose packages it fetches, such as {@code npm} or {@code apt}
   */
  static Optional<String> tool(List<String> words) {
    List<String> rest = words;
    if (program(rest).equals("sudo") && rest.size() > 1) {
      rest = rest.subList(1, rest.size());
    }
    if (program(rest).matches("python[0-9.]*")
        && rest.size() > 3
        && rest.get(1).equals("-m")
        && rest.get(2).equals("pip")) {
      rest = rest.subList(2, rest.size());
    }
    String program = program(rest);
    String action = rest.stream().skip(1).filter(w -> !w.startsWith("-")).findFirst().orElse("");
    boolean install = action.equals("install");
    boolean installs =
        switch (program) {
          case "npm", "pnpm", "bun" -> install || action.equals("ci") || action.equals("i");
          case "yarn" -> install || action.isEmpty();
          case "pip", "pip3" -> install;
          case "poetry" -> install;
          case "pipenv" -> install || action.equals("sync");
          case "uv" -> action.equals("sync") || rest.contains("install");
          case "bundle" -> install || action.isEmpty();
          case "composer", "apt-get", "apt", "yum", "dnf", "microdnf" -> install;
          case "apk" -> action.equals("add");
          case "go" -> action.equals("mod") || install || action.equals("build");
          case "cargo" -> install || action.equals("build") || action.equals("fetch");
          case "dotnet" -> List.of("restore", "publish", "build").contains(action);
          case "mvn", "mvnw", "gradle", "gradlew" -> !action.isEmpty();
          default -> false;
        };
    return installs ? Optional.of(family(program)) : Optional.empty();
  }

  private static String family(String program) {
    return switch (program) {
      case "yarn", "pnpm", "bun" -> "npm";
      case "pip3", "poetry", "pipenv", "uv" -> "pip";
      case "apt-get" -> "apt";
      case "dnf", "microdnf" -> "yum";
      case "mvnw" -> "mvn";
      case "gradlew" -> "gradle";
      default -> program;
    };
  }

  private static String program(List<String> words) {
    String first = words.isEmpty() ? "" : words.get(0);
    return first.substring(first.lastIndexOf('/') + 1);
  }
}
