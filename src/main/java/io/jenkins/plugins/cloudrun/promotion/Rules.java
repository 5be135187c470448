package io.jenkins.plugins.cloudrun.promotion;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.Moments;
import io.jenkins.plugins.cloudrun.model.TargetName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a target asks of everything that is promoted to it.
 *
 * @param gates kinds of gates, see {@link #KINDS}, each of which must have found the digest healthy
 *     in the target that it comes from
 * @param approval people's leave; empty when nobody is asked
 * @param freezes when nothing comes in
 * @param sources names of the targets that a promotion may come from; none: the one before in the
 *     order of targets
 */
public record Rules(
    List<String> gates,
    Optional<RequiredApproval> approval,
    List<Freeze> freezes,
    List<String> sources) {
  /** The kinds of gates that can be required. */
  public static final List<String> KINDS = List.of("http", "metrics", "logs");

  /** Everything may come in, from the target before. */
  public static final Rules NONE = new Rules(List.of(), Optional.empty(), List.of(), List.of());

  /** A freeze that begins again so often before it ends is taken for one without an end. */
  private static final int MOST_LINKS = 400;

  /** No further is looked for the end of freezes that follow each other. */
  private static final Duration HORIZON = Duration.ofDays(400);

  public Rules {
    gates = List.copyOf(new TreeSet<>(gates));
    freezes = List.copyOf(freezes);
    sources = List.copyOf(sources);
    for (String gate : gates) {
      if (!KINDS.contains(gate)) {
        throw new InvalidValueException(
            "'" + gate + "' is no kind of gate that can be required: use " + text(KINDS) + ".");
      }
    }
  }

  /**
   * Kinds of gates as people write them: {@code http, metrics}.
   *
   * @throws InvalidValueException if one is not known
   */
  public static List<String> gates(String text) {
    List<String> kinds = words(text);
    return new Rules(kinds, Optional.empty(), List.of(), List.of()).gates();
  }

  static List<String> words(String text) {
    return Stream.of(text.split("[\\s,]+")).filter(word -> !word.isEmpty()).toList();
  }

  /** The freeze that holds at an instant; the one that ends last when there are several. */
  public Optional<Frozen> frozen(Instant at) {
    Optional<Frozen> longest = Optional.empty();
    for (Freeze freeze : freezes) {
      Optional<Instant> end = freeze.until(at);
      if (end.isPresent() && longest.filter(l -> !l.until().isBefore(end.get())).isEmpty()) {
        longest = Optional.of(new Frozen(freeze, end.get()));
      }
    }
    return longest.map(first -> new Frozen(first.freeze(), thawed(at, first.until())));
  }

  /** Windows that follow each other without a gap are one freeze to who waits for its end. */
  private Instant thawed(Instant begun, Instant end) {
    Instant until = end;
    for (int links = 0; links < MOST_LINKS; links++) {
      Instant at = until;
      Optional<Instant> later =
          freezes.stream().flatMap(f -> f.until(at).stream()).max(Instant::compareTo);
      if (later.isEmpty() || until.isAfter(begun.plus(HORIZON))) {
        return until;
      }
      until = later.get();
    }
    return until;
  }

  /**
   * A freeze that holds.
   *
   * @param until when something may come in again
   */
  public record Frozen(Freeze freeze, Instant until) {
    /** For people, without a full stop. */
    public String text(TargetName target) {
      return "Target '"
          + target
          + "' is frozen until "
          + Moments.text(until)
          + " ("
          + freeze.text()
          + ")";
    }
  }

  private static String text(List<String> kinds) {
    return "'" + String.join("', '", kinds) + "'";
  }
}
