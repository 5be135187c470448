package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.durable.Course;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.rollout.Rollout.GateResult;
import io.jenkins.plugins.cloudrun.rollout.Rollout.RegionResult;
import io.jenkins.plugins.cloudrun.rollout.Rollout.Trouble;
import io.jenkins.plugins.cloudrun.rollout.port.ServiceState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A rollout with some components changed. */
final class RolloutCopy {
  private final Rollout from;
  private Course course;
  private int region;
  private Phase phase;
  private Instant since;
  private Optional<ImageDigest> digest;
  private Optional<Baseline> baseline;
  private Optional<Long> generation;
  private Map<String, String> known;
  private Optional<RevisionName> found;
  private boolean condemned;
  private Optional<Command> ruling;
  private List<Command> assents;
  private Optional<Passage> passage;
  private Optional<Boolean> everyone;
  private Trouble trouble;
  private List<GateResult> verdicts;
  private List<RegionResult> done;
  private Chronicle chronicle;

  RolloutCopy(Rollout from) {
    this.from = from;
    this.course = from.course();
    this.region = from.region();
    this.phase = from.phase();
    this.since = from.since();
    this.digest = from.digest();
    this.baseline = from.baseline();
    this.generation = from.generation();
    this.known = from.known();
    this.found = from.found();
    this.condemned = from.condemned();
    this.ruling = from.ruling();
    this.assents = from.assents();
    this.passage = from.passage();
    this.everyone = from.everyone();
    this.trouble = from.trouble();
    this.verdicts = from.verdicts();
    this.done = from.done();
    this.chronicle = from.chronicle();
  }

  Rollout build() {
    return new Rollout(
        course,
        from.plan(),
        region,
        phase,
        since,
        digest,
        baseline,
        generation,
        known,
        found,
        condemned,
        ruling,
        assents,
        passage,
        everyone,
        trouble,
        verdicts,
        done,
        chronicle);
  }

  RolloutCopy course(Course value) {
    course = value;
    return this;
  }

  RolloutCopy nextRegion(RegionResult result) {
    done = new ArrayList<>(done);
    done.add(result);
    region++;
    baseline = Optional.empty();
    generation = Optional.empty();
    known = Map.of();
    found = Optional.empty();
    everyone = Optional.empty();
    return this;
  }

  RolloutCopy phase(Phase value) {
    phase = value;
    return this;
  }

  RolloutCopy since(Instant value) {
    since = value;
    return this;
  }

  RolloutCopy digest(ImageDigest value) {
    digest = Optional.of(value);
    return this;
  }

  RolloutCopy baseline(Baseline value) {
    baseline = Optional.of(value);
    return this;
  }

  RolloutCopy generation(long value) {
    generation = Optional.of(value);
    return this;
  }

  /** How the service is now. */
  RolloutCopy known(ServiceState service) {
    known = Changes.remembered(service);
    return this;
  }

  /** As a write of ours left the service. */
  RolloutCopy left(ServiceState service) {
    return generation(service.generation()).known(service);
  }

  RolloutCopy found(RevisionName value) {
    found = Optional.of(value);
    return this;
  }

  RolloutCopy condemned() {
    condemned = true;
    return this;
  }

  RolloutCopy ruling(Optional<Command> value) {
    ruling = value;
    return this;
  }

  RolloutCopy assents(List<Command> value) {
    assents = value;
    return this;
  }

  RolloutCopy passage(Passage value) {
    passage = Optional.of(value);
    return this;
  }

  RolloutCopy everyone(boolean value) {
    everyone = Optional.of(value);
    return this;
  }

  RolloutCopy trouble(Trouble value) {
    trouble = value;
    return this;
  }

  RolloutCopy verdict(GateResult value) {
    verdicts = Verdicts.with(verdicts, value);
    return this;
  }

  RolloutCopy chronicle(Chronicle value) {
    chronicle = value;
    return this;
  }
}
