package io.jenkins.plugins.cloudrun.emulator.base;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The tool of the JDK that makes a Java runtime of a few modules.
 *
 * @param home of the JDK
 */
record Jlink(Path home) {
  /** What web applications with a database and metrics ask of Java. */
  private static final List<String> MODULES =
      List.of(
          "java.base",
          "java.logging",
          "jdk.httpserver",
          "java.net.http",
          "jdk.crypto.ec",
          "java.management",
          "java.naming",
          "java.sql",
          "java.xml",
          "jdk.unsupported",
          "java.instrument");

  static Jlink ofThisJava() {
    return new Jlink(Path.of(System.getProperty("java.home")));
  }

  /**
   * Makes a runtime.
   *
   * @param target a folder that is not there yet
   */
  void make(Path target) throws IOException {
    Path tool = home.resolve("bin").resolve("jlink");
    if (!Files.isExecutable(tool) || !Files.isDirectory(home.resolve("jmods"))) {
      throw new IOException(
          "No base image can be made: "
              + home
              + " has no bin/jlink with a folder jmods. Run with a JDK that has both (Debian:"
              + " openjdk-17-jdk-headless), not with a JRE.");
    }
    List<String> command =
        List.of(
            tool.toString(),
            "--module-path",
            home.resolve("jmods").toString(),
            "--add-modules",
            String.join(",", MODULES),
            // Native libraries are stripped by objcopy, of which the JDK has none of its own.
            isOnPath("objcopy") ? "--strip-debug" : "--strip-java-debug-attributes",
            "--no-header-files",
            "--no-man-pages",
            // Not compressed in itself: the layer is, as a whole.
            "--compress=0",
            "--output",
            target.toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (exitValue(process) != 0) {
      throw new IOException(
          "No base image can be made: " + String.join(" ", command) + " failed: " + output);
    }
  }

  private static int exitValue(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while jlink made a base image");
    }
  }

  private static boolean isOnPath(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
