package jenkins.model.lazy;

import hudson.model.Job;
import hudson.model.Run;

public abstract class LazyBuildMixIn<JobT extends Job<JobT, RunT>, RunT extends Run<JobT, RunT>> {
  protected LazyBuildMixIn() {}

  public interface LazyLoadingJob<JobT extends Job<JobT, RunT>, RunT extends Run<JobT, RunT>> {}

  public interface LazyLoadingRun<JobT extends Job<JobT, RunT>, RunT extends Run<JobT, RunT>> {}
}
