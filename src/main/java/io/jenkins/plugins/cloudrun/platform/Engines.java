package io.jenkins.plugins.cloudrun.platform;

import io.jenkins.plugins.cloudrun.cloudbuild.SourceBehaviour;
import io.jenkins.plugins.cloudrun.cloudbuild.SourceBuild;
import io.jenkins.plugins.cloudrun.cloudbuild.SourceBuildJson;
import io.jenkins.plugins.cloudrun.durable.Budget;
import io.jenkins.plugins.cloudrun.durable.DurableEngine;
import io.jenkins.plugins.cloudrun.durable.Engine;
import io.jenkins.plugins.cloudrun.durable.FileStore;
import io.jenkins.plugins.cloudrun.durable.Notes;
import io.jenkins.plugins.cloudrun.durable.Poller;
import io.jenkins.plugins.cloudrun.durable.Seal;
import io.jenkins.plugins.cloudrun.durable.SetAside;
import io.jenkins.plugins.cloudrun.durable.StoreException;
import io.jenkins.plugins.cloudrun.job.JobBehaviour;
import io.jenkins.plugins.cloudrun.job.JobRun;
import io.jenkins.plugins.cloudrun.job.JobRunJson;
import io.jenkins.plugins.cloudrun.promotion.AuditLog;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import io.jenkins.plugins.cloudrun.rollout.RolloutBehaviour;
import io.jenkins.plugins.cloudrun.rollout.RolloutJson;
import io.jenkins.plugins.cloudrun.rollout.Rulebook;
import io.jenkins.plugins.cloudrun.rollout.ServiceRecords;
import io.jenkins.plugins.cloudrun.rollout.Surroundings;
import io.jenkins.plugins.cloudrun.rollout.Vouchers;
import io.jenkins.plugins.cloudrun.rollout.port.ImageCopies;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** The engines of one installation over one folder, behind one poller. */
public final class Engines implements AutoCloseable {
  private static final Logger LOGGER = Logger.getLogger(Engines.class.getName());

  private final Poller poller;
  private final ServiceRecords services;
  private final DurableEngine<Rollout> rollouts;
  private final DurableEngine<JobRun> jobRuns;
  private final DurableEngine<SourceBuild> sourceBuilds;
  private final AuditLog audit;

  /** Without promotions between registries; the rules of targets are those of a plan. */
  public Engines(Path home, Seal seal, Sessions sessions, Budget budget, Clock clock) {
    this(home, seal, sessions, budget, clock, ImageCopies.NONE, Rulebook.UNCHANGED);
  }

  /**
   * @param home the folder of the plugin's files
   * @param seal encrypts plans
   * @param budget calls that the sessions may make, which they count themselves
   * @param copies of images from one registry to another
   * @param rulebook the rules of targets as they are now
   */
  public Engines(
      Path home,
      Seal seal,
      Sessions sessions,
      Budget budget,
      Clock clock,
      ImageCopies copies,
      Rulebook rulebook) {
    this.audit = new AuditLog(home.resolve("audit"));
    this.poller = new Poller(Poller.DEFAULT_WORKERS, budget);
    this.services = new ServiceRecords(new Notes(home.resolve("services")));
    this.rollouts =
        new DurableEngine<>(
            new FileStore<>(home.resolve("rollouts"), new RolloutJson(seal)),
            new RolloutBehaviour(
                sessions,
                clock,
                new Surroundings(
                    Optional.of(services),
                    Optional.of(new Vouchers(new Notes(home.resolve("vouched")))),
                    copies,
                    rulebook,
                    audit)),
            poller,
            clock);
    this.jobRuns =
        new DurableEngine<>(
            new FileStore<>(home.resolve("job-runs"), new JobRunJson(seal)),
            new JobBehaviour(sessions, clock),
            poller,
            clock);
    this.sourceBuilds =
        new DurableEngine<>(
            new FileStore<>(home.resolve("source-builds"), new SourceBuildJson(seal)),
            new SourceBehaviour(sessions, clock),
            poller,
            clock);
  }

  /** The decisions of people and rules. */
  public AuditLog audit() {
    return audit;
  }

  public Engine<Rollout> rollouts() {
    return rollouts;
  }

  /** What rollouts have learnt of services. */
  public ServiceRecords services() {
    return services;
  }

  public Engine<JobRun> jobRuns() {
    return jobRuns;
  }

  public Engine<SourceBuild> sourceBuilds() {
    return sourceBuilds;
  }

  /**
   * Takes up what an earlier process left unfinished. Once, when credentials can be looked up.
   * Files that cannot be read are reported and stop neither the others nor the start of Jenkins.
   */
  public void resume() {
    resume("Rollouts", rollouts);
    resume("Job executions", jobRuns);
    resume("Builds in the cloud", sourceBuilds);
  }

  private static void resume(String what, DurableEngine<?> engine) {
    try {
      engine.resume();
    } catch (StoreException e) {
      LOGGER.log(
          Level.SEVERE,
          what + " from before the start do not go on: mend the file and restart Jenkins",
          e);
    }
  }

  /**
   * Gives the new full name of an item to all that it asked for, and to what it has brought. What
   * cannot be stored keeps the former name and is said in the log.
   */
  public void renamed(String former, String now) {
    Stream.<Runnable>of(
            () -> rollouts.renamed(former, now),
            () -> jobRuns.renamed(former, now),
            () -> sourceBuilds.renamed(former, now),
            // A turn under way that still writes the former name here mends that itself.
            () -> services.renamed(former, now))
        .forEach(part -> renamed(former, now, part));
  }

  private static void renamed(String former, String now, Runnable part) {
    try {
      part.run();
    } catch (StoreException e) {
      LOGGER.log(
          Level.WARNING,
          "Not all that "
              + former
              + " has begun is known as that of "
              + now
              + ". Mend what is said, rename the job to its former name and back.",
          e);
    }
  }

  /** Files of any kind that could not be read, and are not driven. */
  public List<SetAside> setAside() {
    return Stream.of(rollouts, jobRuns, sourceBuilds)
        .flatMap(engine -> engine.setAside().stream())
        .toList();
  }

  /** How many rollouts, job executions and builds in the cloud go on. */
  public int size() {
    return rollouts.size() + jobRuns.size() + sourceBuilds.size();
  }

  /** Stops driving; what is stored goes on at the next start. */
  @Override
  public void close() {
    rollouts.close();
    jobRuns.close();
    sourceBuilds.close();
    poller.close();
  }
}
