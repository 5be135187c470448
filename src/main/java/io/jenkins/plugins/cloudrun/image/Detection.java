package io.jenkins.plugins.cloudrun.image;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds what to build when nobody says: a Dockerfile, else the one jar that a build tool left and
 * that can be run.
 */
final class Detection {
  private static final String DOCKERFILE = "Dockerfile";
  private static final List<String> FOLDERS = List.of("target", "build/libs");

  private Detection() {}

  /** What was found. */
  sealed interface Found {
    /** The file, in the workspace. */
    Path file();

    /** A Dockerfile in the context. */
    record Dockerfile(Path file) implements Found {}

    /** A jar that can be run. */
    record Jar(Path file) implements Found {}
  }

  /**
   * @throws InvalidValueException if there is nothing, or more than one jar; says where it looked
   */
  static Found find(Workspace workspace) throws IOException {
    Path dockerfile = workspace.resolve(DOCKERFILE);
    if (Files.isRegularFile(dockerfile)) {
      return new Found.Dockerfile(dockerfile);
    }
    List<Path> runnable = new ArrayList<>();
    List<Path> others = new ArrayList<>();
    for (String folder : FOLDERS) {
      for (Path jar : jars(workspace.resolve(folder))) {
        (isRunnable(jar, workspace) ? runnable : others).add(jar);
      }
    }
    if (runnable.size() == 1) {
      return new Found.Jar(runnable.get(0));
    }
    if (runnable.isEmpty()) {
      throw nothing(workspace, others);
    }
    throw new InvalidValueException(
        "More than one jar can be run: "
            + names(runnable, workspace)
            + ". Say which one is meant with jar.");
  }

  private static InvalidValueException nothing(Workspace workspace, List<Path> others) {
    String looked =
        FOLDERS.stream()
            .map(folder -> "'" + workspace.shown(workspace.context().resolve(folder)) + "'")
            .collect(Collectors.joining(" and "));
    return new InvalidValueException(
        "Nothing to build an image from was found: there is no '"
            + workspace.shown(workspace.context().resolve(DOCKERFILE))
            + "', and in "
            + looked
            + " of the workspace no jar whose manifest names a Main-Class"
            + (others.isEmpty() ? "" : " (" + names(others, workspace) + " names none)")
            + ". Build the program first, or say what to build: jar, war, dockerfile, layers or"
            + " source.");
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
    workspace.inside(jar);
    try (Archive archive = Archive.open(jar, "jar", workspace)) {
      return !archive.attribute("Main-Class").isEmpty();
    }
  }
}
