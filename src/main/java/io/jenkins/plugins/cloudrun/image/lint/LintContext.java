package io.jenkins.plugins.cloudrun.image.lint;

import io.jenkins.plugins.cloudrun.image.ignore.IgnoreRules;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is known before a build begins.
 *
 * @param folder of the sources
 * @param rules of the ignore file; {@link IgnoreRules#NONE} if there is none
 * @param ignoreFile whether there is one
 * @param reach what becomes of the folder's files
 * @param dockerfile if the image is made from one
 */
public record LintContext(
    Path folder,
    IgnoreRules rules,
    boolean ignoreFile,
    Reach reach,
    Optional<DockerfileView> dockerfile) {
  /** What becomes of the files of a context. */
  public enum Reach {
    /** They are found again in the layers that the build describes, and are looked at there. */
    LAYERS,
    /** A tool that builds the Dockerfile copies some of them. */
    COPIED,
    /** All are sent to Cloud Build. */
    SENT
  }
}
