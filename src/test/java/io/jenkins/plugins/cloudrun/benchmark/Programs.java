package io.jenkins.plugins.cloudrun.benchmark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs other programs, each to its end.
 *
 * @param output takes what a program prints, until the next one starts
 */
record Programs(Path output) {
  private static final int MINUTES = 5;
  private static final int SHOWN = 4000;

  /** Those of the names that are not on the path. */
  static List<String> missing(List<String> names) {
    List<String> missing = new ArrayList<>(names);
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      missing.removeIf(name -> Files.isExecutable(Path.of(folder, name)));
    }
    return missing;
  }

  /**
   * Runs a program.
   *
   * @return nanoseconds from its start to its end
   * @throws IOException if it fails, with the end of what it printed
   */
  long run(Path folder, List<String> command) throws IOException, InterruptedException {
    Files.createDirectories(output.toAbsolutePath().getParent());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectOutput(output.toFile());
    long start = System.nanoTime();
    Process process = builder.start();
    boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
    long nanos = System.nanoTime() - start;
    if (!ended) {
      process.destroyForcibly();
      throw new IOException(command.get(0) + " did not end in " + MINUTES + " minutes.");
    }
    if (process.exitValue() != 0) {
      String text = Files.readString(output);
      throw new IOException(
          command.get(0)
              + " "
              + command.get(command.size() - 1)
              + " ended with "
              + process.exitValue()
              + ": "
              + text.substring(Math.max(0, text.length() - SHOWN)));
    }
    return nanos;
  }

  /** Writes to disk what is still on its way there, so that no run pays for another's files. */
  void settle() throws IOException, InterruptedException {
    run(Path.of("/"), List.of("sync"));
  }
}
