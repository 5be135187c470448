package io.jenkins.plugins.cloudrun.front;

import io.jenkins.plugins.cloudrun.image.ImageAnswer;
import io.jenkins.plugins.cloudrun.image.Stopped;
import io.jenkins.plugins.cloudrun.image.lint.Finding;
import io.jenkins.plugins.cloudrun.image.lint.Finding.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An image that a build made, as the build's page shows it. */
public final class BuiltImage {
  /** More rows than these are folded away, or they would push the rest of the page down. */
  private static final int MOST_ROWS = 6;

  /** The same for places. */
  private static final int MOST_PLACES = 20;

  private final String ref;
  private final String commit;
  private final String base;
  private final ArrayList<String> tags;
  private final ArrayList<Advice> findings = new ArrayList<>();

  /** Whether nobody looked for findings; the default is what older builds have stored. */
  private final boolean unlooked;

  /**
   * @param looked whether lint was on
   */
  BuiltImage(ImageAnswer answer, boolean looked) {
    ref = answer.ref();
    commit = answer.commit();
    base = answer.base();
    tags = new ArrayList<>(answer.tags());
    unlooked = !looked;
    answer.findings().forEach(finding -> findings.add(new Advice(finding)));
  }

  /** One that was not pushed. */
  BuiltImage(Stopped stopped) {
    ref = stopped.image();
    commit = "";
    base = "";
    tags = new ArrayList<>();
    unlooked = false;
    stopped.findings().forEach(finding -> findings.add(new Advice(finding)));
  }

  /** Name and digest; the name alone if it was not pushed. */
  public String getRef() {
    return ref;
  }

  /** Registry and repository. */
  public String getName() {
    return isPushed() ? ref.substring(0, ref.indexOf('@')) : ref;
  }

  /** Empty if it was not pushed. */
  public String getDigest() {
    return isPushed() ? ref.substring(ref.indexOf('@') + 1) : "";
  }

  /** Whether there is an image: the advice on it may have stopped the build. */
  public boolean isPushed() {
    return ref.indexOf('@') >= 0;
  }

  public String getCommit() {
    return commit;
  }

  /** With its digest; empty if there is none. */
  public String getBase() {
    return base;
  }

  public List<String> getTags() {
    return List.copyOf(tags);
  }

  /** The gravest first. */
  public List<Advice> getFindings() {
    return List.copyOf(findings);
  }

  /** How many findings of each severity, in words. */
  public String getAdvice() {
    if (unlooked) {
      return "not looked for (lint: 'off')";
    }
    List<String> counts = new ArrayList<>();
    for (Severity severity : List.of(Severity.ERROR, Severity.WARNING, Severity.INFO)) {
      long count = findings.stream().filter(finding -> finding.is(severity)).count();
      if (count > 0) {
        counts.add(count + " " + word(severity) + (count == 1 ? "" : "s"));
      }
    }
    return counts.isEmpty() ? "none: nothing was found" : String.join(", ", counts);
  }

  /** Whether the findings may be seen without being asked for. */
  public boolean isShort() {
    return findings.size() <= MOST_PLACES && getRows().size() <= MOST_ROWS;
  }

  /** The findings, the gravest first: those that differ in their place alone are one row. */
  public List<Row> getRows() {
    Map<List<String>, Row> rows = new LinkedHashMap<>();
    for (Advice finding : findings) {
      List<String> alike = List.of(finding.id, finding.severity, finding.message, finding.text);
      rows.computeIfAbsent(alike, key -> new Row(finding)).add(finding);
    }
    return List.copyOf(rows.values());
  }

  private static String word(Severity severity) {
    return switch (severity) {
      case ERROR -> "error";
      case WARNING -> "warning";
      case INFO -> "note";
    };
  }

  /** What was found, in one or more places. */
  public static final class Row {
    private final Advice first;
    private final List<String> places = new ArrayList<>();

    Row(Advice first) {
      this.first = first;
    }

    void add(Advice finding) {
      if (!finding.place.isEmpty()) {
        places.add(finding.place);
      }
    }

    /** What holds in all places. */
    public Advice getFirst() {
      return first;
    }

    /** Files and lines; none if it is about none. */
    public List<String> getPlaces() {
      return List.copyOf(places);
    }
  }

  /** A {@link Finding} as Jenkins can store it with the build. */
  public static final class Advice {
    private final String id;
    private final String severity;
    private final String place;
    private final String message;
    private final String text;

    Advice(Finding finding) {
      id = finding.id();
      severity = stored(finding.severity());
      place = finding.file() + (finding.line() > 0 ? ":" + finding.line() : "");
      message = finding.message();
      text = finding.advice();
    }

    /** The rule's stable name. */
    public String getId() {
      return id;
    }

    /** In the words of the documentation. */
    public String getSeverity() {
      return word(severity());
    }

    /** A symbol of Jenkins. */
    public String getIcon() {
      return switch (severity()) {
        case ERROR -> "symbol-error";
        case WARNING -> "symbol-warning";
        case INFO -> "symbol-information-circle";
      };
    }

    /** A class of Jenkins' style sheet: its themes know it. */
    public String getColor() {
      return switch (severity()) {
        case ERROR -> "jenkins-!-error-color";
        case WARNING -> "jenkins-!-warning-color";
        case INFO -> "jenkins-!-info-color";
      };
    }

    /** File and line, as far as it is about one. */
    public String getPlace() {
      return place;
    }

    /** What was found, as a sentence. */
    public String getMessage() {
      return message + ".";
    }

    /** What may happen, and what to do. */
    public String getText() {
      return text;
    }

    boolean is(Severity other) {
      return severity() == other;
    }

    private Severity severity() {
      return switch (severity) {
        case "error" -> Severity.ERROR;
        case "warning" -> Severity.WARNING;
        default -> Severity.INFO;
      };
    }

    private static String stored(Severity severity) {
      return switch (severity) {
        case ERROR -> "error";
        case WARNING -> "warning";
        case INFO -> "info";
      };
    }
  }
}
