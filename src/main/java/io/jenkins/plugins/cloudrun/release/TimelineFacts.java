package io.jenkins.plugins.cloudrun.release;

import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.rollout.Chronicle.Kind;
import io.jenkins.plugins.cloudrun.rollout.Chronicle.Moment;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import io.jenkins.plugins.cloudrun.rollout.Share;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a rollout's picture shows, in the order of time; nothing of how it is drawn. */
final class TimelineFacts {
  private final Rollout rollout;
  private final Instant end;

  /**
   * @param now the picture's end while the rollout goes on
   */
  TimelineFacts(Rollout rollout, Instant now) {
    this.rollout = rollout;
    Instant last = rollout.settlement().isPresent() ? rollout.since() : now;
    this.end =
        moments().stream()
            .map(Moment::at)
            .max(Comparator.naturalOrder())
            .filter(last::isBefore)
            .orElse(last);
  }

  /** What happened, beside traffic and verdicts. */
  record Fact(Instant at, String kind, String region, String label, String text) {}

  /** A part of the time with one traffic. */
  record Served(Instant from, Instant to, List<Share> shares) {}

  Instant start() {
    return rollout.startedAt();
  }

  Instant end() {
    return end;
  }

  /** Where the picture ends: a little after the rollout, so that what it came to is seen. */
  Instant edge() {
    return rollout.settlement().isPresent()
        ? end.plus(Duration.between(start(), end).dividedBy(20))
        : end;
  }

  /** Whether there is anything to draw: older rollouts have no facts. */
  boolean isEmpty() {
    return regions().isEmpty();
  }

  /** Those that were begun, in their order. */
  List<String> regions() {
    Set<String> regions = new LinkedHashSet<>();
    moments().stream()
        .filter(moment -> moment.kind() == Kind.TRAFFIC)
        .forEach(moment -> regions.add(moment.region()));
    return List.copyOf(regions);
  }

  private List<Moment> moments() {
    return rollout.chronicle().moments();
  }

  private boolean several() {
    return rollout.plan().regions().size() > 1;
  }

  /** From the first look at the service on to the end. */
  List<Served> served(String region) {
    List<Moment> changes =
        moments().stream()
            .filter(moment -> moment.kind() == Kind.TRAFFIC && moment.region().equals(region))
            .toList();
    List<Served> served = new ArrayList<>();
    for (int i = 0; i < changes.size(); i++) {
      Instant to = i + 1 < changes.size() ? changes.get(i + 1).at() : edge();
      served.add(new Served(changes.get(i).at(), to, changes.get(i).shares()));
    }
    return served;
  }

  /** What the revision of this rollout has of it. */
  int share(Served served) {
    return served.shares().stream()
        .filter(share -> share.revision().equals(rollout.revision().value()))
        .mapToInt(Share::percent)
        .sum();
  }

  /** In words, the revision of this rollout first. */
  String words(Served served) {
    String own = rollout.revision().value();
    Stream<Share> sorted =
        served.shares().stream()
            .sorted(Comparator.comparing(share -> !share.revision().equals(own)));
    return sorted
        .map(share -> share.percent() + " % " + share.revision())
        .collect(Collectors.joining(", "));
  }

  /** A region's verdicts: they are given while it is worked on. */
  List<Rollout.GateResult> verdicts(String region) {
    return rollout.verdicts().stream()
        .filter(verdict -> at(verdict.at()).equals(region))
        .filter(
            verdict ->
                Set.of("healthy", "inconclusive", "unhealthy", "error").contains(verdict.health()))
        .toList();
  }

  private String at(Instant moment) {
    String region = "";
    for (Moment seen : moments()) {
      region = region.isEmpty() || !seen.at().isAfter(moment) ? seen.region() : region;
    }
    return region;
  }

  /** In the order of time. */
  List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    String revision = rollout.revision().value();
    for (Moment moment : moments()) {
      String where = several() ? " in " + moment.region() : "";
      if (moment.kind() == Kind.READY) {
        facts.add(fact(moment, "ready", "ready", "Revision " + revision + " is ready" + where));
      } else if (moment.kind() == Kind.ROLLBACK) {
        facts.add(fact(moment, "rollback", "rollback", "The rollback begins" + where));
      }
    }
    rollout.history().stream()
        .filter(entry -> entry.kind().equals(Entry.QUESTION))
        .forEach(
            entry ->
                facts.add(new Fact(entry.at(), "asked", at(entry.at()), "asked", entry.text())));
    // The approval that was the last one needed is both.
    Stream.concat(rollout.assents().stream(), rollout.ruling().stream())
        .distinct()
        .forEach(given -> facts.add(answer(given)));
    rollout.command().ifPresent(command -> facts.add(wish(command)));
    rollout
        .settlement()
        .ifPresent(
            settlement -> {
              String outcome =
                  String.valueOf(settlement.result().getOrDefault("outcome", "ended"))
                      .replace('_', ' ');
              facts.add(new Fact(end, "end", "", outcome, "The rollout ended: " + outcome));
            });
    facts.sort(Comparator.comparing(Fact::at));
    return facts;
  }

  private static Fact fact(Moment moment, String kind, String label, String text) {
    return new Fact(moment.at(), kind, moment.region(), label, text);
  }

  private Fact answer(Command ruling) {
    boolean yes = ruling.kind().equals(Command.APPROVE);
    return new Fact(
        ruling.at(),
        yes ? "approved" : "rejected",
        at(ruling.at()),
        yes ? "approved" : "rejected",
        (yes ? "Approved by " : "Rejected by ") + who(ruling));
  }

  private Fact wish(Command command) {
    boolean superseded = command.kind().equals(Command.SUPERSEDE);
    return new Fact(
        command.at(),
        "abort",
        at(command.at()),
        superseded ? "superseded" : "abort",
        (superseded ? "Superseded by " : "Aborted by ") + who(command));
  }

  private static String who(Command command) {
    return command.actor() + (command.reason().isBlank() ? "" : " (" + command.reason() + ")");
  }
}
