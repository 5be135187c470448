package io.jenkins.plugins.cloudrun.platform;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.init.Terminator;
import hudson.model.Item;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.cloudrun.config.CloudRunConfiguration;
import io.jenkins.plugins.cloudrun.credentials.GoogleAccess;
import io.jenkins.plugins.cloudrun.credentials.JenkinsKeys;
import io.jenkins.plugins.cloudrun.durable.Budget;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.gcp.GoogleSessions;
import io.jenkins.plugins.cloudrun.gcp.GoogleSettings;
import io.jenkins.plugins.cloudrun.gcp.Identity;
import io.jenkins.plugins.cloudrun.gcp.IdentityFacts;
import io.jenkins.plugins.cloudrun.image.BackgroundCopies;
import io.jenkins.plugins.cloudrun.image.registry.RegistryClient;
import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import io.jenkins.plugins.cloudrun.image.registry.TokenAudience;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.net.BackgroundPool;
import io.jenkins.plugins.cloudrun.net.HttpDoor;
import io.jenkins.plugins.cloudrun.promotion.Rules;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.jspecify.annotations.Nullable;

/**
 * The engines of this Jenkins. What an earlier process left unfinished goes on as soon as the jobs
 * are loaded, whether or not a build still asks for it.
 */
@Extension
public final class JenkinsEngines implements GoogleAccess {
  private static final Logger LOGGER = Logger.getLogger(JenkinsEngines.class.getName());
  private final JenkinsKeys keys = new JenkinsKeys();
  private final Budget budget = new Budget(JenkinsEngines::callsPerMinute);
  private @Nullable GoogleSessions google;
  private @Nullable Engines engines;

  /** The one of this Jenkins. */
  public static JenkinsEngines get() {
    return ExtensionList.lookupSingleton(JenkinsEngines.class);
  }

  /** Sessions of Google accounts. */
  public synchronized GoogleSessions google() {
    GoogleSessions known = google;
    if (known == null) {
      known =
          new GoogleSessions(keys, JenkinsEngines::configured, HttpDoor::builder, budget::spend);
      google = known;
    }
    return known;
  }

  private static ExecutorService background() {
    return ExtensionList.lookupSingleton(BackgroundPool.class).executor();
  }

  /** A client of its own for each copy: it passes blobs on, and asks for its token each time. */
  private RegistryClient registry(Origin origin, Account account) throws Failure {
    TokenAudience audience = new TokenAudience(google().registryToken(origin, account).hosts());
    return new RegistryClient(
        HttpDoor.builder(), audience, () -> google().registryToken(origin, account));
  }

  /** The rules of a target, as the item finds them now. */
  private static Optional<Rules> rules(Origin origin, TargetName target) {
    try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
      Item item = Jenkins.get().getItemByFullName(origin.item());
      Platform platform = Platform.get();
      return item == null || platform.target(item, target).isEmpty()
          ? Optional.empty()
          : Optional.of(platform.promotion(item, target).rules());
    } catch (InvalidValueException e) {
      // Those that it began with hold.
      return Optional.empty();
    }
  }

  /** What a registry of base images is shown. */
  public RegistryToken registryLogin(Origin origin, String credentialsId, String registry)
      throws Failure {
    Optional<RegistryToken> password = keys.password(origin, credentialsId);
    if (password.isPresent()) {
      return password.get();
    }
    RegistryToken token =
        google().registryToken(origin, new Account(Optional.of(credentialsId), Optional.empty()));
    if (!new TokenAudience(token.hosts()).includes(registry)) {
      throw new Failure.Permanent(
          Failure.Reason.UNAUTHENTICATED,
          "The credential '"
              + credentialsId
              + "' is Google's, and "
              + registry
              + " is not a registry of Google or one that an administrator has named: give a user"
              + " name and password for it as baseCredentialsId.",
          null);
    }
    return token;
  }

  private static int callsPerMinute() {
    return ExtensionList.lookupSingleton(CloudRunConfiguration.class).getCallsPerMinute();
  }

  private static GoogleSettings configured() {
    return ExtensionList.lookupSingleton(CloudRunConfiguration.class).settings();
  }

  @Override
  public GoogleSettings settings() {
    return configured();
  }

  @Override
  public IdentityFacts facts(Identity identity, String name) throws Failure {
    return google().facts(identity, name);
  }

  /** The base of Cloud Storage, as the administrator has it now. */
  public String storageEndpoint() {
    return configured().endpoints().storageBase();
  }

  /** Whether the API is where only plain HTTP is spoken. */
  public boolean plainLinks() {
    return settings().endpoints().api().filter(api -> "http".equals(api.getScheme())).isPresent();
  }

  /** Rollouts, job executions and builds in the cloud, alive. */
  public synchronized Engines engines() {
    Engines known = engines;
    if (known == null) {
      known =
          new Engines(
              Jenkins.get().getRootDir().toPath().resolve("cloud-run"),
              new SecretSeal(),
              google(),
              budget,
              Clock.systemUTC(),
              new BackgroundCopies(JenkinsEngines::background, this::registry),
              JenkinsEngines::rules);
      engines = known;
    }
    return known;
  }

  /** An item has another full name: all that goes on or is kept for it goes by that one. */
  void renamed(String former, String now) {
    keys.renamed(former, now);
    engines().renamed(former, now);
  }

  /** Called once the jobs are loaded: credentials are looked up through them. */
  @Initializer(after = InitMilestone.JOB_CONFIG_ADAPTED)
  public static void resume() {
    Engines engines = get().engines();
    engines.resume();
    if (engines.size() > 0) {
      LOGGER.log(
          Level.INFO,
          "Going on with {0} rollouts, job executions and builds in the cloud",
          engines.size());
    }
  }

  /** Called when Jenkins stops. */
  @Terminator
  public static void stop() {
    get().close();
  }

  private synchronized void close() {
    if (engines != null) {
      engines.close();
      engines = null;
    }
    if (google != null) {
      google.close();
      google = null;
    }
  }
}
