package io.jenkins.plugins.cloudrun.gcp;

import io.jenkins.plugins.cloudrun.image.registry.RegistryBlobs;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.preflight.Finding.State;
import io.jenkins.plugins.cloudrun.preflight.Remedies;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Failure.Reason;
import java.net.URI;
import java.util.Optional;
import java.util.function.Predicate;

/** Whether an account may push to a repository. */
final class RepositoryCheck {
  private final RegistryBlobs registry;
  private final Predicate<String> mayBeAsked;
  private final Remedies remedies;
  private final Findings findings;

  /**
   * @param mayBeAsked which registries may see a token of the account
   */
  RepositoryCheck(
      RegistryBlobs registry, Predicate<String> mayBeAsked, Remedies remedies, Findings findings) {
    this.registry = registry;
    this.mayBeAsked = mayBeAsked;
    this.remedies = remedies;
    this.findings = findings;
  }

  /** Opens an upload and gives it up. */
  void run(ImageName repository) {
    String permission = "artifactregistry.repositories.uploadArtifacts";
    String on = repository.toString();
    if (!mayBeAsked.test(repository.registry())) {
      findings.unknown(
          permission,
          on,
          repository.registry()
              + " is not a registry of Google or one that an administrator has named; it was not"
              + " asked.");
      return;
    }
    ImageName image =
        new ImageName(repository.registry(), repository.path() + "/" + Preflight.PROBE);
    try {
      URI upload = registry.open(image);
      registry.abandon(image, upload);
      project(repository).ifPresent(project -> ApisCheck.on(findings, ApisCheck.REGISTRY, project));
      findings.ok(permission, on, "It may push images to " + on + ".");
    } catch (Failure e) {
      refused(repository, permission, on, e);
    }
  }

  /** The project of a repository of Artifact Registry. */
  static Optional<String> project(ImageName repository) {
    return repository.registry().endsWith("-docker.pkg.dev")
        ? Optional.of(repository.path().split("/", 2)[0])
        : Optional.empty();
  }

  private void refused(ImageName repository, String permission, String on, Failure e) {
    if (findings.switchedOff(e, State.MISSING, "Images cannot be pushed to " + on + ".")) {
      return;
    }
    if (!(e instanceof Failure.Permanent permanent)) {
      findings.unknown(permission, on, e.explanation());
    } else if (permanent.reason() == Reason.NOT_FOUND) {
      findings.missing(
          "artifactregistry.repository",
          on,
          "There is no repository " + on + ", or it may not be seen.",
          Remedies.create(repository));
    } else if (permanent.reason() == Reason.DENIED) {
      // Who may not push is not told, either, that there is nothing to push to.
      findings.missing(
          permission,
          on,
          "It may not push images to " + on + ", or there is no such repository.",
          remedies.push(repository));
    } else {
      findings.missing(permission, on, e.explanation(), Optional.empty());
    }
  }
}
