package io.jenkins.plugins.cloudrun.image.lint;

import io.jenkins.plugins.cloudrun.image.lint.Finding.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Rules that people have switched off, with the place where they wrote it. Two ways: a file {@code
 * .cloud-run-lint} in the context, each line an id and, if it is about some files only, a pattern
 * for them; and in a Dockerfile a comment {@code # cloud-run-lint: ignore=ID,ID} above an
 * instruction.
 */
public final class Silences {
  /** Nothing is switched off. */
  public static final Silences NONE = new Silences(List.of(), "");

  /** Where a rule was named. */
  record Named(String id, Optional<PathMatcher> paths, String file, int line) {}

  static final Rule UNKNOWN =
      new Rule(
          "unknown-rule",
          Severity.WARNING,
          "Nothing is switched off by it. docs/lint.md lists the ids of all rules.");

  private static final String FILE = ".cloud-run-lint";
  private static final int MOST_BYTES = 256 << 10;
  private static final Pattern COMMENT =
      Pattern.compile("\\s*#\\s*cloud-run-lint:\\s*ignore=([A-Za-z0-9, _-]+)");

  private final List<Named> named;
  private final String text;

  private Silences(List<Named> named, String text) {
    this.named = List.copyOf(named);
    this.text = text;
  }

  /** As it was written. */
  String text() {
    return text;
  }

  /**
   * Those of a folder of sources.
   *
   * @throws IOException if there is such a file and it cannot be read
   */
  public static Silences read(Path context) throws IOException {
    Path file = context.resolve(FILE);
    if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
      return NONE;
    }
    List<Named> named = new ArrayList<>();
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i].strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        String[] words = line.split("\\s+", 2);
        named.add(
            new Named(words[0], words.length < 2 ? Optional.empty() : glob(words[1]), FILE, i + 1));
      }
    }
    return new Silences(named, text);
  }

  /** Ids in a comment of a Dockerfile; none if a line is no such comment. */
  static List<String> ofComment(String line) {
    Matcher matcher = COMMENT.matcher(line);
    return matcher.lookingAt() ? List.of(matcher.group(1).strip().split("[, ]+")) : List.of();
  }

  /** Whether somebody has switched this off. */
  boolean silence(Finding finding, Optional<DockerfileView> dockerfile) {
    if (named.stream()
        .anyMatch(n -> n.id().equals(finding.id()) && matches(n.paths(), finding.file()))) {
      return true;
    }
    return dockerfile.isPresent()
        && dockerfile.get().file().equals(finding.file())
        && dockerfile
            .get()
            .silenced()
            .getOrDefault(finding.line(), List.of())
            .contains(finding.id());
  }

  /** About ids that no rule has. */
  List<Finding> unknown(Set<String> ids) {
    List<Finding> findings = new ArrayList<>();
    for (Named name : named) {
      if (!ids.contains(name.id())) {
        findings.add(unknown(name.id(), name.file(), name.line()));
      }
    }
    return findings;
  }

  /** About ids in comments of a Dockerfile that no rule has. */
  static List<Finding> unknown(DockerfileView dockerfile, Set<String> ids) {
    List<Finding> findings = new ArrayList<>();
    dockerfile
        .silenced()
        .forEach(
            (line, names) ->
                names.stream()
                    .filter(id -> !ids.contains(id))
                    .forEach(id -> findings.add(unknown(id, dockerfile.file(), line))));
    return findings;
  }

  private static Finding unknown(String id, String file, int line) {
    String shown = id.length() > 40 ? id.substring(0, 40) + "..." : id;
    return UNKNOWN.at(
        file, line, "There is no rule '" + shown.replaceAll("[^\\x20-\\x7e]", "?") + "'");
  }

  private static boolean matches(Optional<PathMatcher> paths, String file) {
    return paths.isEmpty()
        || paths.get().matches(Path.of(file.startsWith("/") ? file.substring(1) : file));
  }

  /** A pattern that is none matches nothing. */
  private static Optional<PathMatcher> glob(String pattern) {
    String plain = pattern.strip();
    plain = plain.startsWith("/") ? plain.substring(1) : plain;
    try {
      return Optional.of(FileSystems.getDefault().getPathMatcher("glob:" + plain));
    } catch (PatternSyntaxException e) {
      return Optional.of(path -> false);
    }
  }
}
