package io.jenkins.plugins.cloudrun.image.dockerfile;

import io.jenkins.plugins.cloudrun.image.ignore.GoPattern;
import io.jenkins.plugins.cloudrun.image.layer.LayerEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds what the sources of a {@code COPY} stand for. */
final class Sources {
  private final FileTree tree;

  Sources(FileTree tree) {
    this.tree = tree;
  }

  /**
   * The paths that a source stands for, sorted; empty if there are none. A source is relative to
   * the root of its tree, whether or not it begins with a slash.
   */
  List<String> find(String source) throws IOException {
    String clean = TreePath.clean(source);
    if (!GoPattern.isPattern(clean)) {
      return tree.entry(TreePath.real(tree, clean)).isPresent() ? List.of(clean) : List.of();
    }
    List<String> found = List.of("/");
    for (String part : clean.substring(1).split("/")) {
      List<String> next = new ArrayList<>();
      for (String folder : found) {
        next.addAll(step(folder, part));
      }
      found = next;
    }
    return found;
  }

  private List<String> step(String folder, String part) throws IOException {
    String real = TreePath.real(tree, folder);
    Optional<LayerEntry> entry = tree.entry(real);
    if (entry.isEmpty() || entry.get().kind() != LayerEntry.Kind.FOLDER) {
      return List.of();
    }
    List<String> found = new ArrayList<>();
    GoPattern pattern = GoPattern.parse(part);
    for (String name : tree.names(real)) {
      if (pattern.matches(name)) {
        found.add(TreePath.child(folder, name));
      }
    }
    return found;
  }
}
