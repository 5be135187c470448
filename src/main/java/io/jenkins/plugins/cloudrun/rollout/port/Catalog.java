package io.jenkins.plugins.cloudrun.rollout.port;

import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.ServiceName;
import java.util.List;

/**
 * What is there, by name, for a form to offer. Each call is one request for one page (two for
 * repositories): a form needs no more, and who has more names than that types them.
 */
public interface Catalog {
  /** Names on a page. */
  int MOST = 200;

  /** Services of a region, by their ids. */
  List<String> services(ProjectId project, Region region) throws Failure;

  /** Revisions of a service, by their ids, the newest first. */
  List<String> revisions(ProjectId project, Region region, ServiceName service) throws Failure;

  /** Jobs of a region, by their ids. */
  List<String> jobs(ProjectId project, Region region) throws Failure;

  /**
   * Docker repositories of Artifact Registry in a region, and in the multi-region around it: {@code
   * HOST/PROJECT/ID}.
   */
  List<String> repositories(ProjectId project, Region region) throws Failure;
}
