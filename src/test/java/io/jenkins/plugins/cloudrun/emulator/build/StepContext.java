package io.jenkins.plugins.cloudrun.emulator.build;

import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a step works with.
 *
 * @param step as the build has it, expanded
 * @param folder that it runs in: the workspace, or one below
 * @param workspace what the steps of a build share
 * @param home of the build, for what does not belong to the sources
 * @param environment that the build gives it
 * @param images what the daemon has, by name with tag
 * @param allowed whether the build's account may push
 * @param token of the build's account for the registry
 */
record StepContext(
    JsonObject step,
    Path folder,
    Path workspace,
    Path home,
    Map<String, String> environment,
    Map<String, LocalImage> images,
    boolean allowed,
    String token,
    BuildLog log) {

  List<String> args() {
    return Field.texts(step, "args");
  }

  /** The image of a name that was built before. */
  Optional<LocalImage> image(String name) {
    return Optional.ofNullable(images.get(Pusher.tagged(name)));
  }

  /**
   * Runs a program of this machine; what it writes goes into the log.
   *
   * @return its exit status
   */
  int run(List<String> command, Map<String, String> more) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
    builder.environment().clear();
    builder.environment().put("PATH", path);
    builder.environment().put("HOME", home.toString());
    builder.environment().putAll(environment);
    builder.environment().putAll(more);
    Process process =
        builder
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .start();
    Thread reader = new Thread(() -> pump(process), "build-output");
    reader.setDaemon(true);
    reader.start();
    try {
      int exit = process.waitFor();
      reader.join(2000);
      return exit;
    } finally {
      try (Stream<ProcessHandle> all = process.descendants()) {
        all.forEach(ProcessHandle::destroyForcibly);
      }
      process.destroyForcibly();
    }
  }

  private void pump(Process process) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.line(line);
      }
    } catch (IOException e) {
      // The program is gone.
    }
  }
}
