package io.jenkins.plugins.cloudrun.gcp;

import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Failure.Reason;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether containers may be made to run as a service account, as IAM itself says it. */
final class RuntimeAccount {
  private static final String ACT_AS = "iam.serviceAccounts.actAs";
  private static final Pattern EMAIL =
      Pattern.compile("[^@]+@([a-z][a-z0-9-]{4,28}[a-z0-9])\\.iam\\.gserviceaccount\\.com");

  /** What IAM says. */
  enum Answer {
    MAY,
    MAY_NOT,
    ABSENT,
    /** IAM is off in the project that is charged, or not reached: nothing follows from that. */
    NOT_TOLD
  }

  private final RestCalls calls;
  private final Endpoints endpoints;

  RuntimeAccount(RestCalls calls, Endpoints endpoints) {
    this.calls = calls;
    this.endpoints = endpoints;
  }

  Answer ask(String account) {
    Matcher email = EMAIL.matcher(account);
    boolean named = email.matches();
    String resource =
        endpoints.besideApi(Endpoints.GOOGLE_IAM_ADMIN)
            + "/v1/projects/"
            // Any project; but then IAM says "denied" of an account that is not there.
            + (named ? email.group(1) : "-")
            + "/serviceAccounts/"
            + RestCalls.encoded(account);
    try {
      return new GrantedPermissions(calls)
              .of(
                  resource,
                  List.of(ACT_AS),
                  new Doing("IAM", "ask for permissions on " + account, false, "", ""))
              .contains(ACT_AS)
          ? Answer.MAY
          : Answer.MAY_NOT;
    } catch (Failure e) {
      return named
              && e instanceof Failure.Permanent permanent
              && permanent.reason() == Reason.NOT_FOUND
          ? Answer.ABSENT
          : Answer.NOT_TOLD;
    }
  }
}
