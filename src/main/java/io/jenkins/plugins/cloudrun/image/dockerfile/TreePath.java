package io.jenkins.plugins.cloudrun.image.dockerfile;

import io.jenkins.plugins.cloudrun.image.layer.LayerEntry;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Paths in a tree: absolute, with '/'. */
final class TreePath {
  private static final int MOST_LINKS = 255;

  private TreePath() {}

  /** Absolute, without '.', '..' and doubled slashes; nothing leads above the root. */
  static String clean(String path) {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : path.split("/")) {
      if (part.equals("..")) {
        parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return "/" + String.join("/", parts);
  }

  static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }

  static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  static String child(String folder, String name) {
    return folder.equals("/") ? "/" + name : folder + "/" + name;
  }

  /** The folders above a path, from the top down, without the root. */
  static List<String> above(String path) {
    List<String> folders = new ArrayList<>();
    for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
      folders.add(path.substring(0, slash));
    }
    return folders;
  }

  /** The same place, with all links on the way followed; parts that are not there stay. */
  static String real(FileTree tree, String path) throws IOException {
    return real(tree, path, true);
  }

  /** The same, but a link at the path itself stays. */
  static String realParent(FileTree tree, String path) throws IOException {
    return real(tree, path, false);
  }

  private static String real(FileTree tree, String path, boolean last) throws IOException {
    Deque<String> todo = new ArrayDeque<>(parts(path));
    String at = "/";
    int links = 0;
    while (!todo.isEmpty()) {
      String part = todo.removeFirst();
      if (part.equals("..")) {
        at = parent(at);
        continue;
      }
      String next = child(at, part);
      Optional<LayerEntry> entry = tree.entry(next);
      boolean link = entry.isPresent() && entry.get().kind() == LayerEntry.Kind.SYMBOLIC_LINK;
      if (!link || (todo.isEmpty() && !last)) {
        at = next;
        continue;
      }
      if (++links > MOST_LINKS) {
        throw new InvalidValueException("'" + path + "' leads through links in a circle.");
      }
      String target = entry.get().target();
      if (target.startsWith("/")) {
        at = "/";
      }
      List<String> parts = parts(target);
      for (int i = parts.size() - 1; i >= 0; i--) {
        todo.addFirst(parts.get(i));
      }
    }
    return at;
  }

  private static List<String> parts(String path) {
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/")) {
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return parts;
  }
}
