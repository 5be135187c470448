package io.jenkins.plugins.cloudrun.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** docs/dependencies.md names every library in the package with its size, and no other. */
class DependenciesPageIT {
  private static final Pattern ROW =
      Pattern.compile("^\\| `([^`]+)` (\\S+) \\| ([0-9]+) \\|", Pattern.MULTILINE);

  @Test
  void namesEveryLibraryWithItsSize() throws IOException {
    Set<String> bundled = new TreeSet<>();
    try (ZipFile hpi = new ZipFile(System.getProperty("hpi"))) {
      hpi.stream()
          .filter(entry -> entry.getName().matches("WEB-INF/lib/.+\\.jar"))
          .filter(entry -> !entry.getName().endsWith("/cloud-run.jar"))
          .forEach(
              entry ->
                  bundled.add(
                      entry.getName().substring("WEB-INF/lib/".length()) + " " + entry.getSize()));
    }
    Set<String> documented = new TreeSet<>();
    Matcher row = ROW.matcher(Files.readString(Path.of("docs/dependencies.md")));
    while (row.find()) {
      documented.add(row.group(1) + "-" + row.group(2) + ".jar " + row.group(3));
    }
    assertEquals(bundled, documented);
  }
}
