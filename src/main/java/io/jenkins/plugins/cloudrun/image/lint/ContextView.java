package io.jenkins.plugins.cloudrun.image.lint;

import io.jenkins.plugins.cloudrun.image.lint.scan.FileFacts;
import io.jenkins.plugins.cloudrun.image.lint.scan.ScanFile;
import java.util.List;
import java.util.Optional;

/**
 * The folder of the sources as the rules look at it.
 *
 * @param reach what becomes of its files
 * @param files that ignore rules leave; empty when nothing of the folder is looked at
 * @param facts of each of these files
 * @param ignoreFile whether there is an ignore file
 * @param gitFolder whether the history, {@code .git}, is among the files
 */
public record ContextView(
    LintContext.Reach reach,
    List<ScanFile> files,
    List<FileFacts> facts,
    boolean ignoreFile,
    boolean gitFolder,
    Optional<DockerfileView> dockerfile) {
  public ContextView {
    files = List.copyOf(files);
    facts = List.copyOf(facts);
  }
}
