package io.jenkins.plugins.cloudrun.front;

import io.jenkins.plugins.cloudrun.image.ImageAnswer;
import io.jenkins.plugins.cloudrun.image.lint.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An image that a build made, as the build's page shows it. */
public final class BuiltImage {
  private final String ref;
  private final String commit;
  private final String base;
  private final ArrayList<String> tags;
  private final ArrayList<Advice> findings = new ArrayList<>();

  BuiltImage(ImageAnswer answer) {
    ref = answer.ref();
    commit = answer.commit();
    base = answer.base();
    tags = new ArrayList<>(answer.tags());
    answer.findings().forEach(finding -> findings.add(new Advice(finding)));
  }

  public String getRef() {
    return ref;
  }

  public String getCommit() {
    return commit;
  }

  public String getBase() {
    return base;
  }

  public List<String> getTags() {
    return List.copyOf(tags);
  }

  public List<Advice> getFindings() {
    return List.copyOf(findings);
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
      severity = finding.severity().name().toLowerCase(Locale.ROOT);
      place = finding.file() + (finding.line() > 0 ? ":" + finding.line() : "");
      message = finding.message();
      text = finding.advice();
    }

    /** The rule's stable name. */
    public String getId() {
      return id;
    }

    public String getSeverity() {
      return severity;
    }

    /** File and line, as far as it is about one. */
    public String getPlace() {
      return place;
    }

    public String getMessage() {
      return message;
    }

    /** What may happen, and what to do. */
    public String getText() {
      return text;
    }
  }
}
