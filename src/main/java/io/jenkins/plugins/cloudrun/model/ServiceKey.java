package io.jenkins.plugins.cloudrun.model;

/** One service in one region: what a rollout holds exclusively. */
public record ServiceKey(ProjectId project, Region region, ServiceName service) {
  /** The resource name in the Admin API. */
  public String resource() {
    return "projects/" + project + "/locations/" + region + "/services/" + service;
  }

  @Override
  public String toString() {
    return "service " + service + " in " + region + " of " + project;
  }
}
