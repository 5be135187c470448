package io.jenkins.plugins.cloudrun.preflight;

import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.ServiceName;
import java.util.List;
import java.util.Optional;

/**
 * The place at which an account is to be tried. What is empty is not tried.
 *
 * @param project where services and jobs are
 * @param regions where services and jobs are
 * @param service one whose own bindings count too
 * @param repository what images lie under
 * @param serviceAccount the account that containers run as; empty means the project's default one
 */
public record Question(
    Optional<ProjectId> project,
    List<Region> regions,
    Optional<ServiceName> service,
    Optional<ImageName> repository,
    Optional<String> serviceAccount) {
  public Question {
    regions = List.copyOf(regions);
  }
}
