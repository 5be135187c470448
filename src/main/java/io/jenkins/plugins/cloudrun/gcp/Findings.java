package io.jenkins.plugins.cloudrun.gcp;

import io.jenkins.plugins.cloudrun.preflight.Finding;
import io.jenkins.plugins.cloudrun.preflight.Finding.State;
import io.jenkins.plugins.cloudrun.preflight.Remedies;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Failure.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a check has found so far, in its order. */
final class Findings {
  private final List<Finding> all = new ArrayList<>();

  List<Finding> all() {
    return all;
  }

  /** Adds what was not found before: some is the same in each region. */
  void add(Finding finding) {
    if (!all.contains(finding)) {
      all.add(finding);
    }
  }

  boolean isOk(String check, String on) {
    return all.stream()
        .anyMatch(
            finding ->
                finding.check().equals(check)
                    && finding.on().equals(on)
                    && finding.state() == State.OK);
  }

  /** Whether it is known already that an API is on or off. */
  boolean knowsApi(String api) {
    return all.stream().anyMatch(finding -> finding.check().equals(api));
  }

  /**
   * Adds that an API is off, if that is why a call failed.
   *
   * @param lacking what it means
   * @param consequence a sentence, or nothing
   */
  boolean switchedOff(Failure failure, State lacking, String consequence) {
    Optional<SwitchedOff> told = SwitchedOff.of(failure);
    told.ifPresent(off -> off(off, lacking, consequence));
    return told.isPresent();
  }

  private void off(SwitchedOff off, State lacking, String consequence) {
    add(
        new Finding(
            off.service(),
            lacking,
            off.consumer(),
            "The "
                + off.title()
                + " is off in "
                + off.consumer()
                + "."
                + (consequence.isEmpty() ? "" : " " + consequence),
            Optional.of(Remedies.enable(off.service(), off.consumer()))));
  }

  /** What a failed call says of something that deploys need. */
  void failed(String check, String on, Failure failure, String command) {
    if (switchedOff(failure, State.MISSING, "")) {
      return;
    }
    boolean denied =
        failure instanceof Failure.Permanent permanent && permanent.reason() == Reason.DENIED;
    if (failure instanceof Failure.Permanent) {
      missing(check, on, failure.explanation(), denied ? Optional.of(command) : Optional.empty());
    } else {
      unknown(check, on, failure.explanation());
    }
  }

  void ok(String check, String on, String message) {
    add(new Finding(check, State.OK, on, message, Optional.empty()));
  }

  void missing(String check, String on, String message, Optional<String> command) {
    add(new Finding(check, State.MISSING, on, message, command));
  }

  void unknown(String check, String on, String message) {
    add(new Finding(check, State.UNKNOWN, on, message, Optional.empty()));
  }
}
