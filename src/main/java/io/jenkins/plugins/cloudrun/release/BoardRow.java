package io.jenkins.plugins.cloudrun.release;

import hudson.model.Item;
import io.jenkins.plugins.cloudrun.model.Commit;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.rollout.Outcome;
import io.jenkins.plugins.cloudrun.rollout.Serving;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** One service in one region on the board. */
@ExportedBean(defaultVisibility = 999)
public final class BoardRow {
  private static final int DIGITS = 12;

  private final ServicePage page;
  private final Optional<RolloutPage> going;

  BoardRow(ServicePage page, Optional<RolloutPage> going) {
    this.page = page;
    this.going = going;
  }

  /** A share of the traffic. */
  @ExportedBean(defaultVisibility = 999)
  public static final class Share {
    private final String revision;
    private final int percent;

    Share(String revision, int percent) {
      this.revision = revision;
      this.percent = percent;
    }

    @Exported
    public String getRevision() {
      return revision;
    }

    @Exported
    public int getPercent() {
      return percent;
    }
  }

  public ServicePage getPage() {
    return page;
  }

  private Optional<Serving> serving() {
    return page.serving();
  }

  @Exported
  public String getService() {
    return page.key().service().value();
  }

  @Exported
  public String getProject() {
    return page.key().project().value();
  }

  @Exported
  public String getRegion() {
    return page.key().region().value();
  }

  /** The name of the target that it lies in; empty if it lies in none. */
  @Exported
  public String getTarget() {
    return page.target().map(TargetName::value).orElse("");
  }

  /** The job's full name. */
  @Exported
  public String getItem() {
    return page.getJob().getFullName();
  }

  /** Whether anything has been rolled out to its end. */
  public boolean isServing() {
    return serving().isPresent();
  }

  /** Of the image, with its {@code sha256:}; empty if not known. */
  @Exported
  public String getDigest() {
    return serving().flatMap(Serving::digest).map(ImageDigest::value).orElse("");
  }

  /** Its first digits. */
  public String getShortDigest() {
    String digest = getDigest().replaceFirst("^sha256:", "");
    return digest.substring(0, Math.min(DIGITS, digest.length()));
  }

  /** All its digits; empty if not known. */
  @Exported
  public String getCommit() {
    return serving().flatMap(Serving::commit).map(Commit::value).orElse("");
  }

  /** Its first digits. */
  public String getShortCommit() {
    return serving().flatMap(Serving::commit).map(Commit::abbreviated).orElse("");
  }

  /** Where people look at the commit; empty when nobody knows. */
  @Exported
  public String getCommitUrl() {
    return CommitLink.of(page.getJob(), serving().flatMap(Serving::commit));
  }

  /** The one that has most of the traffic; empty if not known. */
  @Exported
  public String getRevision() {
    return serving().map(now -> now.revision().value()).orElse("");
  }

  /** Who has which share, the largest first. */
  @Exported
  public List<Share> getTraffic() {
    return serving().map(Serving::traffic).orElse(List.of()).stream()
        .map(share -> new Share(share.revision(), share.percent()))
        .toList();
  }

  /** {@code healthy}, {@code unhealthy} or {@code unknown}. */
  @Exported
  public String getHealth() {
    return serving().map(Serving::health).orElse(Serving.Health.UNKNOWN).text();
  }

  /** A symbol of it, beside the word. */
  public String getHealthIcon() {
    return switch (getHealth()) {
      case "healthy" -> "symbol-status-blue";
      case "unhealthy" -> "symbol-status-red";
      default -> "symbol-status-nobuilt";
    };
  }

  /** Since when the traffic has been so; null if nothing is known. */
  public @Nullable When getSince() {
    return serving().map(now -> page.when(now.since())).orElse(null);
  }

  @Exported(name = "since")
  public String getSinceIso() {
    return serving().map(now -> page.when(now.since()).getIso()).orElse("");
  }

  /** Who made it so, such as "Started by user Ada"; empty if it was so before. */
  @Exported
  public String getBy() {
    return serving().map(now -> now.by().actor()).orElse("");
  }

  /** The number of the build that made it so; null if a person did on a page. */
  @Exported
  public @Nullable Integer getBuild() {
    return serving().flatMap(now -> now.by().run()).orElse(null);
  }

  /** The id of the rollout that ended there last; empty if none has. */
  @Exported
  public String getRollout() {
    return serving().map(Serving::rollout).orElse("");
  }

  /** How that rollout ended; empty if none has, or it is not known. */
  @Exported
  public String getOutcome() {
    return serving().flatMap(Serving::outcome).map(Outcome::text).orElse("");
  }

  /** The same for people, if it ended without success: what serves is not what it brought. */
  public String getFailure() {
    return serving()
        .flatMap(Serving::outcome)
        .filter(outcome -> outcome != Outcome.SUCCEEDED)
        .map(outcome -> outcome.text().replace('_', ' '))
        .orElse("");
  }

  /** Where that rollout can be looked at, from Jenkins' root. */
  public String getFailureUrl() {
    return page.parent().getRollout(getRollout()) == null
        ? page.getUrl()
        : page.parent().getUrl() + "rollout/" + getRollout() + "/";
  }

  /** The rollout that goes on there; null if none does. */
  public @Nullable RolloutPage getGoing() {
    return going.orElse(null);
  }

  /** The id of the rollout that goes on there; empty if none does. */
  @Exported(name = "going")
  public String getGoingId() {
    return going.map(RolloutPage::getId).orElse("");
  }

  /** Whether the one who looks may follow links to the job and its builds. */
  public boolean isReadable() {
    return page.getJob().hasPermission(Item.READ);
  }

  /** Whether to offer to roll back. */
  public boolean isReturnable() {
    return going.isEmpty() && page.isReturnable();
  }

  /** Whether to offer to promote. */
  public boolean isPromotable() {
    return page.isPromotable();
  }
}
