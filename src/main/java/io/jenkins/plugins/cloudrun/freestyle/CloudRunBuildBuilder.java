package io.jenkins.plugins.cloudrun.freestyle;

import hudson.AbortException;
import hudson.Extension;
import hudson.FilePath;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import hudson.remoting.Future;
import io.jenkins.plugins.cloudrun.front.BuildResult;
import io.jenkins.plugins.cloudrun.front.Builds;
import io.jenkins.plugins.cloudrun.front.BuiltImages;
import io.jenkins.plugins.cloudrun.front.ImageWork;
import io.jenkins.plugins.cloudrun.image.AgentAnswer;
import io.jenkins.plugins.cloudrun.image.BuildOrigin;
import io.jenkins.plugins.cloudrun.image.ImageAnswer;
import io.jenkins.plugins.cloudrun.image.ImageRequest;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import io.jenkins.plugins.cloudrun.settings.BuildSettings;
import io.jenkins.plugins.cloudrun.settings.Expander;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code cloudRunBuild} for freestyle jobs. */
public final class CloudRunBuildBuilder extends SettingsBuilder<BuildSettings> {
  @DataBoundConstructor
  public CloudRunBuildBuilder(BuildSettings settings) {
    super(settings);
  }

  /** For the form: Jenkins reads the kind of settings off this method. */
  public BuildSettings getSettings() {
    return settings();
  }

  @Override
  Map<String, Object> perform(AbstractBuild<?, ?> build, BuildListener listener, Expander expander)
      throws InterruptedException, IOException {
    String gitCommit = build.getEnvironment(listener).get("GIT_COMMIT", "");
    ImageRequest request = settings().toRequest(expander, gitCommit);
    Duration limit = settings().timeLimit(expander, BuildSettings.DEFAULT_TIME_LIMIT);
    try {
      ImageAnswer answer = built(build, listener, request, settings().account(expander), limit);
      BuiltImages.record(build, answer);
      return BuildResult.of(answer);
    } catch (IOException e) {
      if (settings().isFailBuild()) {
        throw e;
      }
      listener.getLogger().println("WARNING: " + e.getMessage());
      return BuildResult.failed(request.image(), String.valueOf(e.getMessage()));
    }
  }

  private static ImageAnswer built(
      AbstractBuild<?, ?> build,
      BuildListener listener,
      ImageRequest request,
      Account account,
      Duration limit)
      throws InterruptedException, IOException {
    FilePath workspace = build.getWorkspace();
    if (workspace == null) {
      throw new AbortException("There is no workspace to build an image of: is the agent gone?");
    }
    Future<AgentAnswer> work =
        workspace.actAsync(
            ImageWork.onAgent(
                request,
                BuildOrigin.UNKNOWN,
                Builds.origin(build),
                account,
                Optional.empty(),
                workspace,
                listener));
    try {
      return (ImageAnswer) work.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AbortException(
          "Building "
              + request.image()
              + " took longer than its timeLimit and was stopped: raise timeLimit, or look above"
              + " for what it waited for.");
    } catch (CancellationException e) {
      throw new AbortException("Building " + request.image() + " was cancelled on the agent.");
    } catch (ExecutionException e) {
      throw BuildResult.failure(e);
    } finally {
      // Nothing happens when it is done.
      work.cancel(true);
    }
  }

  /** What Jenkins knows of the builder. */
  @Extension
  public static final class DescriptorImpl extends SettingsBuilderDescriptor {
    public DescriptorImpl() {
      super("Build an image for Cloud Run");
    }
  }
}
