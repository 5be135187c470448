package io.jenkins.plugins.cloudrun.release;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Job;
import io.jenkins.plugins.cloudrun.durable.Engine;
import io.jenkins.plugins.cloudrun.durable.StoreException;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import jenkins.model.TransientActionFactory;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.StaplerProxy;

/** The page of a job with its rollouts: those that go on, and the last ones that ended. */
public final class JobRollouts implements Action, StaplerProxy {
  private static final int MOST_ENDED = 20;

  private final Job<?, ?> job;

  JobRollouts(Job<?, ?> job) {
    this.job = job;
  }

  /** Null, and so no link, for who may not see it. */
  @Override
  public @Nullable String getIconFileName() {
    return mayView() ? "symbol-cloud" : null;
  }

  @Override
  public String getDisplayName() {
    return "Cloud Run";
  }

  @Override
  public String getUrlName() {
    return BuildRollouts.URL_NAME;
  }

  /** Null, and so not found, for who may not see it. */
  @Override
  public @Nullable Object getTarget() {
    return mayView() ? this : null;
  }

  private boolean mayView() {
    return job.hasPermission(CloudRunPermissions.VIEW);
  }

  public Job<?, ?> getJob() {
    return job;
  }

  /** All of both. */
  public List<RolloutPage> getPages() {
    return engine().of(job.getFullName(), MOST_ENDED).stream().map(this::page).toList();
  }

  /** One of the job; null, and so not found, for any other. */
  public @Nullable RolloutPage getRollout(String id) {
    return found(id)
        .filter(rollout -> rollout.origin().item().equals(job.getFullName()))
        .map(this::page)
        .orElse(null);
  }

  private static Optional<Rollout> found(String id) {
    try {
      return engine().find(id);
    } catch (StoreException e) {
      // No id at all; people type into the address bar.
      return Optional.empty();
    }
  }

  private static Engine<Rollout> engine() {
    return Platform.get().rollouts();
  }

  private RolloutPage page(Rollout rollout) {
    return new RolloutPage(
        job, job, job.getUrl() + BuildRollouts.URL_NAME + "/", rollout, Clock.systemUTC());
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
