package io.jenkins.plugins.cloudrun.preflight;

import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commands that give an account what it lacks. Each holds only values that were parsed, so it
 * can be pasted into a shell.
 *
 * @param identity an e-mail address of a service account, or a principal; empty if it is not known
 */
public record Remedies(String identity) {
  private static final Pattern ACCOUNT =
      Pattern.compile("([a-z][a-z0-9-]*)@([a-z][a-z0-9-]*)\\.iam\\.gserviceaccount\\.com");
  private static final Pattern SHELL_SAFE = Pattern.compile("[A-Za-z0-9@:/._-]+");

  /**
   * Switches an API on.
   *
   * @param project its id or number
   */
  public static String enable(String api, String project) {
    return "gcloud services enable " + api + " --project=" + project;
  }

  /** Grants a role on a project. */
  public String grant(String role, ProjectId project) {
    return "gcloud projects add-iam-policy-binding " + project + member() + " --role=" + role;
  }

  /**
   * Lets the account deploy containers that run as another.
   *
   * @param account empty for the project's default one, whose name has the project's number
   */
  public String actAs(Optional<String> account, ProjectId project) {
    return "gcloud iam service-accounts add-iam-policy-binding "
        + account.orElse(
            "\"$(gcloud projects describe "
                + project
                + " --format='value(projectNumber)')-compute@developer.gserviceaccount.com\"")
        + member()
        + " --role=roles/iam.serviceAccountUser --project="
        + project;
  }

  /** Lets the account make tokens of another. */
  public String impersonate(String account) {
    return "gcloud iam service-accounts add-iam-policy-binding "
        + account
        + member()
        + " --role=roles/iam.serviceAccountTokenCreator";
  }

  /** Lets the account push; empty if the name is not one of Artifact Registry. */
  public Optional<String> push(ImageName repository) {
    return Place.of(repository)
        .map(
            place ->
                "gcloud artifacts repositories add-iam-policy-binding "
                    + place
                    + member()
                    + " --role=roles/artifactregistry.writer");
  }

  /** Makes a service account; empty if its address is not one of a project. */
  public static Optional<String> createAccount(String email) {
    Matcher parts = ACCOUNT.matcher(email);
    return parts.matches()
        ? Optional.of(
            "gcloud iam service-accounts create " + parts.group(1) + " --project=" + parts.group(2))
        : Optional.empty();
  }

  /** Makes the repository; empty if the name is not one of Artifact Registry. */
  public static Optional<String> create(ImageName repository) {
    return Place.of(repository)
        .map(
            place ->
                "gcloud artifacts repositories create " + place + " --repository-format=docker");
  }

  private String member() {
    String member = identity.startsWith("principal") ? identity : "serviceAccount:" + identity;
    return " --member="
        + (!identity.isEmpty() && SHELL_SAFE.matcher(member).matches() ? member : "MEMBER");
  }

  /** A repository of Artifact Registry. */
  private record Place(String repository, String location, String project) {
    private static final Pattern HOST = Pattern.compile("([a-z0-9-]+)-docker\\.pkg\\.dev");

    static Optional<Place> of(ImageName name) {
      Matcher host = HOST.matcher(name.registry());
      String[] parts = name.path().split("/", -1);
      return host.matches() && parts.length >= 2
          ? Optional.of(new Place(parts[1], host.group(1), parts[0]))
          : Optional.empty();
    }

    @Override
    public String toString() {
      return repository + " --location=" + location + " --project=" + project;
    }
  }
}
