package io.jenkins.plugins.cloudrun.rollout;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a person can do about a revision that does not become ready, by what Cloud Run said of it.
 * The first row that fits counts: what names one cause stands before what only names its effect. A
 * container that crashed did not listen either.
 */
final class Advice {
  /** Looked for in reasons and messages of conditions, and in errors of operations. */
  private static final List<Row> SAID =
      List.of(
          row(
              "must support amd64/linux|exec format error",
              "The image is for another processor. Build it for linux/amd64 (docker build"
                  + " --platform linux/amd64; cloudRunBuild does so by default)"),
          row(
              "must have permission to read the image|CONTAINER_PERMISSION_DENIED",
              (found, text) ->
                  "Let the Cloud Run service agent read the image's repository: gcloud artifacts"
                      + " repositories add-iam-policy-binding REPOSITORY --member=serviceAccount:"
                      + agent(text)
                      + " --role=roles/artifactregistry.reader --location=LOCATION"
                      + " --project=PROJECT (of the image)"),
          row(
              "CONTAINER_IMAGE_UNAUTHORIZED|CONTAINER_IMAGE_AUTHORIZATION_CHECK_FAILED"
                  + "|Binary Authorization",
              "Binary Authorization refuses the image: attest it, or let an administrator look at"
                  + " the policy"),
          row(
              "Image '[^']*' not found|CONTAINER_MISSING",
              "Check the image's name, region and project, and that it was pushed; somebody may"
                  + " have deleted it"),
          row(
              "Permission denied on secret|SECRETS_ACCESS_CHECK_FAILED",
              (found, text) ->
                  "Let the service's own account (serviceAccount) read the secret: gcloud secrets"
                      + " add-iam-policy-binding "
                      + secret(text)
                      + " --member=serviceAccount:ACCOUNT"
                      + " --role=roles/secretmanager.secretAccessor"),
          row(
              "[Ss]ecret \\S* ?(?:was )?not found|secret version .* (?:DISABLED|DESTROYED|disabled"
                  + "|destroyed)",
              "Check the secret's name and version: it must exist and be enabled"),
          row(
              "iam\\.serviceaccounts\\.actAs",
              "Let the account that deploys use the service's account"
                  + " (roles/iam.serviceAccountUser on it)"),
          row(
              "[Qq]uota|ACTIVE_REVISION_LIMIT_REACHED|RESOURCE_EXHAUSTED|MIN_INSTANCES_NOT_PROVISIONED",
              "A quota is used up: lower minInstances, maxInstances, cpu or memory, delete what is"
                  + " not needed, or ask for more (console, IAM & Admin, Quotas)"),
          row(
              "VPC_NETWORK_NOT_FOUND",
              "Check the network and subnetwork of the service's VPC settings"),
          row(
              "ENCRYPTION_KEY_(?:PERMISSION_DENIED|CHECK_FAILED)",
              "Let the Cloud Run service agent use the encryption key"
                  + " (roles/cloudkms.cryptoKeyEncrypterDecrypter)"),
          row(
              "during container import|PROGRESS_DEADLINE_EXCEEDED|Resource readiness deadline",
              "Cloud Run did not get the image in time. Deploy again; if it stays so, make the"
                  + " image smaller and look at https://status.cloud.google.com"));

  /** Looked for in the container's last lines too. */
  private static final List<Row> LOGGED =
      List.of(
          row(
              "exec format error",
              "The image's program is for another processor. Build it for linux/amd64"),
          row(
              "[Mm]emory limit of .{1,40}? exceeded|[Oo]ut of memory|OutOfMemoryError"
                  + "|exit(?: code: |ed with code |\\()137\\b",
              "The container was ended because it needs more memory: raise memory, or lower what"
                  + " the program takes (of a JVM: -XX:MaxRAMPercentage)"),
          row(
              "(?:exit\\(|exit code: |exited with code )([0-9]{1,3})\\b",
              (found, text) -> "The container ended by itself" + exit(found.group(1))));

  /** What is left when nothing more particular is known. */
  private static final List<Row> EFFECTS =
      List.of(
          row(
              "failed the configured (?:startup|liveness|readiness) probe",
              "The probe that is configured got no good answer: check its path and port, and give"
                  + " it more time (failureThreshold, periodSeconds) if the program starts slowly"),
          row(
              "failed to start and listen on the port|listen(?:ing)? on the"
                  + " port|HEALTH_CHECK_CONTAINER_ERROR",
              "The program must listen on 0.0.0.0 (not on localhost) at the port that the variable"
                  + " PORT names, within the startup time; if it listens on another one, name that"
                  + " with port"));

  private Advice() {}

  private record Row(Pattern pattern, BiFunction<Matcher, String, String> advice) {}

  private static Row row(String pattern, String advice) {
    return row(pattern, (found, text) -> advice);
  }

  private static Row row(String pattern, BiFunction<Matcher, String, String> advice) {
    return new Row(Pattern.compile(pattern), advice);
  }

  /**
   * What to do, without a full stop.
   *
   * @param said reasons and messages
   * @param logs the container's last lines
   */
  static Optional<String> of(List<String> said, List<String> logs) {
    String words = String.join("\n", said);
    return first(SAID, words)
        .or(() -> first(LOGGED, words + "\n" + String.join("\n", logs)))
        .or(() -> first(EFFECTS, words));
  }

  private static Optional<String> first(List<Row> rows, String text) {
    for (Row row : rows) {
      Matcher found = row.pattern().matcher(text);
      if (found.find()) {
        return Optional.of(row.advice().apply(found, text));
      }
    }
    return Optional.empty();
  }

  private static String agent(String text) {
    Matcher agent =
        Pattern.compile("service-[0-9]+@serverless-robot-prod\\.iam\\.gserviceaccount\\.com")
            .matcher(text);
    return agent.find()
        ? agent.group()
        : "service-PROJECT_NUMBER@serverless-robot-prod.iam.gserviceaccount.com";
  }

  private static String secret(String text) {
    Matcher secret =
        Pattern.compile("Permission denied on secret:? *(\\S+?)(?:/versions/\\S*)?\\s")
            .matcher(text);
    return secret.find() ? secret.group(1) : "SECRET";
  }

  private static String exit(String code) {
    String with = " with exit code " + code;
    return switch (code) {
      case "0" ->
          ": it finished. A service must go on and listen on the port that the variable PORT names;"
              + " what runs to an end is a job (cloudRunJobExecute)";
      case "126" -> with + ": the program may not be executed. Check its mode";
      case "127" -> with + ": the program was not found. Check command and the image's entrypoint";
      case "139" ->
          with + ": it crashed in native code (segmentation fault). Is the image for linux/amd64?";
      case "143" -> with + ": it was told to stop (SIGTERM). Did it start in time?";
      default -> with + ": its last lines say why";
    };
  }
}
