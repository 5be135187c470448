package io.jenkins.plugins.cloudrun.localrun;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's two commands. */
class ExampleIT {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** Shared, since the base image in it takes long to make. */
  @TempDir private static Path temporary;

  @Test
  void deliversTwoVersions() throws Exception {
    boolean good = run("none");

    String log = log();
    assertTrue(good, log);
    assertInOrder(
        log,
        "Finished: SUCCESS",
        "[Pipeline] cloudRunBuild",
        "[0:0",
        "] Building ",
        "]   Layers: ",
        "] Pushed ",
        "[Pipeline] cloudRunDeploy",
        "at 0 %: healthy",
        "at 5 %: healthy",
        "at 50 %: healthy",
        "Traffic: 100 %",
        "[Pipeline] cloudRunJobExecute",
        "Finished: SUCCESS",
        "\"version\":\"2\"");
  }

  @Test
  void refusesAVersionThatIsNotHealthy() throws Exception {
    boolean good = run("unhealthy");

    String log = log();
    assertFalse(good, log);
    assertInOrder(
        log,
        "Finished: SUCCESS",
        "expected status 200",
        "The last lines of revision",
        "ERROR health check failed: connection pool exhausted",
        "Traffic is still on 100 %",
        "Finished: FAILURE",
        "\"version\":\"1\"",
        "Refused: version 1 answered all");
  }

  @Test
  void refusesAVersionThatDoesNotStart() throws Exception {
    boolean good = run("crash");

    String log = log();
    assertFalse(good, log);
    assertInOrder(
        log,
        "Finished: SUCCESS",
        "FATAL cannot reach the database",
        "Traffic is still on 100 %",
        "Finished: FAILURE",
        "Refused: version 1 answered all");
  }

  @Test
  void failsWhenTheMigrationFails() throws Exception {
    boolean good = run("migration");

    String log = log();
    assertFalse(good, log);
    assertInOrder(
        log,
        "Finished: SUCCESS",
        "Traffic: 100 %",
        "task 0 exited with code 4",
        "Finished: FAILURE",
        "Refused: version 2 answered all");
  }

  private boolean run(String failure) throws Exception {
    return Example.run(
        Path.of("").toAbsolutePath(),
        temporary,
        failure,
        new PrintStream(bytes, true, StandardCharsets.UTF_8));
  }

  private String log() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static void assertInOrder(String log, String... texts) {
    int from = 0;
    for (String text : texts) {
      int at = log.indexOf(text, from);
      assertTrue(at >= 0, () -> "no '" + text + "' where it should be in:\n" + log);
      from = at + text.length();
    }
  }
}
