package io.jenkins.plugins.cloudrun.emulator.build;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Builds Dockerfiles with this machine's buildah, in a store of its own. */
final class BuildahBuild implements DockerfileBuild {
  private final Path store;
  private final String registryHost;

  /**
   * @param store a folder for its images
   * @param registryHost of the emulated registry, which speaks no TLS
   */
  BuildahBuild(Path store, String registryHost) {
    this.store = store;
    this.registryHost = registryHost;
  }

  /** The program of a name on the PATH. */
  static Optional<Path> program(String name) {
    for (String folder :
        Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator, -1)) {
      Path file = Path.of(folder.isEmpty() ? "." : folder, name);
      if (Files.isExecutable(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  @Override
  public LocalImage build(StepContext context, DockerStep.Request request)
      throws StepFailure, IOException, InterruptedException {
    if (program("buildah").isEmpty()) {
      DockerStep.fail(
          context, "Cannot connect to the Docker daemon (the emulator finds no buildah).");
    }
    Path auth = context.home().resolve("auth.json");
    String basic = "oauth2accesstoken:" + context.token();
    Files.writeString(
        auth,
        "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}"
            .formatted(
                registryHost,
                Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8))));
    String name = "localhost/built:" + UUID.randomUUID();
    List<String> command = buildah("build");
    command.addAll(
        List.of(
            "--isolation",
            "chroot",
            "--tls-verify=false",
            "--authfile",
            auth.toString(),
            "--format",
            "oci",
            "--file",
            request.dockerfile().toString(),
            "--tag",
            name));
    request
        .buildArgs()
        .forEach((key, value) -> command.addAll(List.of("--build-arg", key + "=" + value)));
    request.target().ifPresent(target -> command.addAll(List.of("--target", target)));
    command.add(request.context().toString());
    int exit = context.run(command, Map.of());
    if (exit != 0) {
      throw new StepFailure(exit);
    }
    Path layout = context.home().resolve(UUID.randomUUID().toString());
    List<String> push = buildah("push");
    push.addAll(List.of("--quiet", name, "oci:" + layout + ":built"));
    int pushed = context.run(push, Map.of());
    if (pushed != 0) {
      throw new StepFailure(pushed);
    }
    List<String> remove = buildah("rmi");
    remove.addAll(List.of("--force", name));
    new ProcessBuilder(remove)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
    return LocalImage.ofLayout(layout);
  }

  private List<String> buildah(String verb) {
    return new ArrayList<>(
        List.of(
            "buildah",
            "--root",
            store.resolve("root").toString(),
            "--runroot",
            store.resolve("run").toString(),
            "--storage-driver",
            "vfs",
            verb));
  }
}
