package io.jenkins.plugins.cloudrun.model;

/** One job in one region. */
public record JobKey(ProjectId project, Region region, JobName job) {
  /** The resource name in the Admin API. */
  public String resource() {
    return "projects/" + project + "/locations/" + region + "/jobs/" + job;
  }

  @Override
  public String toString() {
    return "job " + job + " in " + region + " of " + project;
  }
}
