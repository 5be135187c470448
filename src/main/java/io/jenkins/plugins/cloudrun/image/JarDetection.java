package io.jenkins.plugins.cloudrun.image;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds what to build when nobody says: the one jar that a build tool left and that can be run. */
final class JarDetection {
  private static final List<String> FOLDERS = List.of("target", "build/libs");

  private JarDetection() {}

  /**
   * @throws InvalidValueException if there is none, or more than one; says where it looked
   */
  static Path find(Workspace workspace) throws IOException {
    List<Path> runnable = new ArrayList<>();
    List<Path> others = new ArrayList<>();
    for (String folder : FOLDERS) {
      for (Path jar : jars(workspace.resolve(folder))) {
        (isRunnable(jar, workspace) ? runnable : others).add(jar);
      }
    }
    if (runnable.size() == 1) {
      return runnable.get(0);
    }
    String looked =
        FOLDERS.stream()
            .map(folder -> "'" + workspace.shown(workspace.context().resolve(folder)) + "'")
            .collect(Collectors.joining(" and "));
    if (runnable.isEmpty()) {
      throw new InvalidValueException(
          "Nothing to build an image from was found: looked in "
              + looked
              + " of the workspace for a jar whose manifest names a Main-Class"
              + (others.isEmpty() ? "" : " (" + names(others, workspace) + " names none)")
              + ". Build the program first, or say what to build: jar, or layers.");
    }
    throw new InvalidValueException(
        "More than one jar can be run: "
            + names(runnable, workspace)
            + ". Say which one is meant with jar.");
  }

  private static String names(List<Path> jars, Workspace workspace) {
    return jars.stream().map(workspace::shown).collect(Collectors.joining(", "));
  }

  private static List<Path> jars(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".jar"))
          // Maven's shade plugin leaves the jar that it started from under this name.
          .filter(file -> !file.getFileName().toString().startsWith("original-"))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  private static boolean isRunnable(Path jar, Workspace workspace) throws IOException {
    try (JarContents contents = JarContents.open(jar, workspace.shown(jar))) {
      return !contents.attribute("Main-Class").isEmpty();
    }
  }
}
