package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.rollout.Chronicle.Address;
import io.jenkins.plugins.cloudrun.rollout.Chronicle.Difference;
import io.jenkins.plugins.cloudrun.rollout.Chronicle.Kind;
import io.jenkins.plugins.cloudrun.rollout.Chronicle.Moment;
import io.jenkins.plugins.cloudrun.rollout.port.Condition;
import io.jenkins.plugins.cloudrun.rollout.port.RevisionState;
import io.jenkins.plugins.cloudrun.rollout.port.ServiceState;
import io.jenkins.plugins.cloudrun.rollout.traffic.Split;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Writes into a rollout's {@link Chronicle} what a look showed, whatever the phase makes of it. */
final class Noting {
  private static final int MOST_SHARES = 8;
  private static final int MOST_CONDITIONS = 20;
  private static final int LONGEST_MESSAGE = 2000;

  private Noting() {}

  /**
   * @param before the rollout that looked
   * @param step what it decided
   */
  static Step of(Rollout before, Step step, Observation seen) {
    Chronicle known = step.next().chronicle();
    Chronicle next = noted(known, before, step.next(), seen);
    return next.equals(known)
        ? step
        : new Step(
            step.next().copy().chronicle(next).build(), step.effect(), step.pause(), step.wishes());
  }

  private static Chronicle noted(Chronicle known, Rollout before, Rollout after, Observation seen) {
    String region = before.key().region().value();
    boolean deployed = before.phase() instanceof Deploying && !(after.phase() instanceof Deploying);
    Chronicle next = known;
    if (deployed && (after.phase() instanceof Gating || after.phase() instanceof Publishing)) {
      next = next.with(new Moment(seen.at(), region, Kind.READY, List.of()));
    }
    if (seen.service().isPresent()) {
      ServiceState service = seen.service().get();
      if (before.phase() instanceof Preparing && !(after.phase() instanceof Preparing)) {
        next = next.before(service.settings());
      }
      next = served(next, region, service, seen);
      next = addressed(next, region, service);
      if (deployed && service.latestCreatedRevision().equals(Optional.of(before.revision()))) {
        next = next.with(differences(region, next.before(), service.settings(), before));
      }
    }
    if (before.phase() instanceof Diagnosing) {
      next = next.with(failed(seen), seen.revision().map(RevisionState::logUri).orElse(""));
    }
    return !(before.phase() instanceof RollingBack) && after.phase() instanceof RollingBack
        ? next.with(new Moment(seen.at(), region, Kind.ROLLBACK, List.of()))
        : next;
  }

  /** While a service moves, nobody can tell what it serves. */
  private static Chronicle served(
      Chronicle known, String region, ServiceState service, Observation seen) {
    List<Share> shares = shares(service);
    return service.reconciling() || shares.isEmpty() || shares.equals(known.traffic(region))
        ? known
        : known.with(new Moment(seen.at(), region, Kind.TRAFFIC, shares));
  }

  private static List<Share> shares(ServiceState service) {
    Map<String, Integer> percents = new TreeMap<>();
    Split.pinned(service.traffic(), service.latestReadyRevision()).stream()
        .filter(target -> target.percent().value() > 0)
        .forEach(
            target ->
                percents.merge(
                    target.revision().map(RevisionName::value).orElse("LATEST"),
                    target.percent().value(),
                    Integer::sum));
    boolean nothing = service.latestReadyRevision().isEmpty() && percents.containsKey("LATEST");
    return nothing
        ? List.of()
        : percents.entrySet().stream()
            .map(entry -> new Share(entry.getKey(), entry.getValue()))
            .sorted((one, other) -> Integer.compare(other.percent(), one.percent()))
            .limit(MOST_SHARES)
            .toList();
  }

  private static Chronicle addressed(Chronicle known, String region, ServiceState service) {
    Address address =
        new Address(
            region,
            service.uri().map(URI::toString).orElse(""),
            Optional.ofNullable(service.tagUris().get(Split.CANDIDATE.value()))
                .map(URI::toString)
                .orElse(""));
    boolean unknown = address.url().isEmpty() && address.tagUrl().isEmpty();
    return unknown || known.addresses().contains(address) ? known : known.with(address);
  }

  /** Of what must not be shown only whether it is there is known; the plan tells what it sets. */
  private static List<Difference> differences(
      String region, Map<String, String> was, Map<String, String> is, Rollout rollout) {
    Set<String> hidden = new LinkedHashSet<>();
    var container = rollout.plan().revision().container();
    container.env().keySet().forEach(name -> hidden.add(ServiceState.ENV + name));
    container.command().ifPresent(words -> hidden.add(ServiceState.COMMAND));
    container.args().ifPresent(words -> hidden.add(ServiceState.ARGS));
    Map<String, String> all = new LinkedHashMap<>(is);
    was.forEach(all::putIfAbsent);
    List<Difference> differences = new ArrayList<>();
    for (String name : all.keySet()) {
      String old = was.getOrDefault(name, "");
      String now = is.getOrDefault(name, "");
      if (!old.equals(now)) {
        differences.add(new Difference(region, name, old, now));
      } else if (hidden.contains(name)) {
        differences.add(new Difference(region, name, old, now + ", by this deploy"));
      }
    }
    return differences;
  }

  private static List<Condition> failed(Observation seen) {
    List<Condition> all = new ArrayList<>();
    seen.revision().ifPresent(revision -> all.addAll(revision.conditions()));
    seen.service()
        .ifPresent(
            service -> {
              all.add(service.ready());
              all.addAll(service.conditions());
            });
    return all.stream()
        .filter(condition -> !condition.succeeded())
        .map(Noting::bounded)
        .distinct()
        .limit(MOST_CONDITIONS)
        .toList();
  }

  private static Condition bounded(Condition condition) {
    String message = condition.message();
    return message.length() <= LONGEST_MESSAGE
        ? condition
        : new Condition(
            condition.type(),
            condition.state(),
            condition.reason(),
            message.substring(0, LONGEST_MESSAGE) + "…");
  }
}
