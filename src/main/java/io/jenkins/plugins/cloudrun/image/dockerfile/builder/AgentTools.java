package io.jenkins.plugins.cloudrun.image.dockerfile.builder;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds builders on this agent and tries whether they work. */
public final class AgentTools {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Map<String, String> environment;

  /**
   * @param environment with {@code PATH}; of the agent's process, or of the build
   */
  public AgentTools(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  Map<String, String> environment() {
    return environment;
  }

  /**
   * @param tool empty if it cannot be used
   * @param obstacle why not, such as "buildah is not on the PATH"
   */
  record Probe(Optional<AgentTool> tool, String obstacle) {}

  Probe probe(AgentTool.Kind kind) throws IOException, InterruptedException {
    Optional<Path> executable = find(kind.command());
    if (executable.isEmpty()) {
      return new Probe(Optional.empty(), kind.command() + " is not on the PATH");
    }
    Path file = executable.get();
    List<List<String>> ways =
        kind == AgentTool.Kind.DOCKER
            ? List.of(List.of())
            // In containers the kernel often refuses overlay; plain copies always work.
            : List.of(List.of(), List.of("--storage-driver", "vfs"));
    String said = "";
    for (List<String> options : ways) {
      List<String> command = new ArrayList<>(List.of(file.toString()));
      command.addAll(options);
      command.addAll(
          kind == AgentTool.Kind.DOCKER
              ? List.of("version", "--format", "{{.Server.Version}}")
              : List.of("info"));
      List<String> lines = new ArrayList<>();
      int exit = new ToolProcess(environment, lines::add).run(command, PATIENCE);
      if (exit == 0) {
        return new Probe(Optional.of(new AgentTool(kind, file, options)), "");
      }
      said = lines.isEmpty() ? "exit code " + exit : lines.get(lines.size() - 1);
    }
    String what =
        kind == AgentTool.Kind.DOCKER ? "docker's daemon does not answer" : "buildah does not work";
    return new Probe(Optional.empty(), what + " (" + said + ")");
  }

  /** A program on the PATH. */
  Optional<Path> find(String command) {
    String path = environment.getOrDefault("PATH", "");
    for (String folder : path.split(Pattern.quote(File.pathSeparator))) {
      if (!folder.isEmpty()) {
        for (String name : List.of(command, command + ".exe")) {
          Path file = Path.of(folder).resolve(name);
          if (Files.isRegularFile(file) && Files.isExecutable(file)) {
            return Optional.of(file);
          }
        }
      }
    }
    return Optional.empty();
  }
}
