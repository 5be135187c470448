package io.jenkins.plugins.cloudrun.front;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.TaskListener;
import io.jenkins.plugins.cloudrun.agent.BuildOnAgent;
import io.jenkins.plugins.cloudrun.cloudbuild.SourcePlan;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.image.BuildAccess;
import io.jenkins.plugins.cloudrun.image.BuildOrigin;
import io.jenkins.plugins.cloudrun.image.HandOver;
import io.jenkins.plugins.cloudrun.image.ImageAnswer;
import io.jenkins.plugins.cloudrun.image.ImageRequest;
import io.jenkins.plugins.cloudrun.image.lint.Finding;
import io.jenkins.plugins.cloudrun.image.registry.Keyring;
import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import io.jenkins.plugins.cloudrun.settings.RegistryLogin;
import java.time.Duration;
import java.util.List;
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
          request,
          build,
          new BuildAccess(token, keyring, platform.storageEndpoint()),
          AgentCache.of(workspace),
          listener);
    } catch (Failure e) {
      throw new AbortException(e.getMessage());
    }
  }

  /** What goes on in the cloud, when the agent has brought the sources there. */
  public static SourcePlan inCloud(
      ImageRequest request, HandOver answer, Account account, Duration timeLimit) {
    return SourcePlan.of(
        request.name(),
        request.cloud(),
        answer.source(),
        answer.tags(),
        new CommitSha(answer.commit()),
        request.tagPolicy().equals("keep"),
        timeLimit,
        account);
  }

  /** The answer that a build in the cloud comes to. */
  public static ImageAnswer fromCloud(
      SourcePlan plan, List<Finding> findings, Settlement settlement) {
    String digest = new ImageDigest(String.valueOf(settlement.result().get("digest"))).value();
    Object seconds = settlement.result().get("seconds");
    return new ImageAnswer(
        plan.image().toString(),
        digest,
        plan.image() + "@" + digest,
        plan.tags(),
        plan.commit().value(),
        "",
        0,
        0,
        0,
        0,
        findings,
        seconds instanceof Number number ? number.doubleValue() : 0);
  }
}
