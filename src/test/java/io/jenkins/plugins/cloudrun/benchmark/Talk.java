package io.jenkins.plugins.cloudrun.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One side of a conversation over standard input and output: a line of words between tabs asks, a
 * line answers. Lets a JVM live as long as an agent's does.
 */
final class Talk {
  private static final String SEPARATOR = "\t";
  static final String OK = "ok";

  private Talk() {}

  /** Answers until there are no more questions. */
  static void answer(Answers answers) throws IOException {
    PrintStream out = System.out;
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      try {
        out.println(OK + SEPARATOR + answers.answer(List.of(line.split(SEPARATOR, -1))));
      } catch (Exception e) {
        out.println("failed" + SEPARATOR + e.toString().replaceAll("\\s+", " "));
        e.printStackTrace();
      }
      out.flush();
    }
  }

  static String joined(List<String> words) {
    return String.join(SEPARATOR, words);
  }

  /** What is asked of the other side. */
  @FunctionalInterface
  interface Answers {
    /** One line. */
    String answer(List<String> question) throws Exception;
  }
}
