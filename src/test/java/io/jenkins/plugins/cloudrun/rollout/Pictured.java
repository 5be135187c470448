package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.model.Percent;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.rollout.Chronicle.Address;
import io.jenkins.plugins.cloudrun.rollout.Chronicle.Difference;
import io.jenkins.plugins.cloudrun.rollout.Chronicle.Kind;
import io.jenkins.plugins.cloudrun.rollout.Chronicle.Moment;
import io.jenkins.plugins.cloudrun.rollout.Rollout.GateResult;
import io.jenkins.plugins.cloudrun.rollout.port.Condition;
import io.jenkins.plugins.cloudrun.rollout.traffic.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rollouts with what a picture of them shows, for tests of pages. */
public final class Pictured {
  public static final Instant BEGUN = Instant.parse("2026-01-01T10:00:00Z");
  public static final String REGION = "us-central1";
  private Rollout rollout;

  private Pictured(Rollout rollout) {
    this.rollout = rollout;
  }

  /** One that has been begun in these regions. */
  public static Pictured begun(String... regions) {
    List<Region> all = new ArrayList<>();
    for (String region : regions) {
      all.add(new Region(region));
    }
    return new Pictured(
        Rollout.start(
            "r-1",
            new Origin("team", Optional.of(7), "Started by sam"),
            Scenario.plan(Plan.Traffic.ALL, List.of(), all),
            BEGUN));
  }

  /** Seconds after its begin. */
  public static Instant at(long seconds) {
    return BEGUN.plusSeconds(seconds);
  }

  public Rollout rollout() {
    return rollout;
  }

  private Pictured chronicle(Chronicle chronicle) {
    rollout = rollout.copy().chronicle(chronicle).build();
    return this;
  }

  private Pictured moment(long seconds, String region, Kind kind, List<Share> shares) {
    return chronicle(rollout.chronicle().with(new Moment(at(seconds), region, kind, shares)));
  }

  /** From then on the new revision has that share, and the old one the rest. */
  public Pictured serves(long seconds, String region, int percent) {
    List<Share> shares = new ArrayList<>();
    if (percent < 100) {
      shares.add(new Share("shop-old", 100 - percent));
    }
    if (percent > 0) {
      shares.add(new Share(rollout.revision().value(), percent));
    }
    return moment(seconds, region, Kind.TRAFFIC, shares);
  }

  public Pictured serves(long seconds, int percent) {
    return serves(seconds, REGION, percent);
  }

  public Pictured ready(long seconds) {
    return moment(seconds, REGION, Kind.READY, List.of());
  }

  public Pictured rollsBack(long seconds) {
    return moment(seconds, REGION, Kind.ROLLBACK, List.of());
  }

  public Pictured verdict(long seconds, String health) {
    rollout =
        rollout
            .copy()
            .verdict(new GateResult(at(seconds), "GET /", 5, health, "status 200", Map.of()))
            .build();
    return this;
  }

  public Pictured asks(long seconds) {
    rollout = rollout.saying(at(seconds), Entry.QUESTION, "Waiting for an approval by grace");
    return this;
  }

  public Pictured answered(long seconds, String kind) {
    rollout =
        rollout
            .copy()
            .ruling(Optional.of(new Command(kind, "grace", "it <b>is</b> fine", at(seconds))))
            .build();
    return this;
  }

  /** One of several people approved. */
  public Pictured assents(long seconds, String who) {
    List<Command> all = new ArrayList<>(rollout.assents());
    all.add(new Command(Command.APPROVE, who, "", at(seconds)));
    rollout = rollout.copy().assents(all).build();
    return this;
  }

  public Pictured aborted(long seconds) {
    rollout = rollout.with(new Command(Command.ABORT, "carol", "wrong", at(seconds)));
    return this;
  }

  public Pictured differs(String region, String setting, String before, String after) {
    return chronicle(
        rollout.chronicle().with(List.of(new Difference(region, setting, before, after))));
  }

  public Pictured answersAt(String url, String tagUrl) {
    return chronicle(rollout.chronicle().with(new Address(REGION, url, tagUrl)));
  }

  public Pictured failed(String logUri, Condition... conditions) {
    return chronicle(rollout.chronicle().with(List.of(conditions), logUri));
  }

  public Pictured says(String kind, String text) {
    rollout = rollout.saying(BEGUN, kind, text);
    return this;
  }

  /** With what a rollback would go back to. */
  public Pictured hasStable() {
    rollout =
        rollout
            .copy()
            .baseline(
                new Baseline(
                    true,
                    1,
                    List.of(Target.share(Scenario.OLD, new Percent(100))),
                    Optional.of(Scenario.OLD)))
            .build();
    return this;
  }

  public Pictured ended(long seconds, Outcome outcome) {
    rollout =
        rollout
            .in(new Finished(outcome), at(seconds))
            .withCourse(
                rollout
                    .course()
                    .settled(
                        new Settlement(
                            outcome == Outcome.SUCCEEDED, "", Map.of("outcome", outcome.text()))));
    return this;
  }
}
