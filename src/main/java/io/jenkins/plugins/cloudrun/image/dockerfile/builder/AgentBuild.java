package io.jenkins.plugins.cloudrun.image.dockerfile.builder;

import io.jenkins.plugins.cloudrun.image.ignore.DockerIgnore;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Builds with a tool of the agent and takes the image out of the tool's store. The push is ours, so
 * the tool never sees the token that may push.
 */
public final class AgentBuild {
  private static final Duration LIMIT = Duration.ofHours(24);

  private final AgentTool tool;
  private final AgentTools tools;
  private final List<BaseLogin> logins;
  private final Path work;
  private final Consumer<String> log;

  /**
   * @param logins for registries of private bases
   * @param work an existing folder of this build, to be deleted after the push
   * @param log takes what the tool says, line by line
   */
  public AgentBuild(
      AgentTool tool, AgentTools tools, List<BaseLogin> logins, Path work, Consumer<String> log) {
    this.tool = tool;
    this.tools = tools;
    this.logins = List.copyOf(logins);
    this.work = work;
    this.log = log;
  }

  /**
   * Builds. An interrupt ends the tool with its children within two seconds.
   *
   * @throws InvalidValueException if the tool failed; it said why in the log
   */
  public BuiltImage run(Path dockerfile, Path context) throws IOException, InterruptedException {
    Map<String, String> environment =
        Logins.prepare(logins, tool.kind(), tools.environment(), work);
    Path id = work.resolve("image-id");
    List<String> build = command(tool.kind() == AgentTool.Kind.BUILDAH ? "bud" : "build");
    if (tool.kind() == AgentTool.Kind.BUILDAH) {
      build.addAll(List.of("--format", "docker", "--layers"));
      if (!environment.containsKey("BUILDAH_ISOLATION") && !hasRuntime()) {
        build.addAll(List.of("--isolation", "chroot"));
      }
      Optional<Path> ignore = DockerIgnore.find(context, dockerfile);
      ignore.ifPresent(file -> build.addAll(List.of("--ignorefile", file.toString())));
    }
    build.addAll(
        List.of(
            "--platform",
            "linux/amd64",
            "--iidfile",
            id.toString(),
            "-f",
            dockerfile.toString(),
            context.toString()));
    run(build, environment, "build the Dockerfile");
    String image = Files.readString(id).strip();
    if (tool.kind() == AgentTool.Kind.BUILDAH) {
      Path taken = work.resolve("image");
      List<String> push = command("push");
      // An OCI layout would lose what only Docker's format knows: SHELL, ONBUILD.
      push.addAll(List.of("-q", "--format", "v2s2", image, "dir:" + taken));
      run(push, environment, "take the image out of its store");
      return FolderImage.read(taken);
    }
    Path archive = work.resolve("image.tar");
    List<String> save = command("save");
    save.addAll(List.of("-o", archive.toString(), image));
    run(save, environment, "take the image out of its store");
    BuiltImage saved = SavedImage.read(archive, work);
    Files.delete(archive);
    return saved;
  }

  private List<String> command(String name) {
    List<String> command = new ArrayList<>(List.of(tool.executable().toString()));
    command.addAll(tool.options());
    command.add(name);
    return command;
  }

  /** Without one, buildah can only run commands in a changed root. */
  private boolean hasRuntime() {
    return tools.find("crun").isPresent() || tools.find("runc").isPresent();
  }

  private void run(List<String> command, Map<String, String> environment, String what)
      throws IOException, InterruptedException {
    int exit = new ToolProcess(environment, log).run(command, LIMIT);
    if (exit != 0) {
      throw new InvalidValueException(
          tool.kind().command()
              + " could not "
              + what
              + ": it ended with exit code "
              + exit
              + ". What it said stands above.");
    }
  }
}
