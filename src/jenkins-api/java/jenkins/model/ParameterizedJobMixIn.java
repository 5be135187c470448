package jenkins.model;

import hudson.model.BuildableItem;
import hudson.model.Job;
import hudson.model.Run;
import jenkins.triggers.TriggeredItem;

public abstract class ParameterizedJobMixIn<
    JobT extends Job<JobT, RunT>, RunT extends Run<JobT, RunT>> {
  public interface ParameterizedJob<JobT extends Job<JobT, RunT>, RunT extends Run<JobT, RunT>>
      extends BuildableItem, TriggeredItem {}
}
