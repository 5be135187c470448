package io.jenkins.plugins.cloudrun.settings;

import hudson.Extension;
import hudson.model.Item;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import io.jenkins.plugins.cloudrun.job.JobPlan;
import io.jenkins.plugins.cloudrun.model.ContainerSettings;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.JobKey;
import io.jenkins.plugins.cloudrun.model.JobName;
import io.jenkins.plugins.cloudrun.rollout.port.Catalog;
import io.jenkins.plugins.cloudrun.rollout.port.Jobs;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What {@code cloudRunJobExecute} and its builder are told. */
public final class JobSettings extends ContainerFields {
  private static final long serialVersionUID = 1L;

  private final @Nullable String job;
  private @Nullable Integer tasks;
  private @Nullable Integer parallelism;
  private @Nullable Integer maxRetries;
  private @Nullable String taskTimeout;
  // True when the step does not wait: missing in old data means that it waits.
  private boolean detached;

  @DataBoundConstructor
  public JobSettings(@Nullable String job) {
    this.job = Given.text(job);
  }

  public @Nullable String getJob() {
    return job;
  }

  public @Nullable Integer getTasks() {
    return tasks;
  }

  @DataBoundSetter
  public void setTasks(@Nullable Integer tasks) {
    this.tasks = tasks;
  }

  public @Nullable Integer getParallelism() {
    return parallelism;
  }

  @DataBoundSetter
  public void setParallelism(@Nullable Integer parallelism) {
    this.parallelism = parallelism;
  }

  public @Nullable Integer getMaxRetries() {
    return maxRetries;
  }

  @DataBoundSetter
  public void setMaxRetries(@Nullable Integer maxRetries) {
    this.maxRetries = maxRetries;
  }

  public @Nullable String getTaskTimeout() {
    return taskTimeout;
  }

  @DataBoundSetter
  public void setTaskTimeout(@Nullable String taskTimeout) {
    this.taskTimeout = Given.text(taskTimeout);
  }

  public boolean isWait() {
    return !detached;
  }

  @DataBoundSetter
  public void setWait(boolean wait) {
    this.detached = !wait;
  }

  @Override
  public String subject() {
    return job == null ? "" : job;
  }

  /**
   * The plan that these settings ask for. With an image the job is made to have all that is named
   * here; without one, what an execution can override is for this execution only, and the job is
   * changed for the rest alone.
   *
   * @throws InvalidValueException naming the parameter that is missing or refused
   */
  public JobPlan toPlan(Expander expander) {
    Parameters read = new Parameters(expander);
    JobName name = read.required("job", job, JobName::new, "'shop-migrate'");
    Optional<ImageReference> image = imageReference(read);
    ContainerSettings container = container(read, OptionalInt.empty());
    OptionalInt count = ranged("tasks", read.number(tasks), 1, 10_000);
    Optional<Duration> limit = read.duration("taskTimeout", taskTimeout);
    limit.ifPresent(JobSettings::checkTaskTimeout);
    boolean changes =
        image.isPresent() || changesContainer() || parallelism != null || maxRetries != null;
    Optional<Jobs.JobSettings> settings =
        changes
            ? Optional.of(
                new Jobs.JobSettings(
                    image,
                    image.isPresent() ? container : withoutOverrides(container),
                    image.isPresent() ? count : OptionalInt.empty(),
                    ranged("parallelism", read.number(parallelism), 0, 10_000),
                    ranged("maxRetries", read.number(maxRetries), 0, 10),
                    image.isPresent() ? limit : Optional.empty(),
                    serviceAccountEmail(read),
                    labelMap(read)))
            : Optional.empty();
    return new JobPlan(
        new JobKey(projectId(read), regionId(read), name),
        image,
        settings,
        image.isPresent()
            ? Jobs.Overrides.NONE
            : new Jobs.Overrides(container.args(), container.env(), count, limit),
        !detached,
        timeLimit(expander, JobPlan.DEFAULT_TIME_LIMIT),
        account(expander));
  }

  private static ContainerSettings withoutOverrides(ContainerSettings all) {
    return new ContainerSettings(
        Map.of(),
        all.secrets(),
        all.command(),
        Optional.empty(),
        all.cpu(),
        all.memory(),
        all.port());
  }

  private static OptionalInt ranged(String parameter, OptionalInt number, int least, int most) {
    if (number.isPresent() && (number.getAsInt() < least || number.getAsInt() > most)) {
      throw new InvalidValueException(
          parameter
              + " is "
              + number.getAsInt()
              + ": it must be between "
              + least
              + " and "
              + most
              + ".");
    }
    return number;
  }

  private static void checkTaskTimeout(Duration timeout) {
    if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(Duration.ofDays(7)) > 0) {
      throw new InvalidValueException("taskTimeout must be between 1s and 7d.");
    }
  }

  /** What Jenkins knows of these settings. */
  @Extension
  public static final class DescriptorImpl extends ContainerDescriptor {
    @Override
    public String getDisplayName() {
      return "Cloud Run job";
    }

    /** What the chosen credentials see; for who may use them. */
    @POST
    public ComboBoxModel doFillJobItems(@AncestorInPath @Nullable Item item, FormPlace place) {
      return Offers.names(item, place, Catalog::jobs);
    }

    @POST
    public FormValidation doCheckJob(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.required(item, value, "Name the job, such as shop-migrate.", JobName::new);
    }

    @POST
    public FormValidation doCheckTasks(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.number(item, value, n -> probe(s -> s.setTasks(n)));
    }

    @POST
    public FormValidation doCheckParallelism(
        @AncestorInPath @Nullable Item item,
        @QueryParameter String value,
        @QueryParameter @Nullable String tasks) {
      return FormCheck.warned(
          item,
          value,
          FormCheck.number(item, value, n -> probe(s -> s.setParallelism(n))),
          text -> Oddities.number(text).flatMap(n -> Oddities.parallelism(n, tasks)));
    }

    @POST
    public FormValidation doCheckWait(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.warned(item, value, FormValidation.ok(), Oddities::unwatched);
    }

    @POST
    public FormValidation doCheckMaxRetries(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.number(item, value, n -> probe(s -> s.setMaxRetries(n)));
    }

    @POST
    public FormValidation doCheckTaskTimeout(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.optional(item, value, text -> probe(s -> s.setTaskTimeout(text)));
    }

    /** Converts settings in which only one field is given: the conversion does the checking. */
    private static void probe(Consumer<JobSettings> field) {
      JobSettings settings = new JobSettings("probe");
      settings.setProject("probe-project");
      settings.setRegion("europe-west1");
      field.accept(settings);
      settings.toPlan(Expander.NONE);
    }
  }
}
