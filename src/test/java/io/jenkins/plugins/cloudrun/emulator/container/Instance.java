package io.jenkins.plugins.cloudrun.emulator.container;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A container that runs: a process with its children. */
public final class Instance implements AutoCloseable {
  private static final int LONGEST_LINE = 16 << 10;

  private final Process process;
  private final int port;
  private final Path scratch;
  private final Thread reader;

  Instance(Process process, int port, Path scratch, Consumer<String> log) {
    this.process = process;
    this.port = port;
    this.scratch = scratch;
    this.reader = new Thread(() -> copy(process, log), "container-" + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /** The port that it was told to listen on. */
  public int port() {
    return port;
  }

  public boolean alive() {
    return process.isAlive();
  }

  /** The exit code once it ended; 128 and the signal if one ended it. */
  public OptionalInt exit() {
    return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
  }

  /** Waits for its end; false if it still runs then. */
  public boolean await(Duration limit) throws InterruptedException {
    boolean ended = process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
    if (ended) {
      reader.join(2_000);
    }
    return ended;
  }

  /** Ends it and its children: SIGTERM, and SIGKILL soon after. */
  @Override
  public void close() {
    Stream<ProcessHandle> children = process.descendants();
    var all = Stream.concat(children, Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroy);
    try {
      if (!process.waitFor(1, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      process.waitFor(5, TimeUnit.SECONDS);
      reader.join(1_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    all.forEach(ProcessHandle::destroyForcibly);
    try {
      Layers.delete(scratch);
    } catch (IOException e) {
      // A child that has just been killed may still write there; the folder is temporary.
    }
  }

  private static void copy(Process process, Consumer<String> log) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.accept(line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line);
      }
    } catch (IOException e) {
      log.accept("The output of the container broke off: " + e.getMessage());
    }
  }
}
