package io.jenkins.plugins.cloudrun.front;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.cloudrun.agent.BuildOnAgent;
import io.jenkins.plugins.cloudrun.cloudbuild.SourcePlan;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.image.BuildAccess;
import io.jenkins.plugins.cloudrun.image.BuildOrigin;
import io.jenkins.plugins.cloudrun.image.CloudSource;
import io.jenkins.plugins.cloudrun.image.HandOver;
import io.jenkins.plugins.cloudrun.image.ImageAnswer;
import io.jenkins.plugins.cloudrun.image.ImageRequest;
import io.jenkins.plugins.cloudrun.image.lint.Finding;
import io.jenkins.plugins.cloudrun.image.registry.Keyring;
import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Scans;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.Place;
import io.jenkins.plugins.cloudrun.scan.ScanPlan;
import io.jenkins.plugins.cloudrun.settings.BuildSettings;
import io.jenkins.plugins.cloudrun.settings.Expander;
import io.jenkins.plugins.cloudrun.settings.RegistryLogin;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * All that a step or a builder was asked for when an image is to be made, and what both do alike
 * about it.
 *
 * @param base credentials for the registry of the base image
 * @param scan what may be known against the image
 */
public record ImageOrder(
    ImageRequest request, Account account, Optional<RegistryLogin> base, Optional<ScanPlan> scan) {
  /**
   * Reads settings.
   *
   * @throws io.jenkins.plugins.cloudrun.model.InvalidValueException naming what is refused
   */
  public static ImageOrder of(BuildSettings settings, Expander expander, String gitCommit) {
    return new ImageOrder(
        settings.toRequest(expander, gitCommit),
        settings.account(expander),
        settings.baseLogin(expander),
        settings.toScan(expander));
  }

  /**
   * The agent's part, with fresh tokens. Does network I/O.
   *
   * @throws AbortException when the credentials are missing or refused
   */
  public BuildOnAgent onAgent(Run<?, ?> run, FilePath workspace, TaskListener listener)
      throws AbortException {
    Platform platform = Platform.get();
    Origin origin = Builds.origin(run);
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
          new BuildOrigin(platform.rootUrl(), origin.item(), platform.rootUrl() + run.getUrl()),
          new BuildAccess(token, keyring, platform.storageEndpoint(), platform.proxy()),
          AgentCache.of(workspace),
          listener);
    } catch (Failure e) {
      throw new AbortException(e.getMessage());
    }
  }

  /** What goes on in the cloud, when the agent has brought the sources there. */
  public SourcePlan inCloud(HandOver answer, Duration timeLimit) {
    CommitSha commit = new CommitSha(answer.commit());
    CloudSource cloud = request.cloud();
    ImageReference tagged =
        new ImageReference(request.name(), Optional.of(answer.tags().get(0)), Optional.empty());
    return new SourcePlan(
        Place.of(request.name(), cloud.project(), cloud.region()),
        SourcePlan.stored(answer.source()),
        SourcePlan.way(
            answer.source(),
            cloud.substitutions(),
            tagged,
            commit,
            cloud.function(),
            cloud.baseImage()),
        request.name(),
        answer.tags(),
        commit,
        request.tagPolicy().equals("keep"),
        Optional.of(cloud.serviceAccount()).filter(email -> !email.isEmpty()),
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

  /** The scan of the image, if there is to be one, from now on. */
  public ImageScan scan(ImageAnswer answer, Origin origin, LogLine log) {
    return new ImageScan(
        scan, ImageReference.parse(answer.ref()), () -> scans(origin), log, Clock.systemUTC());
  }

  private Scans scans(Origin origin) throws Failure {
    return Platform.get().scans(origin, account);
  }
}
