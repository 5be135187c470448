package io.jenkins.plugins.cloudrun.release;

import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A rollout as programs see it: what its page shows, and no setting of its plan. */
@ExportedBean(defaultVisibility = 999)
public final class RolloutExport extends HistoryRow {
  private final Rollout rollout;

  RolloutExport(RolloutPage page, Rollout rollout) {
    super(page, rollout, new Visible().targets(page.getJob(), rollout));
    this.rollout = rollout;
  }

  /** Verdicts of the gates, oldest first. */
  @Exported
  public List<Verdict> getVerdicts() {
    return rollout.verdicts().stream().map(Verdict::new).toList();
  }

  /** What was said on the way, oldest first. */
  @Exported
  public List<Line> getHistory() {
    return rollout.history().stream().map(Line::new).toList();
  }

  /** The answer that was given, as {@code approved by ada (fine)}; empty when there is none. */
  @Exported
  public String getAnswer() {
    return rollout.ruling().map(Answers::words).orElse("");
  }

  /** The names of what the one who asks can do with it now. */
  @Exported
  public List<String> getActions() {
    return getPage().getActs().stream().filter(Deed::isOffered).map(Deed::getName).toList();
  }

  /** Of a gate. */
  @ExportedBean(defaultVisibility = 999)
  public static final class Verdict {
    private final Rollout.GateResult result;

    Verdict(Rollout.GateResult result) {
      this.result = result;
    }

    @Exported
    public String getAt() {
      return result.at().toString();
    }

    @Exported
    public String getGate() {
      return result.gate();
    }

    /** The revision's share of the traffic then. */
    @Exported
    public int getPercent() {
      return result.percent();
    }

    /** {@code healthy}, {@code inconclusive}, {@code unhealthy} or {@code error}. */
    @Exported
    public String getHealth() {
      return result.health();
    }

    @Exported
    public String getMeasured() {
      return result.measured();
    }

    @Exported
    public Map<String, Object> getMeasurements() {
      return result.values();
    }
  }

  /** Of the history. */
  @ExportedBean(defaultVisibility = 999)
  public static final class Line {
    private final Entry entry;

    Line(Entry entry) {
      this.entry = entry;
    }

    @Exported
    public String getAt() {
      return entry.at().toString();
    }

    /** {@code info}, {@code warning} and others. */
    @Exported
    public String getKind() {
      return entry.kind();
    }

    @Exported
    public String getText() {
      return entry.text();
    }
  }
}
