package io.jenkins.plugins.cloudrun.image.dockerfile;

import io.jenkins.plugins.cloudrun.image.layer.LayerEntry;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Files to copy from: a context, a stage or an image. Paths are absolute, with '/', without '.' and
 * '..'; the root is {@code /}.
 */
interface FileTree {
  /** What stands at a path; links in it are not followed. The root is always a folder. */
  Optional<LayerEntry> entry(String path) throws IOException;

  /** The names in a folder, sorted. */
  List<String> names(String folder) throws IOException;

  /** Whether it is a stage or an image, whose owners count; a context's do not. */
  boolean hasOwners();
}
