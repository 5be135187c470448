package io.jenkins.plugins.cloudrun.model;

import java.util.List;
import java.util.Optional;

/**
 * A place to deploy to, as an administrator or the owner of a folder has described it: where, as
 * whom, and from which repository. What is empty is taken from elsewhere; a step's own parameters
 * always win. It is looked up when something starts; what has begun keeps what it was given then.
 *
 * @param name unique among the targets that an item may use
 * @param project where services and jobs are
 * @param regions where services and jobs are, in the order in which they are rolled out; empty if
 *     the step names its region
 * @param repository what images lie under: {@code europe-docker.pkg.dev/PROJECT/REPOSITORY}
 * @param credentialsId of a Jenkins credential, looked up from the item that uses the target
 * @param workloadIdentityProvider takes the credential's text, which then is an identity token
 * @param impersonate the e-mail address of a service account to act as
 * @param serviceAccount the e-mail address of the account that containers run as
 */
public record Target(
    TargetName name,
    Optional<ProjectId> project,
    List<Region> regions,
    Optional<ImageName> repository,
    Optional<String> credentialsId,
    Optional<WorkloadIdentityProvider> workloadIdentityProvider,
    Optional<String> impersonate,
    Optional<String> serviceAccount) {
  public Target {
    regions = List.copyOf(regions);
  }

  /** A target of which only the name is known yet. */
  public static Target named(TargetName name) {
    return new Target(
        name,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Where an image of this target lies.
   *
   * @param image its name below the repository: {@code shop} or {@code team/shop}
   * @return empty if the target has no repository
   */
  public Optional<ImageName> image(String image) {
    return repository.map(base -> new ImageName(base.registry(), base.path() + "/" + image));
  }
}
