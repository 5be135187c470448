package hudson.model;

import java.io.Serializable;
import org.kohsuke.stapler.export.CustomExportedBean;

public final class Result implements Serializable, CustomExportedBean {
  private static final long serialVersionUID = 1L;
  public static final Result SUCCESS = new Result("SUCCESS", 0, true);
  public static final Result UNSTABLE = new Result("UNSTABLE", 1, true);
  public static final Result FAILURE = new Result("FAILURE", 2, true);
  public static final Result NOT_BUILT = new Result("NOT_BUILT", 3, false);
  public static final Result ABORTED = new Result("ABORTED", 4, false);
  public final int ordinal;
  public final boolean completeBuild;
  private final String name;

  private Result(String name, int ordinal, boolean complete) {
    this.name = name;
    this.ordinal = ordinal;
    this.completeBuild = complete;
  }

  public Result combine(Result that) {
    return ordinal < that.ordinal ? that : this;
  }

  public boolean isWorseThan(Result that) {
    return ordinal > that.ordinal;
  }

  public boolean isWorseOrEqualTo(Result that) {
    return ordinal >= that.ordinal;
  }

  public boolean isBetterThan(Result that) {
    return ordinal < that.ordinal;
  }

  public boolean isBetterOrEqualTo(Result that) {
    return ordinal <= that.ordinal;
  }

  public boolean isCompleteBuild() {
    return completeBuild;
  }

  /** As in Jenkins, FAILURE when there is no result of that name. */
  public static Result fromString(String s) {
    for (Result r : new Result[] {SUCCESS, UNSTABLE, FAILURE, NOT_BUILT, ABORTED}) {
      if (s.equalsIgnoreCase(r.name)) {
        return r;
      }
    }
    return FAILURE;
  }

  @Override
  public String toExportedObject() {
    return name;
  }

  @Override
  public String toString() {
    return name;
  }

  private Object readResolve() {
    return fromString(name);
  }
}
