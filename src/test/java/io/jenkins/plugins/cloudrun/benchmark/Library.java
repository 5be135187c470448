package io.jenkins.plugins.cloudrun.benchmark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A jar of the local Maven repository, which the application depends on.
 *
 * @param file where it lies
 * @param group as Maven knows it
 * @param size bytes
 */
record Library(Path file, String group, String artifact, String version, long size) {
  /** What the application's libraries come to, and a little less. */
  private static final long MOST = 42_000_000;

  /** With fewer bytes the figures would not be those of the page. */
  private static final long LEAST = 35_000_000;

  /**
   * Those of this JVM's class path that fit, in the order of their names: one for each artifact.
   *
   * @param repository the local Maven repository
   */
  static List<Library> ofClassPath(Path repository) throws IOException {
    List<Library> all = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path file = Path.of(entry).toAbsolutePath().normalize();
      if (entry.endsWith(".jar") && file.startsWith(repository)) {
        all.add(at(repository, file));
      }
    }
    all.sort(Comparator.comparing(library -> library.file.getFileName().toString()));
    List<Library> chosen = new ArrayList<>();
    long sum = 0;
    for (Library library : all) {
      if (sum + library.size <= MOST) {
        chosen.add(library);
        sum += library.size;
      }
    }
    if (sum < LEAST) {
      throw new IllegalStateException(
          "The class path has "
              + sum
              + " bytes of libraries in "
              + repository
              + ", too few for the benchmark: run it by mvn -Pbenchmark-build.");
    }
    return chosen;
  }

  private static Library at(Path repository, Path file) throws IOException {
    Path version = file.getParent();
    Path artifact = version.getParent();
    Path group = artifact.getParent();
    return new Library(
        file,
        repository.relativize(group).toString().replace(File.separatorChar, '.'),
        artifact.getFileName().toString(),
        version.getFileName().toString(),
        Files.size(file));
  }

  String fileName() {
    return file.getFileName().toString();
  }
}
