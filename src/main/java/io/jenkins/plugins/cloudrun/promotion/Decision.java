package io.jenkins.plugins.cloudrun.promotion;

import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.promotion.Rules.Frozen;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether a promotion may begin or go on, and why.
 *
 * @param verdict what follows
 * @param reasons each thing that stands against it; empty when it may go on
 * @param basis all facts and rules that it was based on: text, numbers, booleans, lists and maps
 */
public record Decision(Verdict verdict, List<Reason> reasons, Map<String, Object> basis) {
  public Decision {
    reasons = List.copyOf(reasons);
  }

  /** What follows. */
  public enum Verdict {
    /** It goes on at once. */
    ALLOWED,
    /** It goes on, and gets no traffic before the required people have approved it. */
    NEEDS_APPROVAL,
    /** A freeze holds, and nothing else stands against it. */
    NEEDS_OVERRIDE,
    /** It does not go on. */
    REFUSED
  }

  /**
   * Something that stands against it.
   *
   * @param kind {@code order}, {@code gate} or {@code freeze}
   * @param text a sentence for people
   */
  public record Reason(String kind, String text) {
    public static final String ORDER = "order";
    public static final String GATE = "gate";
    public static final String FREEZE = "freeze";
  }

  /** Whether it goes on, perhaps to a point where people are asked. */
  public boolean goesOn() {
    return verdict == Verdict.ALLOWED || verdict == Verdict.NEEDS_APPROVAL;
  }

  /** All reasons, for people. */
  public String text() {
    return reasons.stream().map(Reason::text).collect(Collectors.joining(" "));
  }

  /** Decides by all rules, when a promotion is to begin. */
  public static Decision of(Rules rules, Facts facts) {
    List<Reason> reasons = new ArrayList<>();
    order(rules, facts).ifPresent(reasons::add);
    for (String gate : rules.gates()) {
      gate(gate, facts).ifPresent(reasons::add);
    }
    Optional<Frozen> frozen = rules.frozen(facts.at());
    boolean hard = !reasons.isEmpty();
    boolean stopped = frozen.isPresent() && facts.override().isEmpty();
    if (stopped) {
      reasons.add(new Reason(Reason.FREEZE, frozen.orElseThrow().text(facts.to()) + "."));
    }
    Verdict verdict =
        hard
            ? Verdict.REFUSED
            : stopped
                ? Verdict.NEEDS_OVERRIDE
                : rules.approval().isPresent() ? Verdict.NEEDS_APPROVAL : Verdict.ALLOWED;
    return new Decision(verdict, reasons, basis(rules, facts, frozen, verdict, reasons));
  }

  private static Optional<Reason> order(Rules rules, Facts facts) {
    if (facts.from().equals(facts.to())) {
      return Optional.of(
          new Reason(Reason.ORDER, "A promotion goes from one target to another one."));
    }
    List<String> sources = rules.sources();
    if (sources.isEmpty()) {
      int place = facts.order().indexOf(facts.to());
      if (place > 0 && facts.order().get(place - 1).equals(facts.from())) {
        return Optional.empty();
      }
      if (place == 0) {
        return Optional.of(
            new Reason(
                Reason.ORDER,
                "Target '" + facts.to() + "' is the first: nothing is promoted to it."));
      }
      sources = place > 0 ? List.of(facts.order().get(place - 1).value()) : List.of();
    }
    return sources.contains(facts.from().value())
        ? Optional.empty()
        : Optional.of(
            new Reason(
                Reason.ORDER,
                "Target '"
                    + facts.to()
                    + "' takes promotions from '"
                    + String.join("', '", sources)
                    + "', not from '"
                    + facts.from()
                    + "'."));
  }

  private static Optional<Reason> gate(String gate, Facts facts) {
    List<String> missing =
        facts.places().stream()
            .filter(place -> !place.gates().contains(gate))
            .map(place -> place.service().toString())
            .toList();
    return missing.isEmpty() && !facts.places().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Reason(
                Reason.GATE,
                "Target '"
                    + facts.to()
                    + "' asks for a healthy "
                    + gate
                    + " gate in '"
                    + facts.from()
                    + "', and no rollout has found "
                    + facts.digest()
                    + " healthy so on "
                    + String.join(", ", missing)
                    + "."));
  }

  private static Map<String, Object> basis(
      Rules rules, Facts facts, Optional<Frozen> frozen, Verdict verdict, List<Reason> reasons) {
    Map<String, Object> basis = new LinkedHashMap<>();
    basis.put("verdict", verdict.name().toLowerCase(java.util.Locale.ROOT));
    basis.put("at", facts.at().toString());
    basis.put("from", facts.from().value());
    basis.put("to", facts.to().value());
    basis.put("order", new ArrayList<>(facts.order().stream().map(TargetName::value).toList()));
    basis.put("digest", facts.digest().value());
    basis.put("requiredGates", new ArrayList<>(rules.gates()));
    List<Object> places = new ArrayList<>();
    for (Facts.Place place : facts.places()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("service", place.service().resource());
      row.put("healthy", new ArrayList<>(place.gates()));
      if (!place.rollout().isEmpty()) {
        row.put("rollout", place.rollout());
        row.put("since", place.since().toString());
      }
      places.add(row);
    }
    basis.put("source", places);
    rules.approval().ifPresent(approval -> basis.put("approval", approval.text()));
    frozen.ifPresent(
        now -> {
          basis.put("freeze", now.freeze().text());
          basis.put("frozenUntil", now.until().toString());
        });
    facts
        .override()
        .ifPresent(
            override -> {
              basis.put("overriddenBy", override.by());
              basis.put("overrideReason", override.reason());
            });
    if (!reasons.isEmpty()) {
      basis.put("reasons", new ArrayList<>(reasons.stream().map(Reason::text).toList()));
    }
    return basis;
  }
}
