package io.jenkins.plugins.cloudrun.image.dockerfile.builder;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs a program and passes on what it says, line by line and within bounds. An interrupt ends it
 * with all that it started, within two seconds.
 */
final class ToolProcess {
  private static final int MOST_LINES = 20_000;
  private static final int MOST_CHARACTERS = 2_000;
  private static final long GRACE_MILLIS = 700;

  private final Map<String, String> environment;
  private final Consumer<String> log;

  ToolProcess(Map<String, String> environment, Consumer<String> log) {
    this.environment = environment;
    this.log = log;
  }

  /**
   * @return the exit code; -1 if it took longer than the limit and was ended
   * @throws IOException if it cannot be started
   */
  int run(List<String> command, Duration limit) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    Thread reader = new Thread(() -> read(process), "cloud-run-builder-output");
    reader.setDaemon(true);
    reader.start();
    try {
      boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        end(process);
        return -1;
      }
      // A child that lives on may keep the output open.
      reader.join(GRACE_MILLIS);
      return process.exitValue();
    } catch (InterruptedException e) {
      end(process);
      throw e;
    }
  }

  private void read(Process process) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      int count = 0;
      StringBuilder line = new StringBuilder();
      // Not readLine(): a line without an end must not fill the memory.
      for (int c = lines.read(); c >= 0; c = lines.read()) {
        if (c == '\n' || c == '\r') {
          count = pass(line, count);
        } else if (line.length() < MOST_CHARACTERS) {
          line.append((char) c);
        }
      }
      pass(line, count);
    } catch (IOException e) {
      // The process was ended, and its output with it.
    }
  }

  private int pass(StringBuilder line, int count) {
    if (line.isEmpty() || count > MOST_LINES) {
      line.setLength(0);
      return count;
    }
    log.accept(count == MOST_LINES ? "(more lines are left out)" : line.toString());
    line.setLength(0);
    return count + 1;
  }

  /** First in peace, then by force; children too, which would outlive it. */
  private static void end(Process process) throws InterruptedException {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroy);
    CompletableFuture<?>[] ends =
        all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(ends).get(GRACE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // By force, then.
    }
    Stream.concat(process.descendants(), all.stream()).forEach(ProcessHandle::destroyForcibly);
  }
}
