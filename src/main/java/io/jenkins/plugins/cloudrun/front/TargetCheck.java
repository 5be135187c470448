package io.jenkins.plugins.cloudrun.front;

import hudson.model.Run;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.preflight.Question;
import io.jenkins.plugins.cloudrun.preflight.Report;
import io.jenkins.plugins.cloudrun.settings.CheckSettings;
import io.jenkins.plugins.cloudrun.settings.Expander;
import java.time.Duration;
import java.util.stream.Collectors;

/** What a step and a builder do alike to find out what an account may do. */
public final class TargetCheck {
  /** How long it may take unless somebody says otherwise. */
  public static final Duration LIMIT = Duration.ofHours(1);

  /** What is said when it takes longer. */
  public static final String TOO_LONG =
      "cloudRunCheck took longer than its timeLimit: is Google reachable, and Jenkins' proxy all"
          + " right?";

  private TargetCheck() {}

  /**
   * Asks and tells the log. Does network I/O.
   *
   * @throws io.jenkins.plugins.cloudrun.model.InvalidValueException naming what is refused
   */
  public static Report run(CheckSettings settings, Expander expander, Run<?, ?> run, LogLine log) {
    Question question = settings.toQuestion(expander);
    log.say(
        "Checking what the credentials may do in "
            + question.regions().stream().map(Object::toString).collect(Collectors.joining(", "))
            + question.project().map(project -> " of " + project).orElse("")
            + "; nothing is changed.");
    Report report =
        Platform.get()
            .check(
                Builds.origin(run).at(settings.targetName(expander)),
                settings.account(expander),
                question);
    report.lines().forEach(log::say);
    if (report.ok()) {
      log.say(report.summary());
    } else if (!settings.isFailBuild()) {
      log.say("WARNING: " + report.summary());
    }
    return report;
  }
}
