package io.jenkins.plugins.cloudrun.release;

import hudson.model.Item;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.model.Commit;
import io.jenkins.plugins.cloudrun.model.Durations;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A rollout as a row of the history. */
@ExportedBean(defaultVisibility = 999)
public class HistoryRow {
  /** More regions are not named one by one. */
  private static final int FEW = 4;

  private final RolloutPage page;
  private final Rollout rollout;
  private final List<TargetName> targets;

  HistoryRow(RolloutPage page, Rollout rollout, List<TargetName> targets) {
    this.page = page;
    this.rollout = rollout;
    this.targets = List.copyOf(targets);
  }

  public RolloutPage getPage() {
    return page;
  }

  @Exported
  public String getId() {
    return rollout.id();
  }

  /** Its page, from Jenkins' root. */
  @Exported
  public String getUrl() {
    return page.getUrl();
  }

  @Exported
  public String getService() {
    return rollout.plan().service().value();
  }

  @Exported
  public String getProject() {
    return rollout.plan().project().value();
  }

  @Exported
  public List<String> getRegions() {
    return rollout.plan().regions().stream().map(Region::value).toList();
  }

  /** The names of the targets that the regions lie in. */
  @Exported
  public List<String> getTargets() {
    return targets.stream().map(TargetName::value).toList();
  }

  /** Targets, if there are any, and regions, for people; of many regions the first. */
  public String getPlace() {
    List<String> all = getRegions();
    return at(
        all.size() <= FEW
            ? String.join(", ", all)
            : String.join(", ", all.subList(0, FEW - 1))
                + " and "
                + (all.size() - FEW + 1)
                + " more");
  }

  /** The same, with all regions. */
  public String getEverywhere() {
    return at(String.join(", ", getRegions()));
  }

  private String at(String regions) {
    return targets.isEmpty() ? regions : String.join(", ", getTargets()) + " (" + regions + ")";
  }

  /** Empty while a rollback has not chosen one. */
  @Exported
  public String getRevision() {
    return page.getRevision();
  }

  @Exported
  public String getDigest() {
    return rollout.digest().map(digest -> digest.value()).orElse("");
  }

  @Exported
  public String getCommit() {
    return rollout.commit().map(Commit::value).orElse("");
  }

  /** Its first digits. */
  public String getShortCommit() {
    return rollout.commit().map(Commit::abbreviated).orElse("");
  }

  /** Where people look at it; empty when nobody knows. */
  @Exported
  public String getCommitUrl() {
    return page.getCommitUrl();
  }

  /** As a step returns it; empty while it goes on. */
  @Exported
  public String getOutcome() {
    return HistoryFilter.outcome(rollout);
  }

  /** What is awaited; {@code finished} when it has ended. */
  @Exported
  public String getStatus() {
    return rollout.status();
  }

  /** Whether a person is to answer now. */
  @Exported
  public boolean isAsking() {
    return page.isAsking();
  }

  /** What failed and what to do; empty while it goes on, and on success. */
  @Exported
  public String getMessage() {
    return rollout.settlement().map(Settlement::message).orElse("");
  }

  public When getStarted() {
    return page.getStarted();
  }

  @Exported(name = "started")
  public String getStartedIso() {
    return page.getStarted().getIso();
  }

  /** When it ended; null while it goes on. */
  public @Nullable When getEnded() {
    return rollout.settlement().isPresent() ? page.when(rollout.since()) : null;
  }

  /** From its begin to its end, such as {@code 12m8s}. */
  public String getTook() {
    return Durations.text(When.rounded(Duration.between(rollout.startedAt(), rollout.since())));
  }

  @Exported(name = "ended")
  public String getEndedIso() {
    return rollout.settlement().isPresent() ? page.when(rollout.since()).getIso() : "";
  }

  /** Why it was begun, such as "Started by user Ada". */
  @Exported
  public String getBy() {
    return rollout.origin().actor();
  }

  /** The job's full name. */
  @Exported
  public String getItem() {
    return rollout.origin().item();
  }

  /** The build's number; null when no build asked for it. */
  @Exported
  public @Nullable Integer getBuild() {
    return page.getBuild();
  }

  /** Whether the one who looks may follow links to the job and its builds. */
  public boolean isReadable() {
    return page.getJob().hasPermission(Item.READ);
  }
}
