package io.jenkins.plugins.cloudrun.front;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.TaskListener;
import io.jenkins.plugins.cloudrun.agent.BuildOnAgent;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.image.BuildAccess;
import io.jenkins.plugins.cloudrun.image.BuildOrigin;
import io.jenkins.plugins.cloudrun.image.ImageRequest;
import io.jenkins.plugins.cloudrun.image.registry.Keyring;
import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import io.jenkins.plugins.cloudrun.settings.RegistryLogin;
import java.util.Optional;

/** What a step and a builder do alike to have an image made. */
public final class ImageWork {
  private ImageWork() {}

  /**
   * The agent's part, with fresh tokens. Does network I/O.
   *
   * @throws AbortException when the credentials are missing or refused
   */
  public static BuildOnAgent onAgent(
      ImageRequest request,
      BuildOrigin build,
      Origin origin,
      Account account,
      Optional<RegistryLogin> base,
      FilePath workspace,
      TaskListener listener)
      throws AbortException {
    Platform platform = Platform.get();
    try {
      RegistryToken token = platform.registryToken(origin, account);
      Keyring keyring = Keyring.of(token);
      if (base.isPresent()) {
        RegistryLogin login = base.get();
        keyring =
            keyring.with(
                login.registry(),
                platform.registryLogin(origin, login.credentialsId(), login.registry()));
      }
      return new BuildOnAgent(
          request, build, new BuildAccess(token, keyring, ""), AgentCache.of(workspace), listener);
    } catch (Failure e) {
      throw new AbortException(e.getMessage());
    }
  }
}
