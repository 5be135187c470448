package io.jenkins.plugins.cloudrun.image;

import io.jenkins.plugins.cloudrun.image.registry.Keyring;
import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import java.io.Serializable;

/**
 * What a build may show to others, and where. Goes to an agent beside the request; never stored.
 *
 * @param token short-lived; for Cloud Storage
 * @param keyring the same token for registries, and what single registries see instead
 * @param storageEndpoint base of Cloud Storage's addresses
 * @param proxy that Jenkins has
 */
public record BuildAccess(
    RegistryToken token, Keyring keyring, String storageEndpoint, ProxyAccess proxy)
    implements Serializable {
  /** One token for everything, Cloud Storage where Google has it. */
  public static BuildAccess of(RegistryToken token) {
    return new BuildAccess(token, Keyring.of(token), "", ProxyAccess.NONE);
  }
}
