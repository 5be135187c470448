package io.jenkins.plugins.cloudrun.scan;

import io.jenkins.plugins.cloudrun.model.Severity;
import io.jenkins.plugins.cloudrun.rollout.port.Scans.Vulnerability;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Vulnerabilities as a table for a log: worst first, those with a fix before those without.
 *
 * @param rows in that order, without those that were dismissed
 * @param counts of different vulnerabilities by severity, worst first; one that concerns several
 *     packages counts once, by its worst severity
 * @param dismissed how many rows were left out because the image is stated not to be affected
 */
public record ScanTable(List<Vulnerability> rows, Map<Severity, Integer> counts, int dismissed) {
  /** How many rows a log shows. */
  public static final int MOST_ROWS = 50;

  private static final int WIDEST = 40;
  private static final List<String> TITLES =
      List.of("SEVERITY", "VULNERABILITY", "PACKAGE", "INSTALLED", "FIXED IN", "CVSS");
  private static final Comparator<Vulnerability> ORDER =
      Comparator.comparing(Vulnerability::severity, Comparator.reverseOrder())
          .thenComparing(found -> found.fixed().isEmpty())
          .thenComparing(Vulnerability::cvss, Comparator.reverseOrder())
          .thenComparing(Vulnerability::id)
          .thenComparing(Vulnerability::packageName);

  /** Nothing is known. Behind what it is made with. */
  public static final ScanTable EMPTY = of(List.of());

  public ScanTable {
    rows = List.copyOf(rows);
  }

  /** The table of what was found. */
  public static ScanTable of(Collection<Vulnerability> found) {
    List<Vulnerability> rows =
        found.stream().filter(each -> !each.dismissed()).distinct().sorted(ORDER).toList();
    Map<String, Severity> worst = new HashMap<>();
    rows.forEach(row -> worst.merge(row.id(), row.severity(), ScanTable::worse));
    Map<Severity, Integer> counts = new EnumMap<>(Severity.class);
    worst.values().forEach(severity -> counts.merge(severity, 1, Integer::sum));
    int dismissed = (int) found.stream().filter(Vulnerability::dismissed).distinct().count();
    return new ScanTable(rows, counts, dismissed);
  }

  private static Severity worse(Severity one, Severity other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  /** How many different vulnerabilities are as bad as {@code limit} or worse. */
  public int reaching(Severity limit) {
    return counts.entrySet().stream()
        .filter(count -> count.getKey().reaches(limit))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /** {@code 1 CRITICAL, 4 HIGH}; or {@code none}. */
  public String summary() {
    String text =
        counts.entrySet().stream()
            .sorted(Map.Entry.comparingByKey(Comparator.reverseOrder()))
            .map(count -> count.getValue() + " " + count.getKey())
            .collect(Collectors.joining(", "));
    return text.isEmpty() ? "none" : text;
  }

  /** The table for a log: at most {@link #MOST_ROWS} rows under a title, and how many more. */
  public List<String> lines() {
    if (rows.isEmpty()) {
      return List.of();
    }
    List<List<String>> cells = new ArrayList<>();
    cells.add(TITLES);
    rows.stream().limit(MOST_ROWS).map(ScanTable::cells).forEach(cells::add);
    int[] widths = new int[TITLES.size()];
    for (List<String> row : cells) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : cells) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      lines.add(line.toString().stripTrailing());
    }
    if (rows.size() > MOST_ROWS) {
      lines.add("... and " + (rows.size() - MOST_ROWS) + " more that are no worse.");
    }
    if (dismissed > 0) {
      lines.add("(" + dismissed + " more were stated not to affect the image.)");
    }
    return lines;
  }

  private static List<String> cells(Vulnerability row) {
    return List.of(
        row.severity().name(),
        shown(row.id()),
        shown(row.packageName()),
        shown(row.installed()),
        row.fixed().isEmpty() ? "-" : shown(row.fixed()),
        row.cvss() == 0 ? "-" : String.format(Locale.ROOT, "%.1f", row.cvss()));
  }

  /** What a scanner says goes into a log: one line, and not too wide. */
  private static String shown(String text) {
    String line = Objects.requireNonNull(text).replaceAll("\\p{Cntrl}", "?");
    return line.length() <= WIDEST ? line : line.substring(0, WIDEST - 3) + "...";
  }
}
