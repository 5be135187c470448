package io.jenkins.plugins.cloudrun.localrun;

import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.cloudrun.cloudbuild.SourceBuild;
import io.jenkins.plugins.cloudrun.durable.Budget;
import io.jenkins.plugins.cloudrun.durable.Engine;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.durable.Seal;
import io.jenkins.plugins.cloudrun.gcp.ExternalAccountFile;
import io.jenkins.plugins.cloudrun.gcp.GoogleSessions;
import io.jenkins.plugins.cloudrun.gcp.GoogleSettings;
import io.jenkins.plugins.cloudrun.image.BackgroundCopies;
import io.jenkins.plugins.cloudrun.image.ProxyAccess;
import io.jenkins.plugins.cloudrun.image.registry.RegistryClient;
import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import io.jenkins.plugins.cloudrun.image.registry.TokenAudience;
import io.jenkins.plugins.cloudrun.job.JobRun;
import io.jenkins.plugins.cloudrun.model.Defaults;
import io.jenkins.plugins.cloudrun.model.Target;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.platform.CommitPages;
import io.jenkins.plugins.cloudrun.platform.Engines;
import io.jenkins.plugins.cloudrun.platform.Person;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.platform.PromotionTerms;
import io.jenkins.plugins.cloudrun.platform.RolloutNews;
import io.jenkins.plugins.cloudrun.platform.ToolConfiguration;
import io.jenkins.plugins.cloudrun.preflight.Question;
import io.jenkins.plugins.cloudrun.preflight.Report;
import io.jenkins.plugins.cloudrun.promotion.AuditLog;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import io.jenkins.plugins.cloudrun.rollout.Rulebook;
import io.jenkins.plugins.cloudrun.rollout.ServiceRecords;
import io.jenkins.plugins.cloudrun.rollout.port.Catalog;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Scans;
import io.jenkins.plugins.cloudrun.rollout.port.Session;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A platform without a Jenkins: the real engines over a folder, credentials from a map. */
public final class LocalPlatform implements Platform, AutoCloseable {
  private final Path home;
  private final ExecutorService background = Executors.newFixedThreadPool(4);
  private final Seal seal = new Base64Seal();
  private final GoogleSessions google;
  private final Engines engines;
  private final String storageEndpoint;

  /**
   * @param home the folder of the plugin's files
   * @param settings how Google is reached
   * @param credentials keys by the credential's id
   */
  public LocalPlatform(Path home, GoogleSettings settings, Map<String, String> credentials) {
    this.home = home;
    this.storageEndpoint = settings.endpoints().storageBase();
    this.google =
        new GoogleSessions(
            (origin, id) ->
                Optional.ofNullable(credentials.get(id))
                    .orElseThrow(
                        () ->
                            new Failure.Permanent(
                                Failure.Reason.UNAUTHENTICATED,
                                "There is no credential '" + id + "' in the local run.",
                                null)),
            () -> settings,
            HttpClient::newBuilder);
    this.engines =
        new Engines(
            home,
            seal,
            google,
            new Budget(() -> Budget.DEFAULT_PER_MINUTE),
            Clock.systemUTC(),
            new BackgroundCopies(this::background, this::registry),
            Rulebook.UNCHANGED);
  }

  private RegistryClient registry(Origin origin, Account account) throws Failure {
    TokenAudience audience = new TokenAudience(google.registryToken(origin, account).hosts());
    return new RegistryClient(
        HttpClient.newBuilder(), audience, () -> google.registryToken(origin, account));
  }

  @Override
  public Session session(Origin origin, Account account) throws Failure {
    return google.open(origin, account);
  }

  @Override
  public AuditLog audit() {
    return engines.audit();
  }

  /** Readable by anybody: here is nothing to protect. */
  private static final class Base64Seal implements Seal {
    @Override
    public String seal(String plain) {
      return Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String open(String sealed) {
      return new String(Base64.getDecoder().decode(sealed), StandardCharsets.UTF_8);
    }
  }

  @Override
  public Engine<Rollout> rollouts() {
    return engines.rollouts();
  }

  @Override
  public ServiceRecords services() {
    return engines.services();
  }

  @Override
  public Engine<JobRun> jobRuns() {
    return engines.jobRuns();
  }

  @Override
  public Engine<SourceBuild> sourceBuilds() {
    return engines.sourceBuilds();
  }

  @Override
  public String storageEndpoint() {
    return storageEndpoint;
  }

  @Override
  public ZoneId zone() {
    return ZoneId.systemDefault();
  }

  @Override
  public Person person() {
    throw new UnsupportedOperationException("the local run has no pages");
  }

  @Override
  public @Nullable Item item(String fullName) {
    return null;
  }

  @Override
  public String rootUrl() {
    return "http://localhost:8080/";
  }

  @Override
  public HttpClient.Builder httpClient() {
    return HttpClient.newBuilder();
  }

  @Override
  public ProxyAccess proxy() {
    return ProxyAccess.NONE;
  }

  @Override
  public ExecutorService background() {
    return background;
  }

  @Override
  public Path home() {
    return home;
  }

  @Override
  public Seal seal() {
    return seal;
  }

  @Override
  public RegistryToken registryToken(Origin origin, Account account) throws Failure {
    return google.registryToken(origin, account);
  }

  @Override
  public Scans scans(Origin origin, Account account) throws Failure {
    return google.scans(origin, account);
  }

  @Override
  public ToolConfiguration toolConfiguration(Origin origin, Account account) throws Failure {
    ExternalAccountFile file = google.externalAccount(origin, account);
    return new ToolConfiguration(file.token(), file.expires(), file::json);
  }

  @Override
  public RegistryToken registryLogin(Origin origin, String credentialsId, String registry) {
    throw new UnsupportedOperationException("the local run has no passwords");
  }

  @Override
  public List<Target> targets(@Nullable Item item) {
    return List.of();
  }

  @Override
  public PromotionTerms promotion(@Nullable Item item, TargetName target) {
    return PromotionTerms.NONE;
  }

  @Override
  public Report check(Origin origin, Account account, Question question) {
    return google.check(origin, account, question);
  }

  @Override
  public Defaults defaults(@Nullable Item item) {
    return Defaults.NONE;
  }

  @Override
  public Catalog catalog(@Nullable Item item, Account account) {
    throw new UnsupportedOperationException("a local run has no forms");
  }

  @Override
  public List<CommitPages> commitPages() {
    return List.of();
  }

  @Override
  public List<RolloutNews> rolloutNews() {
    return List.of();
  }

  @Override
  public boolean mayUseCredentials(Item item) {
    return false;
  }

  @Override
  public ListBoxModel registryChoices(@Nullable Item item, @Nullable String current) {
    return new ListBoxModel();
  }

  @Override
  public ListBoxModel credentialChoices(@Nullable Item item, @Nullable String current) {
    return new ListBoxModel();
  }

  @Override
  public FormValidation credentialCheck(@Nullable Item item, @Nullable String credentialsId) {
    return FormValidation.ok();
  }

  @Override
  public void close() {
    engines.close();
    google.close();
    background.shutdownNow();
  }
}
