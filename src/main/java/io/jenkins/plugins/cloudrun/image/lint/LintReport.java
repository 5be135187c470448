package io.jenkins.plugins.cloudrun.image.lint;

import io.jenkins.plugins.cloudrun.image.lint.Finding.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * All that was found, the worst first, then by file, line and rule.
 *
 * @param findings at most 200
 * @param more how many were left out beyond those
 * @param silenced how many were switched off
 */
public record LintReport(List<Finding> findings, int more, int silenced) {
  private static final int MOST = 200;
  private static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::severity)
          .reversed()
          .thenComparing(Finding::file)
          .thenComparingInt(Finding::line)
          .thenComparing(Finding::id)
          .thenComparing(Finding::message);

  /** Nothing was looked at, or nothing found. */
  public static final LintReport EMPTY = new LintReport(List.of(), 0, 0);

  public LintReport {
    List<Finding> sorted = findings.stream().distinct().sorted(ORDER).toList();
    more += Math.max(0, sorted.size() - MOST);
    findings = sorted.subList(0, Math.min(MOST, sorted.size()));
  }

  /** Both, in order. */
  public LintReport plus(LintReport other) {
    List<Finding> all = new ArrayList<>(findings);
    all.addAll(other.findings);
    return new LintReport(all, more + other.more, silenced + other.silenced);
  }

  /** How many there are that are at least this bad; those that were left out not counted. */
  public long count(Severity atLeast) {
    return findings.stream().filter(f -> f.severity().compareTo(atLeast) >= 0).count();
  }

  /**
   * For the log: a line for each finding, such as {@code WARNING lint latest-base Dockerfile:1 Base
   * image 'node' has no tag. What the name …}, and one that counts.
   */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    findings.forEach(finding -> lines.add(line(finding)));
    if (!lines.isEmpty() || silenced > 0) {
      lines.add(summary());
    }
    return lines;
  }

  /** For the log and the page: how many of each severity. */
  public String summary() {
    long errors = count(Severity.ERROR);
    long warnings = count(Severity.WARNING) - errors;
    long notes = findings.size() - errors - warnings;
    return String.format(
        Locale.ROOT,
        "Lint: %s, %s, %s%s%s.",
        counted(errors, "error"),
        counted(warnings, "warning"),
        counted(notes, "note"),
        more == 0 ? "" : ", " + more + " more left out",
        silenced == 0 ? "" : "; " + silenced + " switched off");
  }

  private static String counted(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private static String line(Finding finding) {
    String place =
        finding.file().isEmpty()
            ? ""
            : shown(finding.file()) + (finding.line() > 0 ? ":" + finding.line() : "") + " ";
    return finding.severity()
        + " lint "
        + finding.id()
        + " "
        + place
        + shown(finding.message())
        + ". "
        + finding.advice();
  }

  /** Names of files may hold anything, line ends and escape sequences too. */
  private static String shown(String text) {
    String printable = text.replaceAll("\\p{Cntrl}", "?");
    return printable.length() > 500 ? printable.substring(0, 500) + "..." : printable;
  }
}
