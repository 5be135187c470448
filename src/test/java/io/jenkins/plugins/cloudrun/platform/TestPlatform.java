package io.jenkins.plugins.cloudrun.platform;

import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.cloudrun.cloudbuild.SourceBuild;
import io.jenkins.plugins.cloudrun.durable.Engine;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.durable.Seal;
import io.jenkins.plugins.cloudrun.image.ProxyAccess;
import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import io.jenkins.plugins.cloudrun.job.JobRun;
import io.jenkins.plugins.cloudrun.model.Defaults;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Target;
import io.jenkins.plugins.cloudrun.model.TargetName;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The provider on the test class path: does what the platform does that a test or the local run has
 * installed for the time being.
 */
public final class TestPlatform implements Platform {
  private static final AtomicReference<Platform> INSTALLED = new AtomicReference<>();

  /** Makes {@code platform} the one that {@link Platform#get} answers with, until it is closed. */
  public static Installation install(Platform platform) {
    if (!INSTALLED.compareAndSet(null, platform)) {
      throw new IllegalStateException("Another test has its platform installed: close it first.");
    }
    return () -> INSTALLED.compareAndSet(platform, null);
  }

  /** An installed platform. */
  public interface Installation extends AutoCloseable {
    @Override
    void close();
  }

  private static Platform installed() {
    Platform platform = INSTALLED.get();
    if (platform == null) {
      throw new IllegalStateException("This test has no platform installed.");
    }
    return platform;
  }

  @Override
  public Session session(Origin origin, Account account) throws Failure {
    return installed().session(origin, account);
  }

  @Override
  public AuditLog audit() {
    return installed().audit();
  }

  @Override
  public Engine<Rollout> rollouts() {
    return installed().rollouts();
  }

  @Override
  public ServiceRecords services() {
    return installed().services();
  }

  @Override
  public Engine<JobRun> jobRuns() {
    return installed().jobRuns();
  }

  @Override
  public Engine<SourceBuild> sourceBuilds() {
    return installed().sourceBuilds();
  }

  @Override
  public String storageEndpoint() {
    return installed().storageEndpoint();
  }

  @Override
  public ZoneId zone() {
    return installed().zone();
  }

  @Override
  public Person person() {
    return installed().person();
  }

  @Override
  public @Nullable Item item(String fullName) {
    return installed().item(fullName);
  }

  @Override
  public String rootUrl() {
    return installed().rootUrl();
  }

  @Override
  public HttpClient.Builder httpClient() {
    return installed().httpClient();
  }

  @Override
  public ProxyAccess proxy() {
    return installed().proxy();
  }

  @Override
  public ExecutorService background() {
    return installed().background();
  }

  @Override
  public Path home() {
    return installed().home();
  }

  @Override
  public Seal seal() {
    return installed().seal();
  }

  @Override
  public RegistryToken registryToken(Origin origin, Account account) throws Failure {
    return installed().registryToken(origin, account);
  }

  @Override
  public Scans scans(Origin origin, Account account) throws Failure {
    return installed().scans(origin, account);
  }

  @Override
  public RegistryToken registryLogin(Origin origin, String credentialsId, String registry)
      throws Failure {
    return installed().registryLogin(origin, credentialsId, registry);
  }

  @Override
  public List<Target> targets(@Nullable Item item) {
    return installed().targets(item);
  }

  @Override
  public PromotionTerms promotion(@Nullable Item item, TargetName target) {
    return installed().promotion(item, target);
  }

  @Override
  public Report check(Origin origin, Account account, Question question) {
    return installed().check(origin, account, question);
  }

  @Override
  public Defaults defaults(@Nullable Item item) {
    return installed().defaults(item);
  }

  @Override
  public Catalog catalog(@Nullable Item item, Account account) throws Failure {
    return installed().catalog(item, account);
  }

  @Override
  public List<CommitPages> commitPages() {
    return installed().commitPages();
  }

  @Override
  public List<RolloutNews> rolloutNews() {
    return installed().rolloutNews();
  }

  @Override
  public boolean mayUseCredentials(Item item) {
    return installed().mayUseCredentials(item);
  }

  @Override
  public ListBoxModel registryChoices(@Nullable Item item, @Nullable String current) {
    return installed().registryChoices(item, current);
  }

  @Override
  public ListBoxModel credentialChoices(@Nullable Item item, @Nullable String current) {
    return installed().credentialChoices(item, current);
  }

  @Override
  public FormValidation credentialCheck(@Nullable Item item, @Nullable String credentialsId) {
    return installed().credentialCheck(item, credentialsId);
  }

  @Override
  public ToolConfiguration toolConfiguration(Origin origin, Account account) throws Failure {
    return installed().toolConfiguration(origin, account);
  }

  @Override
  public Optional<ProjectId> home(Origin origin, Account account) throws Failure {
    return installed().home(origin, account);
  }
}
