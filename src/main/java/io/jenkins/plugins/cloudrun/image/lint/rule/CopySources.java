package io.jenkins.plugins.cloudrun.image.lint.rule;

import io.jenkins.plugins.cloudrun.image.lint.Step;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Set;
import java.util.regex.PatternSyntaxException;

/** What of the context a {@code COPY} or {@code ADD} takes. */
final class CopySources {
  private static final Set<String> ALL = Set.of(".", "./", "/", "*", "./*", "/.", "./.");

  private CopySources() {}

  /** Whether it copies the context as a whole. */
  static boolean copiesAll(Step step) {
    return fromContext(step)
        && step.flags().stream().noneMatch(f -> f.startsWith("--exclude="))
        && step.sources().stream().anyMatch(ALL::contains);
  }

  /**
   * Whether it copies a file.
   *
   * @param path relative to the context
   */
  static boolean copies(Step step, String path) {
    return fromContext(step) && step.sources().stream().anyMatch(source -> covers(source, path));
  }

  private static boolean fromContext(Step step) {
    return step.is("COPY", "ADD") && step.flag("--from").isEmpty();
  }

  private static boolean covers(String source, String path) {
    if (ALL.contains(source) || source.contains("$")) {
      return true;
    }
    String plain = source.startsWith("./") ? source.substring(2) : source;
    plain = plain.startsWith("/") ? plain.substring(1) : plain;
    plain = plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
    if (path.equals(plain) || path.startsWith(plain + "/")) {
      return true;
    }
    if (!plain.contains("*") && !plain.contains("?") && !plain.contains("[")) {
      return false;
    }
    try {
      PathMatcher glob = FileSystems.getDefault().getPathMatcher("glob:" + plain);
      List<String> parts = List.of(path.split("/", -1));
      for (int i = 1; i <= parts.size(); i++) {
        if (glob.matches(Path.of(String.join("/", parts.subList(0, i))))) {
          return true;
        }
      }
      return false;
    } catch (PatternSyntaxException e) {
      return true;
    }
  }
}
