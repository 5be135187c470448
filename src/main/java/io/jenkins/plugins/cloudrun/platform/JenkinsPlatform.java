package io.jenkins.plugins.cloudrun.platform;

import hudson.ExtensionList;
import hudson.model.Item;
import hudson.model.TimeZoneProperty;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.cloudrun.cloudbuild.SourceBuild;
import io.jenkins.plugins.cloudrun.config.ConfiguredTargets;
import io.jenkins.plugins.cloudrun.credentials.CredentialChoices;
import io.jenkins.plugins.cloudrun.durable.Engine;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.durable.Seal;
import io.jenkins.plugins.cloudrun.gcp.ExternalAccountFile;
import io.jenkins.plugins.cloudrun.image.ProxyAccess;
import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import io.jenkins.plugins.cloudrun.job.JobRun;
import io.jenkins.plugins.cloudrun.model.Defaults;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Target;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.net.BackgroundPool;
import io.jenkins.plugins.cloudrun.net.HttpDoor;
import io.jenkins.plugins.cloudrun.preflight.Question;
import io.jenkins.plugins.cloudrun.preflight.Report;
import io.jenkins.plugins.cloudrun.promotion.AuditLog;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import io.jenkins.plugins.cloudrun.rollout.ServiceRecords;
import io.jenkins.plugins.cloudrun.rollout.port.Catalog;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Scans;
import io.jenkins.plugins.cloudrun.rollout.port.Session;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import java.util.concurrent.ExecutorService;
import jenkins.model.Jenkins;
import org.jspecify.annotations.Nullable;

/** Real Jenkins. */
final class JenkinsPlatform implements Platform {
  private final Seal seal = new SecretSeal();

  @Override
  public Engine<Rollout> rollouts() {
    return JenkinsEngines.get().engines().rollouts();
  }

  @Override
  public ServiceRecords services() {
    return JenkinsEngines.get().engines().services();
  }

  @Override
  public Session session(Origin origin, Account account) throws Failure {
    return JenkinsEngines.get().google().open(origin, account);
  }

  @Override
  public AuditLog audit() {
    return JenkinsEngines.get().engines().audit();
  }

  @Override
  public Engine<JobRun> jobRuns() {
    return JenkinsEngines.get().engines().jobRuns();
  }

  @Override
  public Engine<SourceBuild> sourceBuilds() {
    return JenkinsEngines.get().engines().sourceBuilds();
  }

  @Override
  public String storageEndpoint() {
    return JenkinsEngines.get().storageEndpoint();
  }

  @Override
  public boolean plainLinks() {
    return JenkinsEngines.get().plainLinks();
  }

  @Override
  public ZoneId zone() {
    String chosen = TimeZoneProperty.forCurrentUser();
    return chosen == null ? ZoneId.systemDefault() : TimeZone.getTimeZone(chosen).toZoneId();
  }

  @Override
  public Person person() {
    return JenkinsPerson.current();
  }

  @Override
  public @Nullable Item item(String fullName) {
    try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
      return Jenkins.get().getItemByFullName(fullName);
    }
  }

  @Override
  public String rootUrl() {
    String url = Jenkins.get().getRootUrl();
    return url == null ? "" : url;
  }

  @Override
  public List<CommitPages> commitPages() {
    return ExtensionList.lookup(CommitPages.class);
  }

  @Override
  public List<RolloutNews> rolloutNews() {
    return ExtensionList.lookup(RolloutNews.class);
  }

  @Override
  public HttpClient.Builder httpClient() {
    return HttpDoor.builder();
  }

  @Override
  public ProxyAccess proxy() {
    return HttpDoor.proxy();
  }

  @Override
  public ExecutorService background() {
    return ExtensionList.lookupSingleton(BackgroundPool.class).executor();
  }

  @Override
  public Path home() {
    return Jenkins.get().getRootDir().toPath().resolve("cloud-run");
  }

  @Override
  public Seal seal() {
    return seal;
  }

  @Override
  public RegistryToken registryToken(Origin origin, Account account) throws Failure {
    return JenkinsEngines.get().google().registryToken(origin, account);
  }

  @Override
  public Scans scans(Origin origin, Account account) throws Failure {
    return JenkinsEngines.get().google().scans(origin, account);
  }

  @Override
  public ToolConfiguration toolConfiguration(Origin origin, Account account) throws Failure {
    ExternalAccountFile file = JenkinsEngines.get().google().externalAccount(origin, account);
    return new ToolConfiguration(file.token(), file.expires(), file::json);
  }

  @Override
  public Optional<ProjectId> home(Origin origin, Account account) throws Failure {
    return JenkinsEngines.get().google().home(origin, account);
  }

  @Override
  public RegistryToken registryLogin(Origin origin, String credentialsId, String registry)
      throws Failure {
    return JenkinsEngines.get().registryLogin(origin, credentialsId, registry);
  }

  @Override
  public List<Target> targets(@Nullable Item item) {
    return ConfiguredTargets.current().targets(item);
  }

  @Override
  public Report check(Origin origin, Account account, Question question) {
    return JenkinsEngines.get().google().check(origin, account, question);
  }

  @Override
  public Defaults defaults(@Nullable Item item) {
    return ConfiguredTargets.current().defaults(item);
  }

  @Override
  public PromotionTerms promotion(@Nullable Item item, TargetName target) {
    Optional<PromotionTerms> terms =
        Optional.ofNullable(ConfiguredTargets.current().promotions(item).get(target));
    if (terms.isEmpty() && target(item, target).isPresent()) {
      // Rules that cannot be read are not no rules.
      throw new InvalidValueException(
          "The rules of target '"
              + target
              + "' cannot be read; Jenkins' log says what is wrong with them.");
    }
    return terms.orElse(PromotionTerms.NONE);
  }

  @Override
  public Catalog catalog(@Nullable Item item, Account account) throws Failure {
    Origin origin = new Origin(item == null ? "" : item.getFullName(), Optional.empty(), "a form");
    return JenkinsEngines.get().google().catalog(origin, account);
  }

  @Override
  public boolean mayUseCredentials(Item item) {
    return CredentialChoices.mayUse(item);
  }

  @Override
  public ListBoxModel registryChoices(@Nullable Item item, @Nullable String current) {
    return CredentialChoices.registryChoices(item, current);
  }

  @Override
  public ListBoxModel credentialChoices(@Nullable Item item, @Nullable String current) {
    return CredentialChoices.choices(item, current);
  }

  @Override
  public FormValidation credentialCheck(@Nullable Item item, @Nullable String id) {
    return CredentialChoices.check(item, id);
  }
}
