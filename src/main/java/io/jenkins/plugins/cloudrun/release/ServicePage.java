package io.jenkins.plugins.cloudrun.release;

import hudson.model.Job;
import hudson.model.ModelObject;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.rollout.ServiceRecord;
import io.jenkins.plugins.cloudrun.rollout.ServiceRecord.Proven;
import io.jenkins.plugins.cloudrun.rollout.Serving;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.HttpRedirect;
import org.kohsuke.stapler.HttpResponse;

/** A service in a region: what can be done with what serves there. */
public final class ServicePage implements ModelObject {
  /** In no name of a project, region or service. */
  private static final String BETWEEN = "~";

  private final ReleasePage parent;
  private final Job<?, ?> job;
  private final ServiceKey key;
  private final ServiceRecord record;
  private final Optional<TargetName> target;
  private final Clock clock;

  /**
   * @param job whose permissions count, and whose credentials are used
   * @param target that it lies in
   * @param record what is known of it; nothing while the first rollout goes on
   */
  ServicePage(
      ReleasePage parent,
      Job<?, ?> job,
      ServiceKey key,
      Optional<TargetName> target,
      ServiceRecord record,
      Clock clock) {
    this.parent = parent;
    this.job = job;
    this.key = key;
    this.target = target;
    this.record = record;
    this.clock = clock;
  }

  ReleasePage parent() {
    return parent;
  }

  ServiceKey key() {
    return key;
  }

  Optional<TargetName> target() {
    return target;
  }

  Optional<Serving> serving() {
    return record.serving();
  }

  Clock clock() {
    return clock;
  }

  public Job<?, ?> getJob() {
    return job;
  }

  /** A part of the address. */
  public String getId() {
    return key.project() + BETWEEN + key.region() + BETWEEN + key.service();
  }

  /** From Jenkins' root, with a slash at its end. */
  public String getUrl() {
    return parent.getUrl() + "service/" + getId() + "/";
  }

  @Override
  public String getDisplayName() {
    return key.service() + " in " + key.region();
  }

  When when(Instant at) {
    return new When(at, clock);
  }

  /** Revisions to go back to, the latest first; those that were rolled back from at the end. */
  List<Proven> proven() {
    Optional<RevisionName> now = serving().map(Serving::revision);
    return record.proven().stream()
        .filter(proven -> !Optional.of(proven.revision()).equals(now))
        .sorted(Comparator.comparing(proven -> proven.left().isPresent()))
        .toList();
  }

  /** Whether to offer to promote. */
  boolean isPromotable() {
    return new Promoting(this, target).isOffered();
  }

  /** Whether to offer to roll back. */
  boolean isReturnable() {
    return serving().isPresent()
        && job.hasPermission(CloudRunPermissions.ROLL_BACK)
        && !proven().isEmpty();
  }

  /** What can be done, by its name; null, and so not found, for anything else. */
  public @Nullable Deed getAct(String name) {
    return switch (name) {
      case Returning.NAME -> new Returning(this);
      case Promoting.NAME -> new Promoting(this, target);
      default -> null;
    };
  }

  /** Its own page is the board, with the history of this service. */
  public HttpResponse doIndex() {
    return new HttpRedirect(
        "../../?service=" + key.service() + "&where=" + key.region() + "#history");
  }
}
