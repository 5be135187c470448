package io.jenkins.plugins.cloudrun.front;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Run;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Session;
import io.jenkins.plugins.cloudrun.settings.Expander;
import io.jenkins.plugins.cloudrun.settings.StatusSettings;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Looks at a service for a step or a builder, and writes it into the workspace if it is to. */
public final class StatusLook {
  private StatusLook() {}

  /**
   * What runs where. Blocks for the calls.
   *
   * @param workspace where files go; needed to export
   * @param lines told of what was found
   * @throws AbortException when it cannot be looked at, with a message for people
   */
  public static LinkedHashMap<String, Object> of(
      StatusSettings settings,
      Expander expander,
      Run<?, ?> run,
      Optional<FilePath> workspace,
      Consumer<String> lines)
      throws IOException, InterruptedException {
    List<ServiceKey> keys = settings.keys(expander);
    if (settings.isExport() && workspace.isEmpty()) {
      throw new AbortException(
          "export: true writes a file into the workspace, and here is none: put cloudRunStatus"
              + " inside node { … }.");
    }
    Origin origin = Builds.origin(run).at(settings.targetName(expander));
    try {
      Session session = Platform.get().session(origin, settings.account(expander));
      LinkedHashMap<String, Object> status =
          new ServiceStatus(session.cloudRun(), Platform.get().services()).of(keys);
      ServiceStatus.lines(status).forEach(lines);
      if (settings.isExport()) {
        for (ServiceKey key : keys) {
          export(key, StatusSettings.file(keys, key), session, workspace.orElseThrow(), lines);
        }
      }
      return status;
    } catch (Failure e) {
      throw new AbortException(e.explanation());
    }
  }

  private static void export(
      ServiceKey key, String file, Session session, FilePath workspace, Consumer<String> lines)
      throws Failure, IOException, InterruptedException {
    Optional<String> manifest = session.manifests().export(key);
    if (manifest.isEmpty()) {
      throw new AbortException("There is no " + key + ", so there is nothing to export.");
    }
    workspace.child(file).write(manifest.get(), "UTF-8");
    lines.accept(
        "Wrote " + key + " to " + file + "; it holds the values of its environment variables");
  }
}
