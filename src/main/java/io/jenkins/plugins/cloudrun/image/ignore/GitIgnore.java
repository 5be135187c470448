package io.jenkins.plugins.cloudrun.image.ignore;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Rules in git's manner: the last line that matches decides, deeper files win over higher ones, and
 * what is in a folder that is left out cannot be taken back. Of git's sources of rules only the
 * {@code .gitignore} files below the root are read, neither {@code .git/info/exclude} nor what a
 * user's configuration names.
 */
public final class GitIgnore implements IgnoreRules {
  /** The file's name, in any folder. */
  static final String NAME = ".gitignore";

  private final List<GitPattern> first;
  private final Optional<Path> root;
  private final Map<String, List<GitPattern>> read = new ConcurrentHashMap<>();

  private GitIgnore(List<GitPattern> first, Optional<Path> root) {
    this.first = List.copyOf(first);
    this.root = root;
  }

  /** The rules of one text, which stands at the root. */
  public static GitIgnore parse(String text) {
    return new GitIgnore(patterns(text), Optional.empty());
  }

  /** The rules of every {@code .gitignore} in a folder and below. */
  public static GitIgnore of(Path root) {
    return new GitIgnore(List.of(), Optional.of(root));
  }

  static GitIgnore of(List<GitPattern> patterns) {
    return new GitIgnore(patterns, Optional.empty());
  }

  static List<GitPattern> patterns(String text) {
    String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
    List<GitPattern> patterns = new ArrayList<>();
    for (String line : plain.split("\r?(?:\n|$)")) {
      GitPattern.parse(line).ifPresent(patterns::add);
    }
    return patterns;
  }

  @Override
  public boolean ignores(String path, boolean folder) throws IOException {
    for (int at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
      if (matches(path.substring(0, at), true)) {
        return true;
      }
    }
    return matches(path, folder);
  }

  @Override
  public boolean prunes(String folder) {
    return true;
  }

  private boolean matches(String path, boolean folder) throws IOException {
    // From the deepest file up: the first that has a line for the path decides.
    for (int end = path.lastIndexOf('/'); ; end = path.lastIndexOf('/', end - 1)) {
      List<GitPattern> patterns = patternsOf(end < 0 ? "" : path.substring(0, end));
      String relative = path.substring(end + 1);
      for (int i = patterns.size() - 1; i >= 0; i--) {
        if (patterns.get(i).matches(relative, folder)) {
          return !patterns.get(i).negated();
        }
      }
      if (end < 0) {
        return false;
      }
    }
  }

  private List<GitPattern> patternsOf(String folder) throws IOException {
    if (root.isEmpty()) {
      return folder.isEmpty() ? first : List.of();
    }
    List<GitPattern> known = read.get(folder);
    if (known == null) {
      Path file = root.get().resolve(folder).resolve(NAME);
      known = Files.isRegularFile(file) ? patterns(text(file)) : List.of();
      read.put(folder, known);
    }
    return known;
  }

  /** Names of files are bytes to git: what is not UTF-8 must not end a build. */
  static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
