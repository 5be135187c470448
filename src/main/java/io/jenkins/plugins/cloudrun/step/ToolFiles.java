package io.jenkins.plugins.cloudrun.step;

import hudson.FilePath;
import hudson.slaves.WorkspaceList;
import io.jenkins.plugins.cloudrun.agent.PrivateFiles;
import io.jenkins.plugins.cloudrun.platform.ToolConfiguration;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jenkinsci.plugins.workflow.FilePathUtils;
import org.jspecify.annotations.Nullable;

/**
 * The files that other tools read as long as a block runs: a configuration without a secret, and
 * the short-lived identity token that it refers to. By name and path, so that they are found again
 * after a restart.
 */
final class ToolFiles implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String TOKEN = "token";
  private static final String CONFIGURATION = "google-cloud.json";

  /** The pipeline waits meanwhile. */
  private static final long PATIENCE_SECONDS = 20;

  private final CredentialsBlock block;
  private final String node;
  private final String folder;
  private final String configuration;
  private final String token;

  /** Unknown after a restart: then the next process gets a new token. */
  private transient @Nullable Instant renewal;

  ToolFiles(CredentialsBlock block, FilePath workspace) {
    FilePath place =
        WorkspaceList.tempDir(workspace)
            .child("cloud-run-credentials")
            .child(UUID.randomUUID().toString());
    this.block = block;
    this.node = FilePathUtils.getNodeName(workspace);
    this.folder = place.getRemote();
    this.configuration = place.child(CONFIGURATION).getRemote();
    this.token = place.child(TOKEN).getRemote();
  }

  /** Where the configuration is, on the agent. */
  String configuration() {
    return configuration;
  }

  /**
   * Writes the token anew when half of its life is over: a tool that runs for long reads it again
   * whenever it needs another access token.
   */
  synchronized void renew() throws IOException, InterruptedException {
    Instant due = renewal;
    if (due != null && Instant.now().isBefore(due)) {
      return;
    }
    ToolConfiguration made = block.configuration();
    on(Map.of(TOKEN, made.token(), CONFIGURATION, made.json().apply(token)));
    Duration left = Duration.between(Instant.now(), made.expires());
    renewal = Instant.now().plus(left.dividedBy(2));
  }

  /**
   * @throws IOException if the agent is away or does not answer
   */
  void delete() throws IOException, InterruptedException {
    on(Map.of());
  }

  private void on(Map<String, String> contents) throws IOException, InterruptedException {
    FilePath place = FilePathUtils.find(node, folder);
    if (place == null) {
      throw new IOException("the agent '" + node + "' is not connected");
    }
    try {
      place.actAsync(new PrivateFiles(contents)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException("the agent '" + node + "' could not: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new IOException("the agent '" + node + "' did not answer", e);
    }
  }
}
