package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.model.CommitSha;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.model.ServiceName;
import io.jenkins.plugins.cloudrun.rollout.gate.Gate;
import io.jenkins.plugins.cloudrun.rollout.port.RevisionSettings;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a rollout is to do, fixed when it starts.
 *
 * @param regions one after the other, at least one
 * @param image of the revision to make; a tag is resolved to its digest before anything is changed
 * @param commit what the image was made from, if known; becomes the label {@code commit-sha}
 * @param everyone whether the service may be called without a token; empty leaves its policy as it
 *     is
 * @param traffic where the new revision's traffic ends
 * @param canary ascending; none means all at once
 * @param timeLimit of the whole rollout, waiting for other rollouts included
 * @param policy how it meets others
 * @param existing a revision that is there already and gets the traffic; instead of an image
 * @param previous whether the last revision proven healthy gets it; instead of an image
 * @param promotion where the image is taken from; instead of one that is named
 */
public record Plan(
    ProjectId project,
    List<Region> regions,
    ServiceName service,
    Optional<ImageReference> image,
    Optional<CommitSha> commit,
    RevisionSettings revision,
    Optional<Boolean> everyone,
    List<Gate> gates,
    Traffic traffic,
    List<CanaryStep> canary,
    OnFailure onFailure,
    Duration timeLimit,
    Account account,
    Policy policy,
    Optional<RevisionName> existing,
    boolean previous,
    Optional<Promotion> promotion) {
  public static final Duration DEFAULT_TIME_LIMIT = Duration.ofHours(1);

  public Plan {
    regions = List.copyOf(regions);
    gates = List.copyOf(gates);
    canary = CanaryStep.ascending(canary);
    boolean makes = image.isPresent() || promotion.isPresent();
    if (makes == (existing.isPresent() || previous) || image.isPresent() && promotion.isPresent()) {
      throw new InvalidValueException("A rollout needs an image or a revision, and not both.");
    }
    if (regions.isEmpty()) {
      throw new InvalidValueException("A rollout needs at least one region.");
    }
    if (traffic == Traffic.NONE && !canary.isEmpty()) {
      throw new InvalidValueException(
          "traffic: 'none' shifts no traffic: leave canary out, or traffic at 'all'.");
    }
    if (timeLimit.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new InvalidValueException("The timeLimit must be at least 1s.");
    }
  }

  /** From an image, or to a revision that is there; nothing is promoted. */
  public Plan(
      ProjectId project,
      List<Region> regions,
      ServiceName service,
      Optional<ImageReference> image,
      Optional<CommitSha> commit,
      RevisionSettings revision,
      Optional<Boolean> everyone,
      List<Gate> gates,
      Traffic traffic,
      List<CanaryStep> canary,
      OnFailure onFailure,
      Duration timeLimit,
      Account account,
      Policy policy,
      Optional<RevisionName> existing,
      boolean previous) {
    this(
        project,
        regions,
        service,
        image,
        commit,
        revision,
        everyone,
        gates,
        traffic,
        canary,
        onFailure,
        timeLimit,
        account,
        policy,
        existing,
        previous,
        Optional.empty());
  }

  /** Makes a revision from an image, with the default policy. */
  public Plan(
      ProjectId project,
      List<Region> regions,
      ServiceName service,
      ImageReference image,
      Optional<CommitSha> commit,
      RevisionSettings revision,
      Optional<Boolean> everyone,
      List<Gate> gates,
      Traffic traffic,
      List<CanaryStep> canary,
      OnFailure onFailure,
      Duration timeLimit,
      Account account) {
    this(
        project,
        regions,
        service,
        Optional.of(image),
        commit,
        revision,
        everyone,
        gates,
        traffic,
        canary,
        onFailure,
        timeLimit,
        account,
        Policy.DEFAULT,
        Optional.empty(),
        false);
  }

  /**
   * Gives all traffic back to a revision that was good.
   *
   * @param to that revision, or empty for the last one proven healthy besides the one that serves
   */
  public static Plan back(
      ProjectId project,
      List<Region> regions,
      ServiceName service,
      Optional<RevisionName> to,
      Duration timeLimit,
      Account account,
      Policy policy) {
    return new Plan(
        project,
        regions,
        service,
        Optional.empty(),
        Optional.empty(),
        RevisionSettings.UNCHANGED,
        Optional.empty(),
        List.of(),
        Traffic.ALL,
        List.of(),
        OnFailure.ROLLBACK,
        timeLimit,
        account,
        policy,
        to,
        to.isEmpty());
  }

  /** Whether a revision that is there gets the traffic, and none is made. */
  boolean shifts() {
    return image.isEmpty() && promotion.isEmpty();
  }

  /** What the target asks that it goes to; empty when it goes to none. */
  Optional<Admission> admission() {
    return promotion
        .map(from -> new Admission(from.to(), from.rules(), from.override()))
        .or(policy::admission);
  }

  /** The service in one of the regions. */
  public ServiceKey key(Region region) {
    return new ServiceKey(project, region, service);
  }

  /** Where the new revision's traffic ends. */
  public enum Traffic {
    /** All of it, over the canary steps. */
    ALL,
    /** None: the revision is deployed and tagged, and the gates are asked. */
    NONE
  }

  /** What happens when the new revision turns out bad. */
  public enum OnFailure {
    /** Traffic goes back to where it was. */
    ROLLBACK,
    /** Everything stays for a person to look at. */
    KEEP
  }
}
