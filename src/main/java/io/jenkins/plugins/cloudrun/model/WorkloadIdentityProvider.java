package io.jenkins.plugins.cloudrun.model;

import java.util.regex.Pattern;

/**
 * A provider of a workload identity pool: it says whose identity tokens Google takes in exchange
 * for its own.
 *
 * @param value {@code projects/NUMBER/locations/global/workloadIdentityPools/POOL/providers/NAME};
 *     what Google writes before it ({@code //iam.googleapis.com/}, with or without a scheme) may be
 *     given, and is left out
 */
public record WorkloadIdentityProvider(String value) {
  private static final Pattern PREFIX = Pattern.compile("^(?:https?:)?//iam\\.googleapis\\.com/");
  private static final Pattern ALLOWED =
      Pattern.compile(
          "projects/[0-9]{1,20}/locations/global/workloadIdentityPools/[a-z0-9-]{4,32}"
              + "/providers/[a-z0-9-]{4,32}");

  public WorkloadIdentityProvider {
    value =
        Text.matching(
            ALLOWED,
            "workload identity provider",
            PREFIX.matcher(value).replaceFirst(""),
            "give its full name with the project's number, as 'gcloud iam workload-identity-pools"
                + " providers describe' shows it:"
                + " projects/NUMBER/locations/global/workloadIdentityPools/POOL/providers/NAME");
  }

  /** As the exchange of tokens names it: {@code //iam.googleapis.com/projects/...}. */
  public String audience() {
    return "//iam.googleapis.com/" + value;
  }

  /**
   * Who a subject of its tokens is to IAM: {@code principal://iam.googleapis.com/.../subject/S}.
   */
  public String principal(String subject) {
    return "principal:" + audience().replaceFirst("/providers/[^/]+$", "") + "/subject/" + subject;
  }

  @Override
  public String toString() {
    return value;
  }
}
