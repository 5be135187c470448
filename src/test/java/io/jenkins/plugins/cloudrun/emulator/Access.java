package io.jenkins.plugins.cloudrun.emulator;

import io.jenkins.plugins.cloudrun.emulator.http.ApiException;
import java.util.HashSet;
import java.util.Set;

/** Who may do what: everything, for an account that exists, until it is denied. */
public final class Access {
  private final Set<String> accounts;
  private final Set<String> denied = new HashSet<>();

  Access(Options options) {
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
