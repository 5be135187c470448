package io.jenkins.plugins.cloudrun.benchmark.rollouts;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another JVM, asked and answering over standard input and output, a line each. */
final class Partner implements AutoCloseable {
  private final Process process;
  private final BufferedWriter questions;
  private final BufferedReader answers;
  private final Path errors;

  /**
   * @param errors takes what it prints beside its answers
   */
  Partner(Class<?> main, List<String> flags, List<String> arguments, Path errors)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.add("-classpath");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    this.process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    this.questions = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.errors = errors;
  }

  String ask(String question) throws IOException {
    questions.write(question);
    questions.newLine();
    questions.flush();
    String line = answers.readLine();
    if (line == null || !line.startsWith("ok ")) {
      throw new IOException("Asked to " + question + ", a JVM said " + line + ": see " + errors);
    }
    return line.substring(3);
  }

  /** What a partner does. */
  interface Role {
    /** The answer, in one line. */
    String answer(String[] words) throws Exception;
  }

  /** The other side: answers until nobody asks any more. */
  static void serve(Role role) throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println("ok " + role.answer(line.split(" ", -1)));
      System.out.flush();
    }
    System.exit(0);
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
