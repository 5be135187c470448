package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.emulator.Fault;
import io.jenkins.plugins.cloudrun.emulator.Faults;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * What goes wrong with one call of the API, and which one.
 *
 * @param rpc such as {@code UpdateService}; {@code *} for any
 * @param nth of those calls, from 1
 * @param afterCrash whether they are counted from the crash on
 * @param kind one of {@link #KINDS}
 */
record Flaw(String rpc, int nth, boolean afterCrash, String kind) {
  static final Duration LATE = Duration.ofMinutes(2);

  /** Every kind of failure that may be had or not be had by a repeat. */
  static final List<String> KINDS =
      List.of(
          "unavailable",
          "unavailable-afterwards",
          "deadline",
          "deadline-afterwards",
          "429",
          "aborted",
          "cut",
          "cut-afterwards",
          "stall");

  void into(Faults faults) {
    faults.add(rpc, nth, 1, fault());
  }

  private Fault fault() {
    return switch (kind) {
      case "unavailable" -> refused(503);
      case "unavailable-afterwards" -> new Fault.FailedAfterwards(503, "Unavailable.");
      case "deadline" -> refused(504);
      case "deadline-afterwards" -> new Fault.FailedAfterwards(504, "Deadline expired.");
      case "429" -> new Fault.Refused(429, "Quota exceeded.", OptionalInt.of(3));
      case "aborted" -> refused(409);
      case "cut" -> new Fault.Cut();
      case "cut-afterwards" -> new Fault.AnswerLost();
      case "stall" -> new Fault.Slow(LATE);
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static Fault refused(int status) {
    return new Fault.Refused(status, "Refused with " + status + ".", OptionalInt.empty());
  }

  /** How much longer things may take for it: what is waited in vain, and a pause. */
  Duration delay() {
    return switch (kind) {
      case "stall" -> CrashRun.EXCHANGE.plusSeconds(1);
      case "429" -> Duration.ofSeconds(4);
      default -> Duration.ofSeconds(1);
    };
  }
}
