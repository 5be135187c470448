package io.jenkins.plugins.cloudrun.step;

import hudson.AbortException;
import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.remoting.Future;
import io.jenkins.plugins.cloudrun.front.BuildResult;
import io.jenkins.plugins.cloudrun.front.Builds;
import io.jenkins.plugins.cloudrun.front.BuiltImages;
import io.jenkins.plugins.cloudrun.front.ImageWork;
import io.jenkins.plugins.cloudrun.image.AgentAnswer;
import io.jenkins.plugins.cloudrun.image.BuildOrigin;
import io.jenkins.plugins.cloudrun.image.ImageAnswer;
import io.jenkins.plugins.cloudrun.image.ImageRequest;
import io.jenkins.plugins.cloudrun.image.ImageRequestJson;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import io.jenkins.plugins.cloudrun.settings.BuildSettings;
import io.jenkins.plugins.cloudrun.settings.Expander;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code cloudRunBuild}: build an image, push it, tagged with the commit. */
public final class BuildStep extends Step {
  private final BuildSettings settings;

  @DataBoundConstructor
  public BuildStep(BuildSettings settings) {
    this.settings = settings;
  }

  public BuildSettings getSettings() {
    return settings;
  }

  @Override
  public StepExecution start(StepContext context) {
    return new Execution(settings, context);
  }

  /**
   * Asks the agent to build and looks now and then whether it has: remoting tells nobody when an
   * answer is there. After a restart the build is repeated from its saved request as soon as the
   * agent is back; that is cheap, because layers are found by their content.
   */
  static final class Execution extends BackgroundStepExecution {
    private static final long serialVersionUID = 1L;
    private static final Duration FIRST_LOOK = Duration.ofMillis(250);
    private static final Duration LAST_LOOK = Duration.ofSeconds(5);

    /** Needed for the start alone: from then on there is the request. */
    private final transient @Nullable BuildSettings settings;

    /** Whether a failure fails the build, or is returned. */
    private final boolean failBuild;

    /** Persisted: where the image goes, for messages. */
    private final String image;

    /** Persisted: the request as text, sealed: values of variables may be secret. */
    private String sealedRequest = "";

    /** Persisted: the id of the credentials, if any. */
    private @Nullable String credentialsId;

    /** Persisted: the account to impersonate, if any. */
    private @Nullable String impersonate;

    /** Persisted: when the build must have ended, in milliseconds since 1970. */
    private long deadline;

    /** The agent's work; after a restart it is begun anew. */
    private transient @Nullable Future<AgentAnswer> running;

    Execution(BuildSettings settings, StepContext context) {
      super(context);
      this.settings = settings;
      this.failBuild = settings.isFailBuild();
      this.image = settings.subject();
    }

    @Override
    public boolean start() throws Exception {
      BuildSettings given = settings;
      if (given == null) {
        throw new IllegalStateException("A step starts once.");
      }
      EnvVars env = getContext().get(EnvVars.class);
      try {
        ImageRequest request =
            given.toRequest(Expander.NONE, env == null ? "" : env.get("GIT_COMMIT", ""));
        sealedRequest = Platform.get().seal().seal(ImageRequestJson.write(request));
        Account account = given.account(Expander.NONE);
        credentialsId = account.credentialsId().orElse(null);
        impersonate = account.impersonate().orElse(null);
        Duration limit = given.timeLimit(Expander.NONE, BuildSettings.DEFAULT_TIME_LIMIT);
        deadline = Instant.now().plus(limit).toEpochMilli();
      } catch (InvalidValueException e) {
        throw new AbortException(e.getMessage());
      }
      inBackground(this::build);
      return false;
    }

    @Override
    public void onResume() {
      inBackground(
          () -> {
            log(
                "Jenkins was restarted: building "
                    + image
                    + " again from the saved request as soon as the agent is back.");
            awaitAgent(FIRST_LOOK);
          });
    }

    @Override
    public void stop(Throwable cause) {
      Future<AgentAnswer> work;
      boolean first;
      synchronized (this) {
        first = end();
        work = running;
      }
      if (work != null) {
        // Sends a message to the agent: not from the CPS thread.
        inBackground(() -> work.cancel(true));
      }
      if (first) {
        getContext().onFailure(cause);
      }
    }

    @Override
    public String getStatus() {
      return running == null ? "waiting for the agent" : "building " + image;
    }

    private void awaitAgent(Duration wait) throws Exception {
      boolean back;
      try {
        back = getContext().get(FilePath.class) != null;
      } catch (IOException e) {
        // Not connected yet.
        back = false;
      }
      if (back) {
        build();
      } else if (!hasEnded() && !overdue()) {
        Duration next = longer(wait);
        later(wait, () -> awaitAgent(next));
      }
    }

    private void build() throws Exception {
      Run<?, ?> run = getContext().get(Run.class);
      Account account =
          new Account(Optional.ofNullable(credentialsId), Optional.ofNullable(impersonate));
      ImageRequest request = ImageRequestJson.read(Platform.get().seal().open(sealedRequest));
      FilePath workspace = getContext().get(FilePath.class);
      TaskListener listener = getContext().get(TaskListener.class);
      Future<AgentAnswer> work;
      synchronized (this) {
        if (hasEnded()) {
          return;
        }
        work =
            workspace.actAsync(
                ImageWork.onAgent(
                    request,
                    BuildOrigin.UNKNOWN,
                    Builds.origin(run),
                    account,
                    Optional.empty(),
                    workspace,
                    listener));
        running = work;
      }
      look(run, work, FIRST_LOOK);
    }

    private void look(Run<?, ?> run, Future<AgentAnswer> work, Duration wait)
        throws InterruptedException {
      if (hasEnded()) {
        return;
      }
      if (!work.isDone()) {
        if (overdue()) {
          work.cancel(true);
        } else {
          Duration next = longer(wait);
          later(wait, () -> look(run, work, next));
        }
        return;
      }
      try {
        ImageAnswer answer = (ImageAnswer) work.get();
        BuiltImages.record(run, answer);
        if (end()) {
          getContext().onSuccess(BuildResult.of(answer));
        }
      } catch (ExecutionException e) {
        failed(BuildResult.failure(e));
      } catch (CancellationException e) {
        failed(new AbortException("Building " + image + " was cancelled on the agent."));
      }
    }

    private boolean overdue() {
      if (Instant.now().toEpochMilli() < deadline) {
        return false;
      }
      failed(
          new AbortException(
              "Building "
                  + image
                  + " took longer than its timeLimit and was stopped: raise timeLimit, or look"
                  + " above for what it waited for."));
      return true;
    }

    private void failed(Exception failure) {
      if (failBuild) {
        fail(failure);
      } else if (end()) {
        String message = String.valueOf(failure.getMessage());
        log("WARNING: " + message);
        getContext().onSuccess(BuildResult.failed(image, message));
      }
    }

    private static Duration longer(Duration wait) {
      Duration next = wait.multipliedBy(6).dividedBy(5);
      return next.compareTo(LAST_LOOK) < 0 ? next : LAST_LOOK;
    }
  }

  /** What Jenkins knows of the step. */
  @Extension
  public static final class DescriptorImpl extends SettingsStepDescriptor {
    public DescriptorImpl() {
      super(
          "cloudRunBuild",
          "Build an image for Cloud Run",
          BuildSettings.class,
          "image",
          Set.of(Run.class, TaskListener.class, FilePath.class, EnvVars.class));
    }
  }
}
