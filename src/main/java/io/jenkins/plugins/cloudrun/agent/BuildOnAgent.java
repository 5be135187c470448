package io.jenkins.plugins.cloudrun.agent;

import hudson.AbortException;
import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.cloudrun.image.AgentAnswer;
import io.jenkins.plugins.cloudrun.image.BuildAccess;
import io.jenkins.plugins.cloudrun.image.BuildOrigin;
import io.jenkins.plugins.cloudrun.image.ImageBuild;
import io.jenkins.plugins.cloudrun.image.ImageRequest;
import io.jenkins.plugins.cloudrun.image.Progress;
import io.jenkins.plugins.cloudrun.model.Durations;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import jenkins.MasterToSlaveFileCallable;

/**
 * Builds and pushes an image where the workspace is, or brings its sources to where it is built.
 * What fails for a reason that a person can mend arrives as an {@link AbortException} with the
 * whole message; its text is never an agent's stack trace.
 *
 * <p>Reaches registries through the proxy of the agent's own Java, else of Jenkins; the agent's
 * trust store applies.
 */
public final class BuildOnAgent extends MasterToSlaveFileCallable<AgentAnswer> {
  private static final long serialVersionUID = 1L;

  private final ImageRequest request;
  private final BuildOrigin origin;
  private final BuildAccess access;
  private final String cache;
  private final TaskListener listener;

  /**
   * @param access the only secrets that go to the agent, short-lived as far as they are Google's
   * @param cache a folder on the agent that its builds share
   * @param listener gets one line per change
   */
  public BuildOnAgent(
      ImageRequest request,
      BuildOrigin origin,
      BuildAccess access,
      String cache,
      TaskListener listener) {
    this.request = request;
    this.origin = origin;
    this.access = access;
    this.cache = cache;
    this.listener = listener;
  }

  @Override
  public AgentAnswer invoke(File workspace, VirtualChannel channel)
      throws IOException, InterruptedException {
    Path root = workspace.toPath().toAbsolutePath().normalize();
    try {
      return new ImageBuild(access, origin, Path.of(cache), new Story(listener, Instant.now()))
          .run(request, root);
    } catch (InvalidValueException | Failure e) {
      // The cause stays here: it is of classes that the controller need not know.
      throw new AbortException(e.getMessage());
    }
  }

  /** Each line with the time since the beginning, as in the logs of rollouts. */
  private record Story(TaskListener listener, Instant since) implements Progress {
    @Override
    public void line(String text) {
      section("  " + text);
    }

    @Override
    public void section(String text) {
      PrintStream log = listener.getLogger();
      String time = Durations.elapsed(Duration.between(since, Instant.now()));
      log.println("[" + time + "] " + text);
      // What is still in a buffer when the work fails would never arrive.
      log.flush();
    }
  }

  @Override
  public String toString() {
    return "BuildOnAgent[" + request + "]";
  }
}
