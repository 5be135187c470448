package io.jenkins.plugins.cloudrun.freestyle;

import hudson.AbortException;
import hudson.Extension;
import hudson.FilePath;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import hudson.remoting.Future;
import io.jenkins.plugins.cloudrun.cloudbuild.SourceBuild;
import io.jenkins.plugins.cloudrun.cloudbuild.SourcePlan;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.front.BuildResult;
import io.jenkins.plugins.cloudrun.front.Builds;
import io.jenkins.plugins.cloudrun.front.BuiltImages;
import io.jenkins.plugins.cloudrun.front.DurableId;
import io.jenkins.plugins.cloudrun.front.ImageOrder;
import io.jenkins.plugins.cloudrun.front.ImageScan;
import io.jenkins.plugins.cloudrun.front.LogLines;
import io.jenkins.plugins.cloudrun.image.AgentAnswer;
import io.jenkins.plugins.cloudrun.image.HandOver;
import io.jenkins.plugins.cloudrun.image.ImageAnswer;
import io.jenkins.plugins.cloudrun.image.Stopped;
import io.jenkins.plugins.cloudrun.image.lint.Finding;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.settings.BuildSettings;
import io.jenkins.plugins.cloudrun.settings.Expander;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
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
    ImageOrder order = ImageOrder.of(settings(), expander, gitCommit);
    Instant deadline =
        Instant.now().plus(settings().timeLimit(expander, BuildSettings.DEFAULT_TIME_LIMIT));
    List<Finding> advice = List.of();
    try {
      AgentAnswer answer = answered(build, listener, order, deadline);
      if (answer instanceof Stopped stopped) {
        BuiltImages.record(build, stopped);
        advice = stopped.findings();
        throw new AbortException(stopped.message());
      }
      ImageAnswer image =
          answer instanceof HandOver sources
              ? inCloud(build, listener, order, sources, deadline)
              : (ImageAnswer) answer;
      BuiltImages.record(build, order.request(), image);
      await(order.scan(image, Builds.origin(build), listener.getLogger()::println));
      return BuildResult.of(image);
    } catch (IOException e) {
      if (settings().isFailBuild()) {
        throw e;
      }
      listener.getLogger().println("WARNING: " + e.getMessage());
      return BuildResult.failed(order.request().image(), String.valueOf(e.getMessage()), advice);
    }
  }

  private static AgentAnswer answered(
      AbstractBuild<?, ?> build, BuildListener listener, ImageOrder order, Instant deadline)
      throws InterruptedException, IOException {
    String image = order.request().image();
    FilePath workspace = build.getWorkspace();
    if (workspace == null) {
      throw new AbortException("There is no workspace to build an image of: is the agent gone?");
    }
    Future<AgentAnswer> work = workspace.actAsync(order.onAgent(build, workspace, listener));
    try {
      return work.get(left(deadline).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AbortException(
          "Building "
              + image
              + " took longer than its timeLimit and was stopped: raise timeLimit, or look above"
              + " for what it waited for.");
    } catch (CancellationException e) {
      throw new AbortException("Building " + image + " was cancelled on the agent.");
    } catch (ExecutionException e) {
      throw BuildResult.failure(e);
    } finally {
      // Nothing happens when it is done.
      work.cancel(true);
    }
  }

  private static ImageAnswer inCloud(
      AbstractBuild<?, ?> build,
      BuildListener listener,
      ImageOrder order,
      HandOver sources,
      Instant deadline)
      throws InterruptedException, IOException {
    Origin origin = Builds.origin(build);
    String id = DurableId.of("b", build, CloudRunVariables.of(build).nextTurn());
    SourcePlan plan = order.inCloud(sources, left(deadline));
    Settlement settlement =
        DurableWait.of(
            Platform.get().sourceBuilds(),
            SourceBuild.start(id, origin, plan, Instant.now()),
            listener,
            (entry, since) -> LogLines.write(listener, entry, since, Map.of()));
    if (!settlement.success()) {
      throw new AbortException(settlement.message());
    }
    return ImageOrder.fromCloud(plan, sources.findings(), settlement);
  }

  /** On the executor's thread, as builders wait. */
  private static void await(ImageScan scan) throws InterruptedException, IOException {
    for (Duration wait = scan.look(); !wait.isZero(); wait = scan.look()) {
      try {
        new CompletableFuture<Boolean>()
            .completeOnTimeout(true, wait.toMillis(), TimeUnit.MILLISECONDS)
            .get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("time passes without a failure", e);
      }
    }
  }

  private static Duration left(Instant deadline) {
    Duration left = Duration.between(Instant.now(), deadline);
    return left.toSeconds() < 1 ? Duration.ofSeconds(1) : left;
  }

  /** What Jenkins knows of the builder. */
  @Extension
  public static final class DescriptorImpl extends SettingsBuilderDescriptor {
    public DescriptorImpl() {
      super("Build an image for Cloud Run");
    }
  }
}
