package io.jenkins.plugins.cloudrun.image.lint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a container starts, and where that is written.
 *
 * @param file for findings; empty when it comes from the build's own parameters
 * @param line of the instruction that starts the program; 0 if there is none
 * @param portLine of the instruction that names ports; 0 if there is none
 * @param env variables of the image
 * @param envLines where each is set
 * @param entrypoint as a list, also when it was written as text for a shell
 * @param command what stands behind it
 * @param ports that are announced
 * @param readsPort whether something that is copied asks for the variable {@code PORT}
 */
public record Launch(
    String file,
    int line,
    int portLine,
    Map<String, String> env,
    Map<String, Integer> envLines,
    List<String> entrypoint,
    List<String> command,
    Set<Integer> ports,
    boolean readsPort) {
  public Launch {
    entrypoint = List.copyOf(entrypoint);
    command = List.copyOf(command);
    ports = new LinkedHashSet<>(ports);
  }

  /** As a Dockerfile says it. */
  public static Launch of(DockerfileView dockerfile, boolean readsPort) {
    Map<String, String> env = new LinkedHashMap<>();
    Map<String, Integer> lines = new LinkedHashMap<>();
    Set<Integer> ports = new LinkedHashSet<>();
    for (Step step : dockerfile.ofImage()) {
      if (step.is("ENV")) {
        for (String word : step.words()) {
          int equals = word.indexOf('=');
          if (equals > 0) {
            env.put(word.substring(0, equals), word.substring(equals + 1));
            lines.put(word.substring(0, equals), step.line());
          }
        }
      } else if (step.is("EXPOSE")) {
        step.words().forEach(word -> port(word, env).ifPresent(ports::add));
      }
    }
    Optional<Step> entrypoint = dockerfile.last("ENTRYPOINT");
    Optional<Step> command = dockerfile.last("CMD");
    return new Launch(
        dockerfile.file(),
        entrypoint.or(() -> command).map(Step::line).orElse(0),
        dockerfile.last("EXPOSE").map(Step::line).orElse(0),
        env,
        lines,
        entrypoint.map(Launch::list).orElse(List.of()),
        command.map(Launch::list).orElse(List.of()),
        ports,
        readsPort);
  }

  /** Entrypoint and command, as the kernel gets them. */
  public List<String> words() {
    List<String> all = new ArrayList<>(entrypoint);
    all.addAll(command);
    return all;
  }

  private static List<String> list(Step step) {
    return step.json() ? step.words() : List.of("/bin/sh", "-c", step.text());
  }

  private static Optional<Integer> port(String word, Map<String, String> env) {
    String text = word.contains("/") ? word.substring(0, word.indexOf('/')) : word;
    if (word.endsWith("/udp")) {
      return Optional.empty();
    }
    if (text.startsWith("$")) {
      String name = text.replaceAll("^\\$\\{?|(?::?-.*)?\\}?$", "");
      text = env.getOrDefault(name, "");
    }
    return text.matches("\\d{1,5}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
  }
}
