package io.jenkins.plugins.cloudrun.benchmark;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A JVM that lives from round to round and answers as {@link Talk} says. */
final class Child implements AutoCloseable {
  private final Process process;
  private final BufferedWriter questions;
  private final BufferedReader answers;
  private final Path errors;

  private Child(Process process, Path errors) {
    this.process = process;
    this.questions = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.errors = errors;
  }

  /**
   * Starts one.
   *
   * @param libraries as {@link #command} takes them
   * @param errors takes what it prints beside its answers
   */
  static Child start(
      Class<?> main,
      List<String> libraries,
      List<String> flags,
      Map<String, String> environment,
      Path errors)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command(main, libraries, flags)).redirectError(errors.toFile());
    builder.environment().putAll(environment);
    return new Child(builder.start(), errors);
  }

  /**
   * A Java like this one.
   *
   * @param libraries how the files' names begin that stay on its class path: an open jar takes
   *     memory for each of its entries, used or not
   */
  static List<String> command(Class<?> main, List<String> libraries, List<String> flags) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.add("-classpath");
    command.add(classPath(libraries));
    command.add(main.getName());
    return command;
  }

  private static String classPath(List<String> libraries) {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(
            path ->
                Files.isDirectory(path)
                    || libraries.stream()
                        .anyMatch(name -> path.getFileName().toString().startsWith(name)))
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Asks, and waits for the answer. */
  String ask(List<String> question) throws IOException {
    questions.write(Talk.joined(question));
    questions.newLine();
    questions.flush();
    String line = answers.readLine();
    if (line == null || !line.startsWith(Talk.OK)) {
      throw new IOException(
          "Asked for " + question.get(0) + ", a JVM answered: " + line + " (see " + errors + ")");
    }
    return line.substring(Talk.OK.length() + 1);
  }

  @Override
  public void close() throws IOException {
    questions.close();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
