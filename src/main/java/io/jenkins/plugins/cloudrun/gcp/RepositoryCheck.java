package io.jenkins.plugins.cloudrun.gcp;

import io.jenkins.plugins.cloudrun.image.registry.RegistryBlobs;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.preflight.Remedies;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Failure.Reason;
import java.net.URI;
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
      findings.ok(permission, on, "It may push images to " + on + ".");
    } catch (Failure e) {
      boolean absent =
          e instanceof Failure.Permanent permanent && permanent.reason() == Reason.NOT_FOUND;
      if (absent) {
        findings.missing(
            "artifactregistry.repository",
            on,
            "There is no repository " + on + ", or it may not be seen.",
            Remedies.create(repository));
      } else if (e instanceof Failure.Permanent) {
        findings.missing(permission, on, e.explanation(), remedies.push(repository));
      } else {
        findings.unknown(permission, on, e.explanation());
      }
    }
  }
}
