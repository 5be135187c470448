package io.jenkins.plugins.cloudrun.front;

import hudson.model.Item;
import io.jenkins.plugins.cloudrun.cloudbuild.SourceBuild;
import io.jenkins.plugins.cloudrun.durable.Notes;
import io.jenkins.plugins.cloudrun.durable.Seal;
import io.jenkins.plugins.cloudrun.image.ProxyAccess;
import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import io.jenkins.plugins.cloudrun.job.JobRun;
import io.jenkins.plugins.cloudrun.model.Defaults;
import io.jenkins.plugins.cloudrun.model.Target;
import io.jenkins.plugins.cloudrun.platform.CommitPages;
import io.jenkins.plugins.cloudrun.platform.Person;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.platform.PromotionTerms;
import io.jenkins.plugins.cloudrun.platform.RolloutNews;
import io.jenkins.plugins.cloudrun.platform.TestPlatform;
import io.jenkins.plugins.cloudrun.platform.ToolConfiguration;
import io.jenkins.plugins.cloudrun.preflight.Report;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import io.jenkins.plugins.cloudrun.rollout.ServiceRecords;
import io.jenkins.plugins.cloudrun.rollout.port.Catalog;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A platform with engines that a test plays; what a test does not need refuses. */
public final class FakePlatform implements AutoCloseable {
  public final FakeEngine<Rollout> rollouts = new FakeEngine<>();
  public final FakeEngine<JobRun> jobRuns = new FakeEngine<>();
  public final FakeEngine<SourceBuild> sourceBuilds = new FakeEngine<>();

  /** Who asks; nobody in particular, until a test says who. */
  public volatile @Nullable Person person;

  /** Of the one who asks. */
  public volatile ZoneId zone = ZoneOffset.UTC;

  /** What tools get that prove by themselves who they are. */
  public volatile @Nullable ToolConfiguration toolConfiguration;

  /** The targets of every item. */
  public volatile List<Target> targets = List.of();

  /** What a check finds, until it is asked for: what it was asked. */
  public volatile @Nullable Report report;

  public volatile List<Object> asked = List.of();

  /** What holds for steps that say nothing. */
  public volatile Defaults defaults = Defaults.NONE;

  /** Jobs and folders by their full names. */
  public final Map<String, Item> items = new ConcurrentHashMap<>();

  /** What serves where; nothing, until a test says what. */
  public volatile ServiceRecords services =
      new ServiceRecords(new Notes(Path.of("target", "no-services")));

  /** Who wants to know. */
  public volatile List<RolloutNews> rolloutNews = List.of();

  /** Who knows where people look at commits. */
  public volatile List<CommitPages> commitPages = List.of();

  /** What forms offer; without one there is no cloud. */
  public volatile @Nullable Catalog catalog;

  /** Whom the last form acted as. */
  public volatile @Nullable Account catalogAccount;

  /** Whether the person may use every item's credentials. */
  public volatile boolean mayUseCredentials;

  private final ExecutorService background = Executors.newFixedThreadPool(2);
  private final TestPlatform.Installation installation;

  public FakePlatform() {
    Map<String, Object> answers =
        Map.of(
            "rollouts",
            rollouts,
            "jobRuns",
            jobRuns,
            "sourceBuilds",
            sourceBuilds,
            "storageEndpoint",
            "https://storage.googleapis.com",
            "background",
            background,
            "seal",
            new Upside(),
            "proxy",
            ProxyAccess.NONE,
            "rootUrl",
            "https://jenkins.example.com/",
            "registryToken",
            new RegistryToken("ya29.of-this-test", Instant.MAX));
    installation =
        TestPlatform.install(
            (Platform)
                Proxy.newProxyInstance(
                    Platform.class.getClassLoader(),
                    new Class<?>[] {Platform.class},
                    (proxy, method, arguments) ->
                        method.getName().equals("item")
                            ? items.get((String) arguments[0])
                            : method.isDefault() && !method.getName().equals("toolConfiguration")
                                ? InvocationHandler.invokeDefault(proxy, method, arguments)
                                : Optional.ofNullable(
                                        switch (method.getName()) {
                                          case "person" -> person;
                                          case "zone" -> zone;
                                          case "services" -> services;
                                          case "rolloutNews" -> rolloutNews;
                                          case "catalog" -> catalog(arguments);
                                          case "commitPages" -> commitPages;
                                          case "mayUseCredentials" -> mayUseCredentials;
                                          case "targets" -> targets;
                                          case "toolConfiguration" -> toolConfiguration;
                                          case "defaults" -> defaults;
                                          case "check" -> checked(arguments);
                                          case "promotion" -> PromotionTerms.NONE;
                                          default -> answers.get(method.getName());
                                        })
                                    .orElseThrow(
                                        () ->
                                            new UnsupportedOperationException(method.toString()))));
  }

  private @Nullable Object checked(Object[] arguments) {
    asked = List.of(arguments);
    return report;
  }

  private @Nullable Object catalog(Object[] arguments) {
    catalogAccount = (Account) arguments[1];
    return catalog;
  }

  @Override
  public void close() {
    installation.close();
    background.shutdownNow();
  }

  /** Seals so that a plain text is not found again by its bytes. */
  private static final class Upside implements Seal {
    @Override
    public String seal(String plain) {
      return Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String open(String sealed) {
      return new String(Base64.getDecoder().decode(sealed), StandardCharsets.UTF_8);
    }
  }
}
