package io.jenkins.plugins.cloudrun.emulator.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest {
  private final Path root;
  private final CommandLine mapping;

  CommandLineTest(@TempDir Path folder) throws Exception {
    root = Files.createDirectories(folder.toRealPath().resolve("root"));
    Path scratch = Files.createDirectories(folder.resolve("scratch"));
    mapping = new CommandLine(root, scratch);
  }

  @BeforeEach
  void image() throws Exception {
    program("opt/java/bin/java", "ELF");
    program("bin/sh", "ELF");
    program("app/run", "#!/bin/sh -e\n");
    Files.createDirectories(root.resolve("app/classes"));
    Files.createDirectories(root.resolve("app/libs"));
    Files.writeString(root.resolve("app/libs/a.jar"), "");
    Files.writeString(root.resolve("app/jib-classpath-file"), "/app/classes:/app/libs/a.jar");
  }

  private void program(String path, String content) throws Exception {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private List<String> command(String... words) throws Exception {
    return mapping.command(List.of(words), "/bin:/opt/java/bin", root.resolve("app"));
  }

  @Test
  void pathsThatTheImageHoldsLeadIntoItsRoot() throws Exception {
    assertEquals(
        List.of(
            root + "/opt/java/bin/java",
            "-Dhome=" + root + "/app",
            "-cp",
            root + "/app/classes:" + root + "/app/libs/*",
            "shop.Main",
            "/healthz",
            "http://host/app"),
        command(
            "java",
            "-Dhome=/app",
            "-cp",
            "/app/classes:/app/libs/*",
            "shop.Main",
            "/healthz",
            "http://host/app"));
  }

  @Test
  void argumentFilesAreMappedToo() throws Exception {
    List<String> command = command("/opt/java/bin/java", "-cp", "@/app/jib-classpath-file");
    String copy = command.get(2);
    assertTrue(copy.startsWith("@"));
    assertEquals(
        root + "/app/classes:" + root + "/app/libs/a.jar",
        Files.readString(Path.of(copy.substring(1))));
  }

  @Test
  void scriptsAreRunByTheImagesInterpreter() throws Exception {
    assertEquals(List.of(root + "/bin/sh", "-e", root + "/app/run", "x"), command("./run", "x"));
    program("app/other", "#!/usr/bin/python3\n");
    assertThrows(LaunchFailure.class, () -> command("/app/other"));
  }

  @Test
  void aProgramOfThisMachineIsNotFound() {
    LaunchFailure failure = assertThrows(LaunchFailure.class, () -> command("ls"));
    assertTrue(failure.text().contains("error finding executable \"ls\""), failure.text());
    assertEquals(
        LaunchFailure.Kind.IMAGE_UNSUITABLE,
        assertThrows(LaunchFailure.class, () -> command()).kind());
  }

  @Test
  void onlyPathsAmongTheVariablesAreMapped() {
    Map<String, String> env =
        mapping.environment(Map.of("JAVA_HOME", "/opt/java", "GREETING", "/app"));
    assertEquals(root + "/opt/java", env.get("JAVA_HOME"));
    assertEquals("/app", env.get("GREETING"));
  }
}
