package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.model.Commit;
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
 * @param goal what gets the traffic
 * @param shift how it gets it
 * @param timeLimit of the whole rollout, waiting for other rollouts included
 * @param policy how it meets others
 */
public record Plan(
    ProjectId project,
    List<Region> regions,
    ServiceName service,
    Goal goal,
    Shift shift,
    Duration timeLimit,
    Account account,
    Policy policy) {
  public static final Duration DEFAULT_TIME_LIMIT = Duration.ofHours(1);

  public Plan {
    regions = List.copyOf(regions);
    if (regions.isEmpty()) {
      throw new InvalidValueException("A rollout needs at least one region.");
    }
    if (timeLimit.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new InvalidValueException("The timeLimit must be at least 1s.");
    }
  }

  private <G extends Goal> Optional<G> goal(Class<G> kind) {
    return Optional.of(goal).filter(kind::isInstance).map(kind::cast);
  }

  /** Of the revision to make, when it was named. */
  public Optional<ImageReference> image() {
    return goal(Goal.Made.class).map(Goal.Made::image);
  }

  /** What that image was made from, if known. */
  public Optional<Commit> commit() {
    return goal(Goal.Made.class).flatMap(Goal.Made::commit);
  }

  /** Of the revision to make. */
  public RevisionSettings revision() {
    return goal(Goal.Made.class).map(Goal.Made::revision).orElse(RevisionSettings.UNCHANGED);
  }

  /** Whether the service may be called without a token; empty leaves its policy as it is. */
  public Optional<Boolean> everyone() {
    return goal(Goal.Made.class).flatMap(Goal.Made::everyone);
  }

  /** A revision that is there already and gets the traffic. */
  public Optional<RevisionName> existing() {
    return goal(Goal.Existing.class).map(Goal.Existing::revision);
  }

  /** Whether the last revision proven healthy gets the traffic. */
  public boolean previous() {
    return goal instanceof Goal.Previous;
  }

  /** Whether it goes back, because what serves is not good enough. */
  boolean back() {
    return previous() || goal(Goal.Existing.class).filter(Goal.Existing::back).isPresent();
  }

  /** Where the image is taken from, when another target has it. */
  public Optional<Promotion> promotion() {
    return goal(Promotion.class);
  }

  /** Whether a revision that is there gets the traffic, and none is made. */
  boolean shifts() {
    return goal instanceof Goal.Existing || goal instanceof Goal.Previous;
  }

  public List<Gate> gates() {
    return shift.gates();
  }

  public Traffic traffic() {
    return shift.traffic();
  }

  public List<CanaryStep> canary() {
    return shift.canary();
  }

  public OnFailure onFailure() {
    return shift.onFailure();
  }

  /** What the target asks that it goes to; empty when it goes to none. */
  Optional<Admission> admission() {
    return promotion()
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
