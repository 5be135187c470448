package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.promotion.AuditEntry;
import io.jenkins.plugins.cloudrun.promotion.FreezeOverride;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which decisions a step of a rollout holds, for the record. Pure; the same step holds the same.
 */
final class Auditing {
  private Auditing() {}

  /**
   * @param before the rollout that decided; its answers count too, as others have given them
   * @param after what it decided
   */
  static List<AuditEntry> of(Rollout before, Rollout after, Instant now) {
    List<AuditEntry> entries = new ArrayList<>();
    if (before.passage().isEmpty() && after.passage().isPresent()) {
      begun(after, now, entries);
    }
    if (before.phase() instanceof Preparing
        && !(after.phase() instanceof Preparing)
        && after.settlement().isEmpty()
        && before.region() == 0
        && Admitting.changesTraffic(after, after.baseline())) {
      before
          .plan()
          .policy()
          .admission()
          .ifPresent(admission -> overridden(after, admission, now, entries));
    }
    if (before.phase() instanceof Approving) {
      before.assents().forEach(answer -> entries.add(answered(before, answer)));
      before
          .ruling()
          .filter(answer -> answer.kind().equals(Command.REJECT))
          .ifPresent(answer -> entries.add(answered(before, answer)));
    }
    if (before.settlement().isEmpty() && after.settlement().isPresent()) {
      ended(before, after, now, entries);
    }
    return entries;
  }

  private static void begun(Rollout after, Instant now, List<AuditEntry> entries) {
    Promotion promotion = Promoting.promotion(after);
    if (after.settlement().isPresent()) {
      return;
    }
    Map<String, Object> basis = basis(after);
    promotion.override().ifPresent(by -> entries.add(overridden(after, by, now, basis)));
    entries.add(
        entry(
            after,
            AuditEntry.PROMOTION_BEGUN,
            "",
            now,
            after.origin().actor(),
            promotion.reason(),
            basis));
  }

  /** Of a rollout that is no promotion: that says what it goes by before this. */
  private static void overridden(
      Rollout after, Admission admission, Instant now, List<AuditEntry> entries) {
    Optional<String> freeze = Admitting.overridden(admission, Optional.empty(), now);
    if (freeze.isPresent()) {
      Map<String, Object> basis = basis(after);
      basis.put("to", admission.target().value());
      basis.put("freeze", freeze.get());
      entries.add(overridden(after, admission.override().orElseThrow(), now, basis));
    }
  }

  private static AuditEntry overridden(
      Rollout after, FreezeOverride override, Instant now, Map<String, Object> basis) {
    return entry(
        after,
        AuditEntry.FREEZE_OVERRIDDEN,
        override.by(),
        now,
        override.by(),
        override.reason(),
        basis);
  }

  private static AuditEntry answered(Rollout rollout, Command answer) {
    Map<String, Object> basis = basis(rollout);
    basis.put("verdicts", verdicts(rollout, answer.at()));
    rollout.approval().ifPresent(asked -> basis.put("asked", asked.who()));
    return entry(
        rollout,
        answer.kind().equals(Command.APPROVE) ? AuditEntry.APPROVED : AuditEntry.REJECTED,
        answer.actor(),
        answer.at(),
        answer.actor(),
        answer.reason(),
        basis);
  }

  /** What the gates had said when somebody answered, the last of each. */
  private static Map<String, Object> verdicts(Rollout rollout, Instant at) {
    Map<String, Object> last = new LinkedHashMap<>();
    for (Rollout.GateResult verdict : rollout.verdicts()) {
      if (!verdict.gate().isEmpty() && !verdict.at().isAfter(at)) {
        last.put(verdict.gate() + " at " + verdict.percent() + " %", verdict.health());
      }
    }
    return last;
  }

  private static void ended(Rollout before, Rollout after, Instant now, List<AuditEntry> entries) {
    Optional<Promotion> promotion = after.plan().promotion();
    String outcome =
        after.phase() instanceof Finished finished ? finished.outcome().text() : "unknown";
    String message = after.settlement().map(end -> end.message()).orElse("");
    Map<String, Object> basis = basis(after);
    basis.put("outcome", outcome);
    Optional<Command> abort = after.command().filter(c -> c.kind().equals(Command.ABORT));
    if (outcome.equals(Outcome.ABORTED.text()) && abort.isPresent()) {
      Command wish = abort.get();
      entries.add(entry(after, AuditEntry.ABORTED, "", now, wish.actor(), wish.reason(), basis));
    } else if (promotion.isPresent() && before.phase() instanceof Promoting) {
      entries.add(
          entry(
              after,
              AuditEntry.PROMOTION_REFUSED,
              "",
              now,
              after.origin().actor(),
              message,
              basis));
      return;
    }
    boolean back = after.plan().previous() || after.plan().existing().isPresent();
    if (outcome.equals(Outcome.ROLLED_BACK.text())
        || (after.plan().previous() && outcome.equals(Outcome.SUCCEEDED.text()))) {
      entries.add(
          entry(
              after,
              AuditEntry.ROLLED_BACK,
              "",
              now,
              back ? after.origin().actor() : "the rollout",
              message,
              basis));
    } else if (outcome.equals(Outcome.ROLLBACK_FAILED.text())) {
      entries.add(entry(after, AuditEntry.ROLLBACK_FAILED, "", now, "the rollout", message, basis));
    }
    if (promotion.isPresent()) {
      entries.add(
          entry(
              after, AuditEntry.PROMOTION_ENDED, "", now, after.origin().actor(), message, basis));
    }
  }

  private static Map<String, Object> basis(Rollout rollout) {
    Map<String, Object> basis = new LinkedHashMap<>();
    rollout.passage().ifPresent(passage -> basis.putAll(passage.basis()));
    rollout.passage().ifPresent(passage -> basis.put("image", passage.image().toString()));
    basis.put("revision", rollout.plan().previous() ? "" : rollout.revision().value());
    rollout.plan().promotion().ifPresent(p -> basis.put("from", p.from().value()));
    rollout.plan().promotion().ifPresent(p -> basis.put("to", p.to().value()));
    rollout.digest().ifPresent(digest -> basis.put("digest", digest.value()));
    return basis;
  }

  /**
   * @param of tells apart decisions of one kind in one rollout
   */
  private static AuditEntry entry(
      Rollout rollout,
      String what,
      String of,
      Instant at,
      String who,
      String why,
      Map<String, Object> basis) {
    return new AuditEntry(
        rollout.id() + "/" + what.replace(' ', '-') + (of.isEmpty() ? "" : "/" + of),
        at,
        what,
        who,
        rollout.origin().item(),
        rollout.origin().run(),
        rollout.id(),
        rollout.key().resource(),
        why,
        basis);
  }
}
