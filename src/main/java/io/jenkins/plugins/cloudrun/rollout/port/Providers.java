package io.jenkins.plugins.cloudrun.rollout.port;

/** Who can be asked about a revision. Every call blocks, for at most a minute, and reads only. */
public interface Providers {
  Health health();
}
