package io.jenkins.plugins.cloudrun.architecture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The first table under a heading of a Markdown text, without its header. */
final class MarkdownTable {
  private static final Pattern NAME = Pattern.compile("`([^`]+)`");

  private MarkdownTable() {}

  /** The rows, each with its cells; fails when there is no such heading or no table under it. */
  static List<List<String>> under(String heading, String markdown) {
    List<List<String>> rows = new ArrayList<>();
    boolean inside = false;
    for (String line : markdown.lines().toList()) {
      if (line.startsWith("#")) {
        inside = line.replaceFirst("^#+ ", "").equals(heading);
      } else if (inside && line.startsWith("|")) {
        rows.add(cells(line));
      }
    }
    if (rows.size() < 2) {
      throw new IllegalArgumentException("there is no table under the heading " + heading);
    }
    return List.copyOf(rows.subList(2, rows.size()));
  }

  private static List<String> cells(String line) {
    String inner = line.strip().replaceFirst("^\\|", "").replaceFirst("\\|$", "");
    return Arrays.stream(inner.split("\\|", -1)).map(String::strip).toList();
  }

  /** What stands between backticks. */
  static List<String> names(String cell) {
    return NAME.matcher(cell).results().map((MatchResult m) -> m.group(1)).toList();
  }

  static String name(String cell) {
    List<String> names = names(cell);
    if (names.size() != 1) {
      throw new IllegalArgumentException("not one name between backticks: " + cell);
    }
    return names.get(0);
  }
}
