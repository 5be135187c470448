package io.jenkins.plugins.cloudrun.checks;

import hudson.Extension;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.checks.api.ChecksConclusion;
import io.jenkins.plugins.checks.api.ChecksDetails;
import io.jenkins.plugins.checks.api.ChecksDetails.ChecksDetailsBuilder;
import io.jenkins.plugins.checks.api.ChecksOutput;
import io.jenkins.plugins.checks.api.ChecksOutput.ChecksOutputBuilder;
import io.jenkins.plugins.checks.api.ChecksPublisherFactory;
import io.jenkins.plugins.checks.api.ChecksStatus;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.platform.RolloutNews;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A check for each service that a build rolls out: in progress with what has begun, then completed
 * with the verdicts and the service's address. Where nobody publishes checks, nothing is said.
 */
@Extension(optional = true)
public final class CommitChecks implements RolloutNews {
  private static final int MOST_CHARACTERS = 60_000;

  private final BiConsumer<Run<?, ?>, ChecksDetails> publisher;

  public CommitChecks() {
    // Without a log: who publishes none would say so in each build, at each step.
    this((run, check) -> ChecksPublisherFactory.fromRun(run, TaskListener.NULL).publish(check));
  }

  /** For tests: another one who publishes. */
  CommitChecks(BiConsumer<Run<?, ?>, ChecksDetails> publisher) {
    this.publisher = publisher;
  }

  @Override
  public void begun(Run<?, ?> run, Rollout rollout, String page, String what, TaskListener log) {
    if (rollout.settlement().isPresent()) {
      // Told late: the end is told next.
      return;
    }
    publisher.accept(
        run,
        check(rollout, page)
            .withStatus(ChecksStatus.IN_PROGRESS)
            .withOutput(output(capital(rollout.status()), plain(what), ""))
            .build());
  }

  @Override
  public void ended(
      Run<?, ?> run, Rollout rollout, String page, Settlement settlement, TaskListener log) {
    Map<String, Object> result = settlement.result();
    String outcome = String.valueOf(result.getOrDefault("outcome", "failed"));
    publisher.accept(
        run,
        check(rollout, page)
            .withStatus(ChecksStatus.COMPLETED)
            .withCompletedAt(utc(Instant.now()))
            .withConclusion(conclusion(settlement.success(), outcome))
            .withOutput(
                output(
                    capital(outcome.replace('_', ' ')),
                    summary(result, settlement.message()),
                    verdicts(result.get("verdicts"))))
            .build());
  }

  private static ChecksDetailsBuilder check(Rollout rollout, String page) {
    ChecksDetailsBuilder check =
        new ChecksDetailsBuilder().withName(name(rollout)).withStartedAt(utc(rollout.startedAt()));
    return page.startsWith("http") ? check.withDetailsURL(page) : check;
  }

  /** With the target, so that what one commit did in the next one does not hide this. */
  private static String name(Rollout rollout) {
    return "Cloud Run / "
        + rollout.plan().service()
        + rollout.origin().target().map(target -> " in " + target).orElse("");
  }

  private static ChecksConclusion conclusion(boolean success, String outcome) {
    return success
        ? ChecksConclusion.SUCCESS
        : outcome.equals("aborted") ? ChecksConclusion.CANCELED : ChecksConclusion.FAILURE;
  }

  private static String summary(Map<String, Object> result, String message) {
    StringBuilder summary = new StringBuilder();
    if (!message.isEmpty()) {
      summary.append(plain(message)).append("\n\n");
    }
    for (String name : List.of("url", "tagUrl", "revision", "previousRevision", "commit")) {
      String value = String.valueOf(result.getOrDefault(name, ""));
      if (!value.isEmpty() && !value.equals("null")) {
        summary.append("- ").append(name).append(": ").append(plain(value)).append('\n');
      }
    }
    return summary.toString();
  }

  private static String verdicts(@Nullable Object given) {
    if (!(given instanceof List<?> verdicts) || verdicts.isEmpty()) {
      return "";
    }
    StringBuilder table = new StringBuilder("| gate | traffic | verdict | |\n|---|---|---|---|\n");
    for (Object each : verdicts) {
      if (each instanceof Map<?, ?> verdict) {
        table
            .append("| ")
            .append(cell(verdict.get("gate")))
            .append(" | ")
            .append(cell(verdict.get("percent")))
            .append(" % | ")
            .append(cell(verdict.get("health")))
            .append(" | ")
            .append(cell(verdict.get("measured")))
            .append(" |\n");
      }
    }
    return table.toString();
  }

  private static String cell(@Nullable Object value) {
    return value == null ? "" : plain(value.toString()).replace("|", "\\|");
  }

  /** What a container or a person wrote is no markup. */
  private static String plain(String text) {
    return text.replaceAll("\\s+", " ")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replaceAll("([\\\\`*_\\[\\]])", "\\\\$1");
  }

  private static ChecksOutput output(String title, String summary, String text) {
    return new ChecksOutputBuilder()
        .withTitle(title)
        .withSummary(cut(summary))
        .withText(cut(text))
        .build();
  }

  private static String cut(String text) {
    return text.substring(0, Math.min(text.length(), MOST_CHARACTERS));
  }

  private static String capital(String text) {
    return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private static LocalDateTime utc(Instant at) {
    return LocalDateTime.ofInstant(at, ZoneOffset.UTC);
  }
}
