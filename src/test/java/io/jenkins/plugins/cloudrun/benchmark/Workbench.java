package io.jenkins.plugins.cloudrun.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What every tool works with.
 *
 * @param folder where tools have their caches and logs
 * @param maven the program
 * @param repository Maven's local one
 */
record Workbench(
    Application application, Path folder, Programs programs, Path maven, Path repository) {
  /** A folder that is there and empty. */
  Path empty(String name) throws IOException {
    Path empty = folder.resolve(name);
    Folders.delete(empty);
    return Files.createDirectories(empty);
  }

  /** Where the application lies. */
  Path root() {
    return application.root();
  }
}
