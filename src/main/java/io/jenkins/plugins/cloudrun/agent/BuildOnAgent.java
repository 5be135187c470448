package io.jenkins.plugins.cloudrun.agent;

import hudson.AbortException;
import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.cloudrun.image.ImageAnswer;
import io.jenkins.plugins.cloudrun.image.ImageBuild;
import io.jenkins.plugins.cloudrun.image.ImageRequest;
import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.File;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import jenkins.MasterToSlaveFileCallable;

/**
 * Builds and pushes an image where the workspace is. What fails for a reason that a person can mend
 * arrives as an {@link AbortException} with the whole message; its text is never an agent's stack
 * trace.
 *
 * <p>Reaches registries as the agent's own Java does: its {@code https.proxyHost} properties and
 * trust store apply.
 */
public final class BuildOnAgent extends MasterToSlaveFileCallable<ImageAnswer> {
  private static final long serialVersionUID = 1L;

  /** Beside the workspace, and removed together with it by Jenkins, like its {@code @tmp}. */
  private static final String CACHE_SUFFIX = "@cloud-run-cache";

  private final ImageRequest request;
  private final RegistryToken token;
  private final TaskListener listener;

  /**
   * @param token short-lived; the only secret that goes to the agent
   * @param listener gets one line per change
   */
  public BuildOnAgent(ImageRequest request, RegistryToken token, TaskListener listener) {
    this.request = request;
    this.token = token;
    this.listener = listener;
  }

  @Override
  public ImageAnswer invoke(File workspace, VirtualChannel channel)
      throws IOException, InterruptedException {
    Path root = workspace.toPath().toAbsolutePath().normalize();
    try {
      return new ImageBuild(token, cache(root), HttpClient.newBuilder(), this::line)
          .run(request, root);
    } catch (InvalidValueException | Failure e) {
      // The cause stays here: it is of classes that the controller need not know.
      throw new AbortException(e.getMessage());
    }
  }

  private static Path cache(Path workspace) {
    return workspace.resolveSibling(workspace.getFileName() + CACHE_SUFFIX);
  }

  private void line(String text) {
    listener.getLogger().println(text);
  }

  @Override
  public String toString() {
    return "BuildOnAgent[" + request + "]";
  }
}
