package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.rollout.port.ImageCopies;
import io.jenkins.plugins.cloudrun.rollout.port.ServiceChange;

/** What a phase wants done outside; a value, so that it can be compared and printed. */
sealed interface Effect {
  /** Writes to the service. */
  record Apply(ServiceChange change) implements Effect {}

  /** Begins a copy of an image in the background. */
  record Copy(ImageCopies.Order order) implements Effect {}

  /** Ends a copy that goes on; one that is done is no longer told. */
  record Forget() implements Effect {}

  /** Lets everyone call the service, or no longer. */
  record Publish(boolean everyone) implements Effect {}
}
