package io.jenkins.plugins.cloudrun.config;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.model.Defaults;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.Target;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.preflight.Finding;
import io.jenkins.plugins.cloudrun.preflight.Finding.State;
import io.jenkins.plugins.cloudrun.preflight.Question;
import io.jenkins.plugins.cloudrun.preflight.Report;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.jspecify.annotations.Nullable;

/** The button <em>Test connection</em> of a target: runs the check of {@code cloudRunCheck}. */
final class ConnectionTest {
  /** A page waits no longer. */
  private static final long SECONDS = 45;

  private ConnectionTest() {}

  /** Refuses whoever may not configure here, or not use the credentials here. */
  static void admit(@Nullable Item item) {
    if (item == null) {
      Jenkins.get().checkPermission(Jenkins.ADMINISTER);
    } else {
      item.checkPermission(Item.CONFIGURE);
      item.checkPermission(CredentialsProvider.USE_ITEM);
    }
  }

  static FormValidation of(@Nullable Item item, TargetSettings settings) {
    try {
      Target target = settings.toTarget();
      Defaults defaults = Platform.get().defaults(item);
      Optional<String> own = target.credentialsId();
      Account account =
          new Account(
              own.or(defaults::credentialsId),
              target.impersonate(),
              target.workloadIdentityProvider());
      return shown(soon(origin(item), account, question(target, defaults)));
    } catch (InvalidValueException e) {
      return FormValidation.error(e.getMessage());
    } catch (TimeoutException e) {
      return FormValidation.error(
          "There was no complete answer in "
              + SECONDS
              + " s. Can Jenkins reach Google (its proxy)? cloudRunCheck in a job waits longer.");
    }
  }

  private static Origin origin(@Nullable Item item) {
    return new Origin(item == null ? "" : item.getFullName(), Optional.empty(), "a form");
  }

  private static Question question(Target target, Defaults defaults) {
    List<Region> regions =
        target.regions().isEmpty() ? defaults.region().stream().toList() : target.regions();
    return new Question(
        target.project().or(defaults::project),
        regions,
        Optional.empty(),
        target.repository(),
        target.serviceAccount());
  }

  private static Report soon(Origin origin, Account account, Question question)
      throws TimeoutException {
    Future<Report> asked;
    try {
      asked =
          Platform.get().background().submit(() -> Platform.get().check(origin, account, question));
    } catch (RejectedExecutionException e) {
      throw new TimeoutException();
    }
    try {
      return asked.get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the check reports every failure", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TimeoutException();
    } finally {
      asked.cancel(true);
    }
  }

  private static FormValidation shown(Report report) {
    List<Finding> open =
        report.findings().stream().filter(finding -> finding.state() != State.OK).toList();
    String html =
        paragraph(report.headline())
            + (report.identity().isEmpty() ? "" : list(open))
            + commands("What mends it, for somebody who may:", report.commands())
            + commands("What adds the optional:", report.optionalCommands());
    if (!report.ok()) {
      return FormValidation.errorWithMarkup(html);
    }
    return open.stream().allMatch(finding -> finding.state() == State.OPTIONAL)
        ? FormValidation.okWithMarkup(html)
        : FormValidation.warningWithMarkup(html);
  }

  private static String commands(String title, List<String> commands) {
    return commands.isEmpty()
        ? ""
        : paragraph(title) + "<pre>" + Util.escape(String.join("\n", commands)) + "</pre>";
  }

  private static String paragraph(String text) {
    return "<div>" + Util.escape(text) + "</div>";
  }

  private static String list(List<Finding> findings) {
    return findings.isEmpty()
        ? ""
        : findings.stream()
            .map(finding -> "<li>" + Util.escape(finding.message()) + "</li>")
            .collect(Collectors.joining("", "<ul>", "</ul>"));
  }
}
