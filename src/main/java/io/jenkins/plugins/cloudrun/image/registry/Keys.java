package io.jenkins.plugins.cloudrun.image.registry;

import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.net.URI;

/** Which credentials a registry may see, and where it may have them exchanged for its own token. */
interface Keys {
  /** Anonymous where the registry may see none. */
  RegistryToken forRegistry(String registry) throws Failure;

  /** Whether there are credentials that this registry may see; asks for none. */
  boolean includes(String registry);

  /** Whether these credentials may go to the realm that the registry has named. */
  boolean includesRealm(String registry, URI realm);

  /** One token, shown to those whom the audience allows. */
  static Keys of(TokenAudience audience, TokenSource tokens) {
    return new Keys() {
      @Override
      public RegistryToken forRegistry(String registry) throws Failure {
        return audience.includes(registry) ? tokens.token() : RegistryToken.anonymous();
      }

      @Override
      public boolean includes(String registry) {
        return audience.includes(registry);
      }

      @Override
      public boolean includesRealm(String registry, URI realm) {
        return audience.includesRealm(registry, realm);
      }
    };
  }
}
