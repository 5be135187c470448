package io.jenkins.plugins.cloudrun.rollout.port;

/** Who can be asked about a revision. Every call blocks, for at most a minute, and reads only. */
public interface Providers {
  /** The revision itself. */
  Health health();

  /** Cloud Monitoring. */
  Metrics metrics();

  /** Cloud Logging. */
  Logs logs();
}
