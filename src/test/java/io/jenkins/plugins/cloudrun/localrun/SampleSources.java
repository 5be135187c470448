package io.jenkins.plugins.cloudrun.localrun;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The sample shop and its Jenkinsfile, as a checkout of this repository has them. */
public final class SampleSources {
  public static final String JENKINSFILE = "Jenkinsfile.example";

  private final Path project;

  public SampleSources(Path project) {
    this.project = project;
  }

  /** Copies them, and nothing else of the repository. */
  public Path copyTo(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(project.resolve("src/example"))) {
      files = found.filter(Files::isRegularFile).toList();
    }
    for (Path file :
        Stream.concat(files.stream(), Stream.of(project.resolve(JENKINSFILE))).toList()) {
      Path copy = folder.resolve(project.relativize(file).toString());
      Files.createDirectories(copy.toAbsolutePath().getParent());
      Files.copy(
          file, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    }
    return folder;
  }

  /** The commit of the repository, or empty when this is not a checkout. */
  public Optional<String> commit() throws IOException, InterruptedException {
    Process git =
        new ProcessBuilder("git", "rev-parse", "HEAD")
            .directory(project.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String printed = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return git.waitFor() == 0 ? Optional.of(printed.strip()) : Optional.empty();
  }
}
