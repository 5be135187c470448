package io.jenkins.plugins.cloudrun.gcp;

import io.jenkins.plugins.cloudrun.preflight.Finding;
import io.jenkins.plugins.cloudrun.preflight.Finding.State;
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

  void add(Finding finding) {
    all.add(finding);
  }

  boolean isOk(String check, String on) {
    return all.stream()
        .anyMatch(
            finding ->
                finding.check().equals(check)
                    && finding.on().equals(on)
                    && finding.state() == State.OK);
  }

  static boolean isSwitchedOff(Failure failure) {
    return failure.explanation().contains("has not been used in project")
        && failure.explanation().contains("disabled");
  }

  void failed(String check, String on, Failure failure, String command) {
    boolean denied =
        failure instanceof Failure.Permanent permanent && permanent.reason() == Reason.DENIED;
    if (failure instanceof Failure.Permanent) {
      missing(check, on, failure.explanation(), denied ? Optional.of(command) : Optional.empty());
    } else {
      unknown(check, on, failure.explanation());
    }
  }

  void ok(String check, String on, String message) {
    Finding found = new Finding(check, State.OK, on, message, Optional.empty());
    if (!all.contains(found)) {
      all.add(found);
    }
  }

  void missing(String check, String on, String message, Optional<String> command) {
    all.add(new Finding(check, State.MISSING, on, message, command));
  }

  void unknown(String check, String on, String message) {
    all.add(new Finding(check, State.UNKNOWN, on, message, Optional.empty()));
  }
}
