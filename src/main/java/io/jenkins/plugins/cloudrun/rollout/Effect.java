package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.rollout.port.ServiceChange;

/** What a phase wants done outside; a value, so that it can be compared and printed. */
sealed interface Effect {
  /** Writes to the service. */
  record Apply(ServiceChange change) implements Effect {}

  /** Lets everyone call the service, or no longer. */
  record Publish(boolean everyone) implements Effect {}
}
