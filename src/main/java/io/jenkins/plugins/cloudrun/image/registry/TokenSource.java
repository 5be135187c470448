package io.jenkins.plugins.cloudrun.image.registry;

import io.jenkins.plugins.cloudrun.rollout.port.Failure;

/** Where a client gets its access token; asked only for registries that may see one. */
@FunctionalInterface
public interface TokenSource {
  /**
   * A token that is good for the next minutes.
   *
   * @throws Failure when there is none to be had
   */
  RegistryToken token() throws Failure;
}
