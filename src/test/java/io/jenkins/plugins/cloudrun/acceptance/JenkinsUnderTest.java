package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The Jenkins that the properties name: one that runs already, or one that is launched. */
final class JenkinsUnderTest implements AutoCloseable {
  private static final Duration STARTUP = Duration.ofMinutes(10);

  private final JenkinsClient client;
  private final Optional<ProcessBuilder> launch;
  private Optional<Process> process = Optional.empty();

  private JenkinsUnderTest(JenkinsClient client, Optional<ProcessBuilder> launch) {
    this.client = client;
    this.launch = launch;
  }

  /** Skips the test, saying why, when no property names a Jenkins. */
  static JenkinsUnderTest any(Path temporary) throws IOException {
    Optional<String> url = property("jenkins.url");
    if (url.isEmpty()) {
      return launched(
          temporary,
          "No Jenkins to test in: name one with -Djenkins.url=http://... or"
              + " -Djenkins.launcher=COMMAND (docs/acceptance.md).");
    }
    URI root = URI.create(url.get().endsWith("/") ? url.get() : url.get() + "/");
    JenkinsUnderTest jenkins =
        new JenkinsUnderTest(new JenkinsClient(root, property("jenkins.login")), Optional.empty());
    jenkins.client.awaitUp(STARTUP);
    if (!jenkins.client.hasPlugin("cloud-run")) {
      jenkins.client.installPlugin(hpi());
    }
    return jenkins;
  }

  /** One that can be killed; skips the test, with {@code reason}, without a launcher. */
  static JenkinsUnderTest launched(Path temporary, String reason) throws IOException {
    Optional<String> launcher = property("jenkins.launcher");
    if (launcher.isEmpty()) {
      // Maven's console has only the number of skipped tests.
      System.out.println("SKIPPED: " + reason);
    }
    assumeTrue(launcher.isPresent(), reason);
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path home = Files.createDirectories(temporary.resolve("jenkins"));
    ProcessBuilder command =
        new ProcessBuilder(
                launcher.orElseThrow(),
                Integer.toString(port),
                home.toString(),
                hpi().toAbsolutePath().toString())
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(temporary.resolve("jenkins.log").toFile()));
    JenkinsUnderTest jenkins =
        new JenkinsUnderTest(
            new JenkinsClient(URI.create("http://127.0.0.1:" + port + "/"), Optional.empty()),
            Optional.of(command));
    jenkins.start();
    return jenkins;
  }

  JenkinsClient client() {
    return client;
  }

  /** Ends the process as a power cut does, and starts it again over the same home. */
  void killAndRestart() throws IOException {
    kill();
    start();
  }

  /** Asks for an end as soon as no build hinders it, as an administrator does, and starts again. */
  void exitSafelyAndStart() throws IOException {
    client.command("safeExit");
    awaitEnd();
    start();
  }

  /** Ends and starts with another version of the plugin over the same home. */
  void exchange(Path hpi) throws IOException {
    client.command("exit");
    awaitEnd();
    List<String> command = launch.orElseThrow().command();
    command.set(command.size() - 1, hpi.toAbsolutePath().toString());
    start();
  }

  private void awaitEnd() {
    try {
      if (!process.orElseThrow().waitFor(STARTUP.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("Jenkins did not end within " + STARTUP);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private void start() throws IOException {
    process = Optional.of(launch.orElseThrow().start());
    client.awaitUp(STARTUP);
  }

  private void kill() {
    process.ifPresent(
        running -> {
          running.descendants().forEach(ProcessHandle::destroyForcibly);
          running.destroyForcibly();
          try {
            running.waitFor(10, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    process = Optional.empty();
  }

  @Override
  public void close() {
    kill();
  }

  /** The package that is tried. */
  static Path hpi() {
    return Path.of(
        property("hpi")
            .orElseThrow(() -> new IllegalStateException("-Dhpi names the package to install.")));
  }

  private static Optional<String> property(String name) {
    return Optional.ofNullable(System.getProperty(name)).filter(text -> !text.isBlank());
  }
}
