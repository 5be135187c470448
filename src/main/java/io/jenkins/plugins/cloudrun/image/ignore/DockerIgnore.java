package io.jenkins.plugins.cloudrun.image.ignore;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The rules of a {@code .dockerignore}, in the meaning of Docker's matcher: a pattern also catches
 * all that is below what it matches, and the last pattern that matches decides.
 */
public final class DockerIgnore implements IgnoreRules {
  private static final String NAME = ".dockerignore";

  private final List<DockerPattern> patterns;
  private final boolean negations;

  private DockerIgnore(List<DockerPattern> patterns) {
    this.patterns = List.copyOf(patterns);
    this.negations = patterns.stream().anyMatch(DockerPattern::negated);
  }

  /**
   * The text of an ignore file.
   *
   * @throws InvalidValueException with the line, if one is no pattern
   */
  public static DockerIgnore parse(String text) {
    List<DockerPattern> patterns = new ArrayList<>();
    String[] lines = (text.startsWith("\uFEFF") ? text.substring(1) : text).split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      // Only a '#' at the very beginning makes a comment.
      if (!lines[i].startsWith("#") && !lines[i].isBlank()) {
        try {
          patterns.add(pattern(lines[i].strip()));
        } catch (InvalidValueException e) {
          throw new InvalidValueException("line " + (i + 1) + ": " + e.getMessage());
        }
      }
    }
    return new DockerIgnore(patterns);
  }

  /** Patterns one by one, such as those of {@code COPY --exclude}. */
  public static DockerIgnore of(List<String> patterns) {
    return new DockerIgnore(patterns.stream().map(p -> pattern(p.strip())).toList());
  }

  /**
   * The ignore file that applies to a build: {@code NAME.dockerignore} beside the Dockerfile, else
   * {@code .dockerignore} in the context.
   */
  public static Optional<Path> find(Path context, Path dockerfile) {
    Path own = dockerfile.resolveSibling(dockerfile.getFileName() + NAME);
    if (Files.isRegularFile(own)) {
      return Optional.of(own);
    }
    Path usual = context.resolve(NAME);
    return Files.isRegularFile(usual) ? Optional.of(usual) : Optional.empty();
  }

  /**
   * The rules for a build; none without an ignore file.
   *
   * @throws InvalidValueException with file and line, if a line is no pattern
   */
  public static IgnoreRules read(Path context, Path dockerfile) throws IOException {
    Optional<Path> file = find(context, dockerfile);
    if (file.isEmpty()) {
      return NONE;
    }
    try {
      return parse(Files.readString(file.get()));
    } catch (InvalidValueException e) {
      throw new InvalidValueException(file.get().getFileName() + ", " + e.getMessage());
    }
  }

  @Override
  public boolean ignores(String path, boolean folder) {
    boolean ignored = false;
    for (DockerPattern pattern : patterns) {
      if (pattern.negated() == ignored && matchesWithParents(pattern, path)) {
        ignored = !pattern.negated();
      }
    }
    return ignored;
  }

  @Override
  public boolean prunes(String folder) {
    if (!negations) {
      return true;
    }
    return patterns.stream().noneMatch(p -> p.negated() && mayMatchBelow(p.text(), folder));
  }

  private static boolean matchesWithParents(DockerPattern pattern, String path) {
    if (pattern.matches(path)) {
      return true;
    }
    for (int at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
      if (pattern.matches(path.substring(0, at))) {
        return true;
      }
    }
    return false;
  }

  /** Errs on the side of looking: compares the parts before the first wildcard. */
  private static boolean mayMatchBelow(String pattern, String folder) {
    String[] wanted = pattern.split("/", -1);
    String[] have = folder.split("/", -1);
    for (int i = 0; i < Math.min(wanted.length, have.length); i++) {
      if (GoPattern.isPattern(wanted[i])) {
        return true;
      }
      if (!wanted[i].equals(have[i])) {
        return false;
      }
    }
    return true;
  }

  private static DockerPattern pattern(String line) {
    boolean negated = line.startsWith("!");
    String text = negated ? line.substring(1).strip() : line;
    if (text.isEmpty()) {
      throw new InvalidValueException("'!' stands alone: a pattern has to follow it.");
    }
    text = clean(text);
    if (text.length() > 1 && text.startsWith("/")) {
      text = text.substring(1);
    }
    return DockerPattern.of(text, negated);
  }

  /** The shortest equal path, as Go's {@code filepath.Clean} gives it. */
  static String clean(String path) {
    boolean rooted = path.startsWith("/");
    Deque<String> parts = new ArrayDeque<>();
    for (String part : path.split("/")) {
      if (part.equals("..")) {
        if (!parts.isEmpty() && !parts.getLast().equals("..")) {
          parts.removeLast();
        } else if (!rooted) {
          parts.addLast(part);
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    String joined = String.join("/", parts);
    return rooted ? "/" + joined : joined.isEmpty() ? "." : joined;
  }
}
