package io.jenkins.plugins.cloudrun.image.dockerfile;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Debian's buildah with a store of its own, for root alone. */
final class Buildah {
  private final Path home;

  private Buildah(Path home) {
    this.home = home;
  }

  /** Empty where it cannot be used. */
  static Optional<Buildah> find(Path home) throws Exception {
    if (!Files.isExecutable(Path.of("/usr/bin/buildah"))
        || !"root".equals(System.getProperty("user.name"))) {
      return Optional.empty();
    }
    Buildah buildah = new Buildah(home);
    Path context = Files.createDirectories(home.resolve("try"));
    Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nCOPY Dockerfile /\n");
    try {
      buildah.build("try", context, context.resolve("Dockerfile"));
      return Optional.of(buildah);
    } catch (IOException e) {
      return Optional.empty(); // Not allowed to, as in some containers.
    }
  }

  void pull(Path layout, String name) throws Exception {
    String id = run("pull", "-q", "oci:" + layout).strip();
    run("tag", id, "localhost/" + name);
  }

  void build(String name, Path context, Path dockerfile) throws Exception {
    run(
        "bud",
        "--isolation",
        "chroot",
        "--format",
        "docker",
        "--pull-never",
        "-q",
        "-t",
        "localhost/" + name,
        "-f",
        dockerfile.toString(),
        context.toString());
  }

  /** A folder with the image's files, as the kernel shows them. */
  Path files(String name) throws Exception {
    String container = run("from", "--pull-never", "localhost/" + name).strip();
    return Path.of(run("mount", container).strip());
  }

  /** The image's configuration as it is stored. */
  JsonObject config(String name) throws Exception {
    Path folder = Files.createTempDirectory(home, "image");
    run("push", "-q", "localhost/" + name, "dir:" + folder);
    JsonObject manifest = json(folder.resolve("manifest.json"));
    String digest = manifest.getAsJsonObject("config").get("digest").getAsString();
    return json(folder.resolve(digest.substring(digest.indexOf(':') + 1)));
  }

  private static JsonObject json(Path file) throws IOException {
    return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
  }

  private String run(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "/usr/bin/buildah",
                "--root",
                home.resolve("root").toString(),
                "--runroot",
                home.resolve("run").toString(),
                "--storage-driver",
                "vfs"));
    command.addAll(List.of(arguments));
    Path errors = Files.createTempFile(home, "errors", ".txt");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(String.join(" ", command) + ": " + Files.readString(errors));
    }
    return output;
  }
}
