package io.jenkins.plugins.cloudrun.emulator.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * The builder {@code pack}, with two buildpacks: a Procfile, and a jar with a main class. Nothing
 * is compiled.
 */
final class PackStep {
  private final Assembly assembly;
  private final Pusher pusher;
  private final Supplier<Optional<String>> runImage;

  PackStep(Assembly assembly, Pusher pusher, Supplier<Optional<String>> runImage) {
    this.assembly = assembly;
    this.pusher = pusher;
    this.runImage = runImage;
  }

  void run(StepContext context) throws StepFailure, IOException {
    List<String> args = context.args();
    if (args.size() < 2 || !args.get(0).equals("build")) {
      DockerStep.fail(context, "ERROR: unknown command for \"pack\"");
    }
    Path source = context.folder();
    boolean publish = false;
    Map<String, String> environment = new LinkedHashMap<>();
    for (int i = 2; i < args.size(); i++) {
      String arg = args.get(i);
      int equals = arg.indexOf('=');
      boolean joined = arg.startsWith("--") && equals > 0;
      String name = joined ? arg.substring(0, equals) : arg;
      if (name.equals("--publish")) {
        publish = true;
        continue;
      }
      String value = joined ? arg.substring(equals + 1) : i + 1 < args.size() ? args.get(++i) : "";
      switch (name) {
        case "--env", "-e" -> {
          int at = value.indexOf('=');
          environment.put(
              at < 0 ? value : value.substring(0, at), at < 0 ? "" : value.substring(at + 1));
        }
        case "--path", "-p" -> source = context.folder().resolve(value).normalize();
        case "--builder", "-B", "--network", "--descriptor", "--cache-image", "--run-image" -> {}
        default -> DockerStep.fail(context, "ERROR: unknown flag: " + name);
      }
    }
    build(context, args.get(1), source, environment, publish);
  }

  private void build(
      StepContext context,
      String name,
      Path source,
      Map<String, String> environment,
      boolean publish)
      throws StepFailure, IOException {
    context.log().line("===> DETECTING");
    Optional<List<String>> start = procfile(source);
    if (start.isPresent()) {
      context.log().line("google.config.entrypoint 0.9.0");
    } else {
      start = jar(source);
      context
          .log()
          .line(
              start.isPresent() ? "google.java.runtime 0.9.1" : "fail: google.java.runtime@0.9.1");
    }
    if (start.isEmpty()) {
      context.log().line("ERROR: No buildpack groups passed detection.");
      context.log().line("ERROR: Please check that you are running against the correct path.");
      DockerStep.fail(context, "ERROR: failed to detect: no buildpacks participating");
    }
    context.log().line("===> ANALYZING");
    context.log().line("===> RESTORING");
    context.log().line("===> BUILDING");
    Map<String, String> launch = new LinkedHashMap<>();
    String target = environment.getOrDefault("GOOGLE_FUNCTION_TARGET", "");
    if (!target.isEmpty()) {
      launch.put("FUNCTION_TARGET", target);
    }
    LocalImage image = assembly.image(runImage.get(), source, start.orElseThrow(), launch);
    context.log().line("===> EXPORTING");
    context.images().put(Pusher.tagged(name), image);
    if (publish) {
      try {
        context.log().line("*** Digest: " + pusher.push(name, image, context.allowed()));
      } catch (BuildFailure e) {
        DockerStep.fail(context, "ERROR: failed to export: " + e.detail());
      }
    }
    context.log().line("Successfully built image '" + name + "'");
  }

  /** The words of the process {@code web}. */
  private static Optional<List<String>> procfile(Path source) throws IOException {
    Path file = source.resolve("Procfile");
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith("web:"))
        .map(line -> List.of(line.substring("web:".length()).trim().split("\\s+")))
        .findFirst();
  }

  /** How the one jar with a main class is started. */
  private static Optional<List<String>> jar(Path source) throws IOException {
    for (Path folder : List.of(source.resolve("target"), source)) {
      if (!Files.isDirectory(folder)) {
        continue;
      }
      List<Path> jars;
      try (Stream<Path> files = Files.list(folder)) {
        jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
      }
      for (Path jar : jars) {
        try (JarFile read = new JarFile(jar.toFile())) {
          Optional<String> main =
              Optional.ofNullable(read.getManifest())
                  .map(Manifest::getMainAttributes)
                  .map(attributes -> attributes.getValue("Main-Class"));
          if (main.isPresent()) {
            return Optional.of(List.of("java", "-jar", "/workspace/" + source.relativize(jar)));
          }
        }
      }
    }
    return Optional.empty();
  }
}
