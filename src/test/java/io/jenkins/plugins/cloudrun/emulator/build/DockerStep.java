package io.jenkins.plugins.cloudrun.emulator.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The builder {@code docker}: build, tag, push and pull. */
final class DockerStep {
  private static final Set<String> FLAGS =
      Set.of("--no-cache", "--pull", "--quiet", "-q", "--rm", "--force-rm", "--squash");

  private final DockerfileBuild builder;
  private final Pusher pusher;

  DockerStep(DockerfileBuild builder, Pusher pusher) {
    this.builder = builder;
    this.pusher = pusher;
  }

  /**
   * A {@code docker build}.
   *
   * @param dockerfile relative to the step's folder
   * @param context a folder, relative to the step's
   */
  record Request(
      List<String> tags,
      Path dockerfile,
      Path context,
      Map<String, String> buildArgs,
      Optional<String> target) {}

  void run(StepContext context) throws StepFailure, IOException, InterruptedException {
    List<String> args = context.args();
    String verb = args.isEmpty() ? "" : args.get(0);
    List<String> rest = args.isEmpty() ? List.of() : args.subList(1, args.size());
    switch (verb) {
      case "build" -> build(context, rest);
      case "tag" -> {
        LocalImage image = need(context, rest.get(0));
        context.images().put(Pusher.tagged(rest.get(1)), image);
      }
      case "push" -> push(context, rest.get(rest.size() - 1));
      default ->
          fail(context, "docker: '" + verb + "' is not a docker command that is emulated here.");
    }
  }

  private void build(StepContext context, List<String> args)
      throws StepFailure, IOException, InterruptedException {
    Request request = parse(context, args);
    if (!Files.isRegularFile(request.dockerfile())) {
      fail(
          context,
          "unable to prepare context: unable to evaluate symlinks in Dockerfile path: lstat /workspace/%s: no such file or directory"
              .formatted(context.workspace().relativize(request.dockerfile())));
    }
    LocalImage image = builder.build(context, request);
    for (String tag : request.tags()) {
      context.images().put(Pusher.tagged(tag), image);
      context.log().line("Successfully tagged " + Pusher.tagged(tag));
    }
  }

  private static Request parse(StepContext context, List<String> args) throws StepFailure {
    List<String> tags = new ArrayList<>();
    List<String> plain = new ArrayList<>();
    Map<String, String> buildArgs = new LinkedHashMap<>();
    Optional<String> file = Optional.empty();
    Optional<String> target = Optional.empty();
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      if (!arg.startsWith("-") || arg.equals("-")) {
        plain.add(arg);
        continue;
      }
      if (FLAGS.contains(arg)) {
        continue;
      }
      int equals = arg.startsWith("--") ? arg.indexOf('=') : -1;
      String name = equals < 0 ? arg : arg.substring(0, equals);
      String value =
          equals >= 0 ? arg.substring(equals + 1) : i + 1 < args.size() ? args.get(++i) : "";
      switch (name) {
        case "-t", "--tag" -> tags.add(value);
        case "-f", "--file" -> file = Optional.of(value);
        case "--target" -> target = Optional.of(value);
        case "--build-arg" -> {
          int at = value.indexOf('=');
          buildArgs.put(
              at < 0 ? value : value.substring(0, at),
              at < 0 ? context.environment().getOrDefault(value, "") : value.substring(at + 1));
        }
        case "--network", "--cache-from", "--platform", "--label", "--progress" -> {}
        default -> fail(context, "unknown flag: " + name);
      }
    }
    if (plain.size() != 1) {
      fail(context, "\"docker build\" requires exactly 1 argument.");
    }
    Path folder = context.folder().resolve(plain.get(0)).normalize();
    // Given, the file is relative to where docker runs; else it is in the context.
    Path dockerfile =
        file.map(name -> context.folder().resolve(name).normalize())
            .orElse(folder.resolve("Dockerfile"));
    if (!folder.startsWith(context.workspace()) || !dockerfile.startsWith(context.workspace())) {
      fail(context, "unable to prepare context: path is outside /workspace");
    }
    return new Request(tags, dockerfile, folder, buildArgs, target);
  }

  private void push(StepContext context, String name) throws StepFailure, IOException {
    LocalImage image = need(context, name);
    try {
      String digest = pusher.push(name, image, context.allowed());
      context
          .log()
          .line("The push refers to repository [" + name.replaceFirst(":[^/]*$", "") + "]");
      context
          .log()
          .line(
              Pusher.tagged(name).replaceFirst(".*:", "")
                  + ": digest: "
                  + digest
                  + " size: "
                  + image.manifest().length());
    } catch (BuildFailure e) {
      fail(context, e.detail());
    }
  }

  private static LocalImage need(StepContext context, String name) throws StepFailure {
    Optional<LocalImage> image = context.image(name);
    if (image.isEmpty()) {
      fail(context, "Error response from daemon: No such image: " + Pusher.tagged(name));
    }
    return image.orElseThrow();
  }

  static void fail(StepContext context, String message) throws StepFailure {
    context.log().line(message);
    throw new StepFailure(1);
  }
}
