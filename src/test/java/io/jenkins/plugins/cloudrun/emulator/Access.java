package io.jenkins.plugins.cloudrun.emulator;

import io.jenkins.plugins.cloudrun.emulator.http.ApiException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Who may do what: everything, for an account that exists, until it is denied. */
public final class Access {
  private static final Map<String, String> TITLES =
      Map.of(
          "run", "Cloud Run Admin API",
          "logging", "Cloud Logging API",
          "monitoring", "Cloud Monitoring API",
          "cloudbuild", "Cloud Build API",
          "serviceusage", "Service Usage API",
          "iam", "Identity and Access Management (IAM) API",
          "cloudresourcemanager", "Cloud Resource Manager API",
          "artifactregistry", "Artifact Registry API");

  private final Set<String> accounts;
  private final Set<String> denied = new HashSet<>();
  private final Set<String> disabled = new HashSet<>();
  private final String projectNumber;

  Access(Options options) {
    projectNumber = options.projectNumber();
    accounts = new HashSet<>(options.accounts());
    accounts.add(options.computeAccount());
  }

  /**
   * Takes a permission from an account.
   *
   * @param permission such as {@code run.services.update}, {@code iam.serviceaccounts.actAs}, or
   *     {@code *} for all
   */
  public synchronized Access deny(String email, String permission) {
    denied.add(email + " " + permission);
    return this;
  }

  /** Gives back what {@link #deny} took. */
  public synchronized Access allow(String email, String permission) {
    denied.remove(email + " " + permission);
    return this;
  }

  /**
   * Switches an API off in the project.
   *
   * @param permissions what its permissions begin with, such as {@code run}
   */
  public synchronized Access disable(String permissions) {
    disabled.add(permissions);
    return this;
  }

  /** Switches an API on again. */
  public synchronized Access enable(String permissions) {
    disabled.remove(permissions);
    return this;
  }

  /** Refuses when the API with such permissions is off; that is asked before who calls. */
  public synchronized void checkApi(String permission) {
    String prefix = permission.substring(0, permission.indexOf('.'));
    if (disabled.contains(prefix)) {
      throw ApiException.disabled(
          TITLES.getOrDefault(prefix, prefix), prefix + ".googleapis.com", projectNumber);
    }
  }

  /** Whether the API whose permissions begin so is on in the project. */
  public synchronized boolean isOn(String permissions) {
    return !disabled.contains(permissions);
  }

  /** Whether there is such a service account. */
  public synchronized boolean exists(String email) {
    return accounts.contains(email);
  }

  /** Makes a service account exist. */
  public synchronized Access create(String email) {
    accounts.add(email);
    return this;
  }

  public synchronized boolean may(String email, String permission) {
    return accounts.contains(email)
        && !denied.contains(email + " *")
        && !denied.contains(email + " " + permission);
  }

  /** Refuses unless the caller has the permission. */
  public void check(Principal caller, String permission, String resource) {
    checkApi(permission);
    if (!may(caller.email(), permission)) {
      throw ApiException.denied(permission, resource);
    }
  }

  /** Refuses unless the caller may run containers as that account. */
  public synchronized void checkActAs(Principal caller, String account) {
    if (!accounts.contains(account) || !may(caller.email(), "iam.serviceaccounts.actAs")) {
      throw ApiException.denied(
          "Permission 'iam.serviceaccounts.actAs' denied on service account %s (or it may not exist)."
              .formatted(account));
    }
  }
}
