package io.jenkins.plugins.cloudrun.emulator.container;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Maps what an image says onto its unpacked root: without a chroot, every absolute path that the
 * image holds must be written as a path of this machine.
 */
final class CommandLine {
  static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  private static final Pattern ABSOLUTE = Pattern.compile("(^|[:=,;@\"'\\s])(/[^:=,;\"'\\s]+)");
  private static final Pattern PATHS =
      Pattern.compile("PATH|CLASSPATH|.*_PATH|.*_HOME|JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS");

  private final Path root;
  private final Path scratch;
  private int files;

  /**
   * @param scratch where argument files are written anew
   */
  CommandLine(Path root, Path scratch) {
    this.root = root;
    this.scratch = scratch;
  }

  /** The environment of the image, with its paths mapped. */
  Map<String, String> environment(Map<String, String> image) {
    Map<String, String> env = new LinkedHashMap<>();
    env.put("PATH", mapped(DEFAULT_PATH));
    image.forEach(
        (name, value) -> env.put(name, PATHS.matcher(name).matches() ? mapped(value) : value));
    return env;
  }

  /** The command to start: the program is found in the image, or the container cannot start. */
  List<String> command(List<String> wanted, String path, Path workdir)
      throws LaunchFailure, IOException {
    if (wanted.isEmpty()) {
      throw new LaunchFailure(
          LaunchFailure.Kind.IMAGE_UNSUITABLE,
          "The image has no entrypoint and no command, and the container names none.");
    }
    Path program = program(wanted.get(0), path, workdir);
    List<String> command = new ArrayList<>(interpreter(program, path));
    command.add(program.toString());
    for (String argument : wanted.subList(1, wanted.size())) {
      command.add(argument(argument));
    }
    return command;
  }

  private Path program(String name, String path, Path workdir) throws LaunchFailure {
    List<Path> candidates = new ArrayList<>();
    if (name.startsWith("/")) {
      candidates.add(inside(name));
    } else if (name.contains("/")) {
      candidates.add(workdir.resolve(name).normalize());
    } else {
      for (String folder : path.split(":", -1)) {
        candidates.add(inside(folder).resolve(name));
      }
    }
    for (Path candidate : candidates) {
      if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
        return candidate;
      }
    }
    throw new LaunchFailure(
        LaunchFailure.Kind.NOT_LISTENING,
        "Application failed to start: failed to resolve binary path: error finding executable"
            + " \"%s\" in PATH [%s]: no such file or directory"
                .formatted(name, path.replace(':', ' ')));
  }

  /** A script is run by its interpreter, which must be in the image too. */
  private List<String> interpreter(Path program, String path) throws IOException, LaunchFailure {
    byte[] start;
    try (var in = Files.newInputStream(program)) {
      start = in.readNBytes(2);
    }
    if (!new String(start, StandardCharsets.ISO_8859_1).equals("#!")) {
      return List.of();
    }
    String first;
    try (BufferedReader reader = Files.newBufferedReader(program, StandardCharsets.ISO_8859_1)) {
      first = Optional.ofNullable(reader.readLine()).orElse("#!").substring(2).trim();
    }
    String[] words = first.split("\\s+", 2);
    List<String> command = new ArrayList<>();
    command.add(program(words[0], path, root).toString());
    if (words.length > 1) {
      command.add(words[0].endsWith("/env") ? program(words[1], path, root).toString() : words[1]);
    }
    return command;
  }

  private String argument(String argument) throws IOException {
    if (argument.startsWith("@/")) {
      Path file = inside(argument.substring(1));
      if (Files.isRegularFile(file)) {
        Path copy = scratch.resolve("arguments-" + files++);
        Files.writeString(copy, mapped(Files.readString(file)));
        return "@" + copy;
      }
    }
    return mapped(argument);
  }

  /** The text with each absolute path that exists in the image leading into the root. */
  String mapped(String text) {
    Matcher matcher = ABSOLUTE.matcher(text);
    StringBuilder mapped = new StringBuilder();
    while (matcher.find()) {
      String path = matcher.group(2);
      Path inside = inside(path.endsWith("/*") ? path.substring(0, path.length() - 2) : path);
      boolean known = !inside.equals(root) && Files.exists(inside);
      matcher.appendReplacement(
          mapped, Matcher.quoteReplacement(matcher.group(1) + (known ? root + path : path)));
    }
    return matcher.appendTail(mapped).toString();
  }

  /** Where an absolute path of the image is on this machine. */
  Path inside(String path) {
    Path inside = root.resolve(path.replaceFirst("^/+", "")).normalize();
    return inside.startsWith(root) ? inside : root;
  }
}
