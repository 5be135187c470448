package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.rollout.port.Condition;
import io.jenkins.plugins.cloudrun.rollout.port.RevisionState;
import io.jenkins.plugins.cloudrun.rollout.port.ServiceState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what explains a failure, conditions and the container's last lines, while it is still
 * there.
 *
 * @param cause what went wrong, for people
 */
record Diagnosing(String cause) implements Phase {
  static final String KIND = "diagnosing";

  /** How many of the container's last lines go into the log. */
  static final int LOG_LINES = 50;

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String status(Rollout rollout) {
    return "reading what explains the failure of " + rollout.revision();
  }

  @Override
  public boolean pressing(Rollout rollout) {
    return true;
  }

  @Override
  public Query query(Rollout rollout) {
    return Query.SERVICE.withRevision().withLogs();
  }

  @Override
  public Step decide(Rollout rollout, Observation seen) {
    Rollout next = rollout;
    List<Condition> conditions = conditions(seen);
    for (String line : lines(conditions)) {
      next = next.saying(seen.at(), Entry.WARNING, line);
    }
    for (String link : links(conditions)) {
      next = next.saying(seen.at(), link);
    }
    if (rollout.digest().isPresent()) {
      next =
          next.saying(
              seen.at(),
              "Image of revision "
                  + rollout.revision()
                  + ": "
                  + rollout.image().map(image -> image.name() + "@").orElse("")
                  + rollout.digest().get());
    }
    if (!seen.logs().isEmpty()) {
      next = next.saying(seen.at(), "The last lines of revision " + rollout.revision() + ":");
      for (String line : once(seen.logs())) {
        next = next.saying(seen.at(), Entry.LOG, line);
      }
    }
    List<String> said = new ArrayList<>(List.of(cause));
    conditions.stream()
        .filter(Condition::failed)
        .forEach(condition -> said.add(condition.reason() + " " + condition.message()));
    Optional<String> advice = Advice.of(said, seen.logs());
    if (advice.isEmpty()) {
      return after(next, seen);
    }
    next = next.saying(seen.at(), Entry.WARNING, "What to do: " + advice.get());
    return new Diagnosing(cause.replaceFirst("\\s*\\.*$", "") + ". What to do: " + advice.get())
        .after(next, seen);
  }

  /** Where a failed rollout goes once the explanation is written. */
  Step after(Rollout rollout, Observation seen) {
    Baseline before = Endings.baseline(rollout);
    if (!before.hasStable()) {
      return Endings.settle(
          rollout,
          seen,
          Outcome.FAILED,
          message(rollout)
              + ". There is nothing to roll back to: no other revision of the service was ready"
              + " before. Mend the cause and deploy again."
              + Endings.refusal(rollout));
    }
    if (rollout.plan().onFailure() == Plan.OnFailure.KEEP) {
      return Endings.settle(
          rollout,
          seen,
          Outcome.FAILED,
          message(rollout)
              + ". Everything was left as it is (onFailure: 'keep'). Back by hand: "
              + Endings.rollbackCommand(rollout)
              + (rollout.condemned() ? "." : "")
              + Endings.refusal(rollout));
    }
    return Step.to(rollout.in(RollingBack.to(Outcome.ROLLED_BACK, cause), seen.at()));
  }

  private String message(Rollout rollout) {
    return "The rollout of revision "
        + rollout.revision()
        + " of "
        + rollout.key()
        + " failed: "
        + cause.replaceFirst("\\.+$", "");
  }

  private static List<Condition> conditions(Observation seen) {
    List<Condition> all = new ArrayList<>();
    seen.revision().map(RevisionState::conditions).ifPresent(all::addAll);
    seen.service()
        .ifPresent(
            (ServiceState service) -> {
              all.add(service.ready());
              all.addAll(service.conditions());
            });
    return all;
  }

  /** A container that is started again and again says the same each time. */
  private static List<String> once(List<String> lines) {
    Map<String, Integer> times = new LinkedHashMap<>();
    lines.forEach(line -> times.merge(line, 1, Integer::sum));
    return times.entrySet().stream()
        .map(
            line ->
                line.getValue() == 1 || line.getKey().isBlank()
                    ? line.getKey()
                    : line.getKey() + " (" + line.getValue() + " times)")
        .toList();
  }

  /** What several conditions are. */
  private record Said(boolean failed, String text) {
    String of(Collection<String> types) {
      String names = String.join(", ", types).replaceFirst(", ([^,]*)$", " and $1");
      return (types.size() == 1 ? "Condition " : "Conditions ")
          + names
          + (types.size() == 1 ? " is " : " are ")
          + (failed ? "false" : "not known yet")
          + text;
    }
  }

  /** Every condition that is not true; what several say, or the cause says, is written once. */
  private List<String> lines(List<Condition> conditions) {
    Map<Said, Set<String>> lines = new LinkedHashMap<>();
    Set<String> named = new HashSet<>();
    List<String> told = new ArrayList<>(List.of(cause));
    for (Condition condition : conditions) {
      if (!condition.succeeded()) {
        String message = condition.headline();
        // A service repeats what its revision says, with some words before it.
        boolean said =
            told.stream().anyMatch(text -> text.contains(message) || message.contains(text));
        if (!message.isEmpty()) {
          told.add(message);
        }
        if (named.add(condition.type() + " " + condition.reason()) || !said) {
          String text =
              (condition.reason().isEmpty() ? "" : " (" + condition.reason() + ")")
                  + (message.isEmpty() ? "" : said ? ": as above" : ": " + message);
          lines
              .computeIfAbsent(new Said(condition.failed(), text), any -> new LinkedHashSet<>())
              .add(condition.type());
        }
      }
    }
    return lines.entrySet().stream().map(line -> line.getKey().of(line.getValue())).toList();
  }

  private static List<String> links(List<Condition> conditions) {
    return conditions.stream()
        .filter(condition -> !condition.succeeded())
        .map(Condition::more)
        .filter(link -> !link.isEmpty())
        .distinct()
        .toList();
  }
}
