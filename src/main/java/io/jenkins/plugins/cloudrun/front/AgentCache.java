package io.jenkins.plugins.cloudrun.front;

import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.Node;

/**
 * Where an agent keeps layers and base images between builds: one folder below its root, shared by
 * all jobs, so that what one job has compressed or downloaded no other does again.
 */
public final class AgentCache {
  private static final String NAME = "cloud-run-cache";

  private AgentCache() {}

  /** The folder's path on the agent that {@code workspace} is on. */
  public static String of(FilePath workspace) {
    Computer computer = workspace.toComputer();
    Node node = computer == null ? null : computer.getNode();
    FilePath root = node == null ? null : node.getRootPath();
    // An agent that is being removed has no root any more: beside the workspace it is cleaned up.
    return root == null ? workspace.getRemote() + "@" + NAME : root.child(NAME).getRemote();
  }
}
