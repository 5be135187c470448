package io.jenkins.plugins.cloudrun.platform;

import hudson.util.Secret;
import io.jenkins.plugins.cloudrun.durable.Seal;

/** Seals with the installation's own key, as Jenkins does with passwords in its files. */
public final class SecretSeal implements Seal {
  @Override
  public String seal(String plain) {
    return Secret.fromString(plain).getEncryptedValue();
  }

  @Override
  public String open(String sealed) {
    Secret secret = Secret.decrypt(sealed);
    if (secret == null) {
      throw new IllegalArgumentException(
          "The text was not encrypted with this Jenkins' key (JENKINS_HOME/secrets).");
    }
    return secret.getPlainText();
  }
}
