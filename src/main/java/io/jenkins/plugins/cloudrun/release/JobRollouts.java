package io.jenkins.plugins.cloudrun.release;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Item;
import hudson.model.Job;
import java.util.Collection;
import java.util.List;
import jenkins.model.TransientActionFactory;

/** The page of a job: what it has brought where, and its rollouts. */
public final class JobRollouts extends ReleasePage {
  private final Job<?, ?> job;

  JobRollouts(Job<?, ?> job) {
    this.job = job;
  }

  @Override
  public Job<?, ?> getOwner() {
    return job;
  }

  @Override
  public String getUrl() {
    return job.getUrl() + URL_NAME + "/";
  }

  @Override
  Item place() {
    return job;
  }

  @Override
  boolean covers(String item) {
    return item.equals(job.getFullName());
  }

  @Override
  boolean mayView() {
    return job.hasPermission(CloudRunPermissions.VIEW);
  }

  @Override
  boolean mayViewSome() {
    return false;
  }

  @Override
  public String getTitle() {
    return getDisplayName() + " - " + job.getFullDisplayName();
  }

  @Override
  public String getEmptyText() {
    return "Builds of this job that deploy show here what serves where.";
  }

  /** Gives the page to jobs that have had a rollout. */
  @Extension
  @SuppressWarnings("rawtypes")
  public static final class Factory extends TransientActionFactory<Job> {
    @Override
    public Class<Job> type() {
      return Job.class;
    }

    @Override
    public Class<? extends Action> actionType() {
      return JobRollouts.class;
    }

    @Override
    public Collection<? extends Action> createFor(Job job) {
      return engine().knows(job.getFullName())
          ? List.of(new JobRollouts((Job<?, ?>) job))
          : List.of();
    }
  }
}
