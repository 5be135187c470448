package io.jenkins.plugins.cloudrun.gcp;

import com.google.api.client.http.HttpResponseException;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Failure.Reason;
import java.io.IOException;
import java.util.Optional;

/**
 * What went wrong in a call of Google's libraries, in the engine's terms: a read that got no proper
 * answer is Transient; a write is Ambiguous from the moment that it may have reached the server.
 */
final class Failures {
  private static final String PROXY =
      " Check the endpoint (Manage Jenkins, System, Cloud Run) and Jenkins' proxy.";

  private Failures() {}

  /** Of a call to the Admin API. */
  static Failure of(RuntimeException error, Doing doing) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof TokenException token) {
        return token(token.reason(), "an access token to " + doing.what());
      }
      if (cause instanceof HttpResponseException answer) {
        return of(ApiError.of(answer), doing, error);
      }
      if (cause instanceof NoAnswerException none) {
        return silent(none, doing, error);
      }
    }
    return unclear(
        doing.service()
            + "'s answer to the attempt to "
            + doing.what()
            + " could not be understood: it is not what the API speaks (a proxy's page?)."
            + PROXY,
        doing,
        error);
  }

  /** Of an answer that says no. */
  static Failure of(ApiError answer, Doing doing, Exception error) {
    String said = doing.service() + " could not " + doing.what() + ": " + answer.words();
    if (answer.googles()) {
      Optional<Failure> byCode = byCode(answer, said, doing, error);
      if (byCode.isPresent()) {
        return byCode.get();
      }
    }
    int status = answer.status();
    if (status == 429 || status == 407) {
      String next =
          status == 407
              ? " Does Jenkins' proxy have its user and password?"
              : " Too much was asked; wait, or raise the quota of the " + api(doing) + ".";
      return new Failure.Transient(said + next, answer.retryAfter(), error);
    }
    if (status == 408 || status == 499 || status >= 500 && status != 501) {
      return unclear(
          said + " Look at https://status.cloud.google.com if that goes on.", doing, error);
    }
    return permanent(Reason.REFUSED, said + PROXY, error);
  }

  private static Optional<Failure> byCode(
      ApiError answer, String said, Doing doing, Exception error) {
    Failure known =
        switch (answer.code()) {
          case "NOT_FOUND" -> permanent(Reason.NOT_FOUND, said + location(doing), error);
          case "UNIMPLEMENTED" -> permanent(Reason.INVALID, said + location(doing), error);
          case "INVALID_ARGUMENT", "OUT_OF_RANGE" ->
              permanent(Reason.INVALID, said + " Correct the parameter and try again.", error);
          case "PERMISSION_DENIED" ->
              permanent(
                  Reason.DENIED,
                  said + " The account that deploys needs " + doing.role() + ".",
                  error);
          case "UNAUTHENTICATED" ->
              permanent(
                  Reason.UNAUTHENTICATED,
                  said
                      + " Google did not accept the token: is the key still active, and the clock"
                      + " right?",
                  error);
          case "ALREADY_EXISTS" ->
              permanent(
                  Reason.EXISTS,
                  said + " Look at who made it; then choose another name, or run the build again.",
                  error);
          case "ABORTED" ->
              permanent(
                  Reason.CONFLICT,
                  said + " Look at what changed meanwhile, then try again.",
                  error);
          case "FAILED_PRECONDITION" ->
              permanent(Reason.REFUSED, said + " Mend that, then try again.", error);
          default -> null;
        };
    return Optional.ofNullable(known);
  }

  private static Failure silent(NoAnswerException none, Doing doing, Exception error) {
    String why = ApiError.sentence(none.getMessage());
    if (!none.sent()) {
      return new Failure.Transient(
          doing.service()
              + " could not be reached to "
              + doing.what()
              + ": "
              + why
              + " Is the network or Jenkins' proxy all right?",
          Optional.empty(),
          error);
    }
    return unclear(
        doing.service()
            + " did not answer the attempt to "
            + doing.what()
            + ": "
            + why
            + " Is the network or Jenkins' proxy all right?",
        doing,
        error);
  }

  private static Failure unclear(String said, Doing doing, Exception error) {
    return doing.write()
        ? new Failure.Ambiguous(said, error)
        : new Failure.Transient(said, Optional.empty(), error);
  }

  /**
   * Of an attempt to get a token.
   *
   * @param what continues "Google gave no": {@code access token to update service shop}
   */
  static Failure token(IOException error, String what) {
    String tried = "Google gave no " + what.replaceFirst("^an ", "") + ": ";
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof HttpResponseException answer) {
        ApiError said = ApiError.of(answer);
        if (said.status() == 408 || said.status() == 429 || said.status() >= 500) {
          return new Failure.Transient(
              tried + said.words() + " Is the token endpoint all right?", said.retryAfter(), error);
        }
        return permanent(
            Reason.UNAUTHENTICATED,
            tried
                + said.words()
                + (said.words().contains("has not been used in project")
                    ? ""
                    : said.status() == 403
                        ? " May the account impersonate the other"
                            + " (roles/iam.serviceAccountTokenCreator)?"
                        : " Is the key still active, and the controller's clock right?"),
            error);
      }
      if (cause instanceof NoAnswerException none) {
        return new Failure.Transient(
            tried
                + ApiError.sentence(none.getMessage())
                + " Can the controller reach the token endpoint, and is Jenkins' proxy all right?",
            Optional.empty(),
            error);
      }
    }
    return permanent(
        Reason.UNAUTHENTICATED,
        tried
            + ApiError.sentence(error.getMessage())
            + " Check the credentials, or name others with credentialsId.",
        error);
  }

  private static Failure.Permanent permanent(Reason reason, String message, Throwable cause) {
    return new Failure.Permanent(reason, message, cause);
  }

  /** Wrong regions are answered in several ways, none of which names the region. */
  private static String location(Doing doing) {
    return " Does the region "
        + doing.region()
        + " exist, and is the "
        + api(doing)
        + " enabled in the project"
        + (doing.service().equals("Cloud Run") ? " (gcloud run regions list)?" : "?");
  }

  private static String api(Doing doing) {
    return doing.service() + (doing.service().equals("Cloud Run") ? " Admin API" : " API");
  }
}
