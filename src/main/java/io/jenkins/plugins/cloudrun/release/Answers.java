package io.jenkins.plugins.cloudrun.release;

import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.durable.Engine;
import io.jenkins.plugins.cloudrun.durable.StoreException;
import io.jenkins.plugins.cloudrun.platform.Person;
import io.jenkins.plugins.cloudrun.promotion.AuditEntry;
import io.jenkins.plugins.cloudrun.rollout.Approval;
import io.jenkins.plugins.cloudrun.rollout.Asking;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Takes a person's answer to what a rollout asks. Who may look at the rollout at all, and who may
 * build its job, was asked before.
 */
final class Answers {
  static final int BAD_REQUEST = 400;
  static final int FORBIDDEN = 403;
  static final int CONFLICT = 409;
  static final int UNAVAILABLE = 503;

  private final Engine<Rollout> engine;
  private final Clock clock;

  Answers(Engine<Rollout> engine, Clock clock) {
    this.engine = engine;
    this.clock = clock;
  }

  /**
   * Why an answer was not taken.
   *
   * @param status as HTTP has it
   * @param text for the person; it names nobody who may answer
   */
  record No(int status, String text) {}

  /** Why the person may not answer this rollout; empty when they may, or nobody is asked. */
  static Optional<String> refusal(Rollout rollout, Person person) {
    return rollout.approval().flatMap(approval -> approval.refusal(person));
  }

  /**
   * Records the answer, or changes nothing.
   *
   * @param kind {@link Command#APPROVE} or {@link Command#REJECT}
   * @param reason for the record; may be empty
   * @return why it was not taken; empty when it was
   */
  Optional<No> take(Rollout rollout, Person person, String kind, String reason) {
    Optional<Approval> approval = rollout.approval();
    Optional<String> refusal = refusal(rollout, person);
    if (refusal.isPresent()) {
      return no(FORBIDDEN, refusal.get());
    }
    if (!kind.equals(Command.APPROVE) && !kind.equals(Command.REJECT)) {
      return no(BAD_REQUEST, "An answer is to approve or to reject.");
    }
    String why = oneLine(reason);
    if (why.length() > AuditEntry.LONGEST_REASON) {
      return no(
          BAD_REQUEST, "The reason is longer than " + AuditEntry.LONGEST_REASON + " characters.");
    }
    if (approval.isEmpty()) {
      return no(CONFLICT, "This rollout asks nobody.");
    }
    Instant now = clock.instant();
    if (rollout.asking().map(Asking::until).filter(until -> !now.isBefore(until)).isPresent()) {
      return no(CONFLICT, "The answer came too late; traffic goes back.");
    }
    return record(rollout.id(), new Command(kind, person.id(), why, now));
  }

  private Optional<No> record(String id, Command answer) {
    try {
      Optional<Rollout> after = engine.command(id, answer);
      Optional<Command> ruling = after.flatMap(Rollout::ruling);
      // One of several approvals is taken without deciding.
      if (ruling.equals(Optional.of(answer))
          || after.filter(rollout -> rollout.assents().contains(answer)).isPresent()) {
        return Optional.empty();
      }
      if (ruling.isEmpty() && after.filter(now -> approvedBy(now, answer.actor())).isPresent()) {
        return no(CONFLICT, "You have approved it already; it needs more people.");
      }
      return no(
          CONFLICT,
          ruling
              .map(first -> "It was answered before: " + words(first) + ".")
              .orElse("This rollout is not waiting for an answer (any more)."));
    } catch (StoreException e) {
      return no(UNAVAILABLE, "The answer could not be stored, so it does not count. Try again.");
    }
  }

  private static boolean approvedBy(Rollout rollout, String actor) {
    return rollout.assents().stream().anyMatch(given -> given.actor().equals(actor));
  }

  /** An answer that was given, for people. */
  static String words(Command answer) {
    return (answer.kind().equals(Command.APPROVE) ? "approved by " : "rejected by ")
        + answer.actor()
        + (answer.reason().isBlank() ? "" : " (" + answer.reason() + ")");
  }

  static String oneLine(String text) {
    return text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
  }

  private static Optional<No> no(int status, String text) {
    return Optional.of(new No(status, text));
  }
}
