package io.jenkins.plugins.cloudrun.rollout.port;

import io.jenkins.plugins.cloudrun.model.ServiceKey;
import java.util.Optional;

/** Services as files that people keep. Reads only. */
public interface Manifests {
  /**
   * The specification of a service as YAML, in the Admin API's own words (v2), without what Cloud
   * Run itself fills in; empty if there is no such service. It holds the values of environment
   * variables, as the service does.
   */
  Optional<String> export(ServiceKey key) throws Failure;
}
