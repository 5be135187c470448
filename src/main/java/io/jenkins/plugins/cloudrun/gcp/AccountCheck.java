package io.jenkins.plugins.cloudrun.gcp;

import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.image.registry.Attempts;
import io.jenkins.plugins.cloudrun.model.Moments;
import io.jenkins.plugins.cloudrun.preflight.Finding;
import io.jenkins.plugins.cloudrun.preflight.Finding.State;
import io.jenkins.plugins.cloudrun.preflight.Question;
import io.jenkins.plugins.cloudrun.preflight.Remedies;
import io.jenkins.plugins.cloudrun.preflight.Report;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gets a token of an account, and finds out what it may do. */
final class AccountCheck {
  private final GoogleSessions sessions;
  private final GoogleSettings settings;
  private final JdkHttpTransport transport;
  private final Runnable meter;

  AccountCheck(
      GoogleSessions sessions,
      GoogleSettings settings,
      JdkHttpTransport transport,
      Runnable meter) {
    this.sessions = sessions;
    this.settings = settings;
    this.transport = transport;
    this.meter = meter;
  }

  Report run(Origin origin, Account account, Question question) {
    List<Finding> findings = new ArrayList<>();
    try {
      IdentityFacts facts = sessions.facts(origin, account);
      GoogleSession session = sessions.open(origin, account);
      String identity = facts.who();
      findings.add(token(facts));
      findings.addAll(
          new Preflight(
                  new RestCalls(transport.as(new AccessTokens(session.credentials(), meter))),
                  session.registry().blobs(Attempts.usual(line -> {})),
                  registry -> isTrusted(registry),
                  settings.endpoints(),
                  question,
                  new Remedies(identity))
              .run());
      return new Report(Optional.of(identity), findings);
    } catch (Failure e) {
      findings.add(refused(e, account, source(origin, account)));
      return new Report(Optional.empty(), findings);
    }
  }

  /**
   * Google's own, or named by an administrator. Loopback is not enough here: a form's field must
   * not make the controller talk to itself.
   */
  private boolean isTrusted(String registry) {
    return registry.equals("gcr.io")
        || registry.endsWith(".gcr.io")
        || registry.endsWith(".pkg.dev")
        || settings.registries().contains(registry);
  }

  /** Who is to make the token of another, if that is asked for; empty if it is not known. */
  private String source(Origin origin, Account account) {
    Account own =
        new Account(account.credentialsId(), Optional.empty(), account.workloadIdentityProvider());
    try {
      return account.impersonate().isPresent() ? sessions.facts(origin, own).who() : "";
    } catch (Failure e) {
      return "";
    }
  }

  private static Finding refused(Failure failure, Account account, String source) {
    boolean passing = !(failure instanceof Failure.Permanent);
    Optional<String> command =
        SwitchedOff.of(failure)
            .map(off -> Remedies.enable(off.service(), off.consumer()))
            .or(
                () ->
                    account
                        .impersonate()
                        .filter(
                            email -> failure.explanation().contains("serviceAccountTokenCreator"))
                        .map(email -> new Remedies(source).impersonate(email)));
    return new Finding(
        "token",
        passing ? State.UNKNOWN : State.MISSING,
        account.credentialsId().orElse("application default credentials"),
        failure.explanation(),
        command);
  }

  private static Finding token(IdentityFacts facts) {
    return new Finding(
        "token",
        State.OK,
        facts.who(),
        "Google gave a token for "
            + facts.who()
            + ", good until "
            + Moments.text(facts.expires())
            + (facts.longLivedKey()
                ? "; what proves it is a key that is good until somebody deletes it."
                : "."),
        Optional.empty());
  }
}
