package io.jenkins.plugins.cloudrun.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Item;
import io.jenkins.plugins.cloudrun.front.FakePlatform;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.ServiceName;
import io.jenkins.plugins.cloudrun.model.Target;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.rollout.port.Catalog;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Forms offer what the credentials see, to whom may use them, and wait no longer than is good. */
final class OffersTest {
  private final FakePlatform platform = new FakePlatform();
  private final DeploySettings.DescriptorImpl deploy = new DeploySettings.DescriptorImpl();
  private final Item ours = FormCheckTest.item(true);
  private final AtomicInteger asked = new AtomicInteger();
  private final Queue<String> places = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void prepare() {
    platform.mayUseCredentials = true;
    platform.catalog = new Names(() -> List.of("shop", "till"));
  }

  @AfterEach
  void close() {
    platform.close();
  }

  private List<String> offered(Item item, String project, String region) {
    return deploy.doFillServiceItems(item, place(null, project, region, "google-deployer", null));
  }

  private static FormPlace place(
      @Nullable String target,
      @Nullable String project,
      @Nullable String region,
      @Nullable String credentialsId,
      @Nullable String impersonate) {
    return FormPlace.fromStapler(target, project, region, null, credentialsId, impersonate, null);
  }

  private static Target target(String name, String project, String credentials) {
    return new Target(
        new TargetName(name),
        Optional.of(new ProjectId(project)),
        List.of(new Region("europe-west1"), new Region("us-central1")),
        Optional.of(ImageName.parse("europe-docker.pkg.dev/" + project + "/apps")),
        Optional.of(credentials),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void whatTheCredentialsSee() {
    assertEquals(List.of("shop", "till"), offered(ours, "my-project", "europe-west1"));
    assertEquals(
        List.of("shop", "till"),
        new JobSettings.DescriptorImpl()
            .doFillJobItems(
                ours,
                place(null, "my-project", "europe-west1", "", "d@p.iam.gserviceaccount.com")));
    assertEquals(
        List.of("shop/", "till/"),
        new BuildSettings.DescriptorImpl()
            .doFillImageItems(ours, place(null, "my-project", "europe-west1", null, null)));
    assertEquals(
        List.of("shop", "till"),
        new CheckSettings.DescriptorImpl()
            .doFillRepositoryItems(ours, place(null, "my-project", "europe-west1", null, null)));
    assertEquals(4, asked.get());
  }

  @Test
  void whatTheTargetSays() {
    platform.targets = List.of(target("staging", "my-project", "google-stage"));
    assertEquals(
        List.of("shop", "till"), deploy.doFillServiceItems(ours, place("staging", "", "", "", "")));
    assertEquals(2, asked.get(), "in each of its regions");
    assertEquals(
        List.of("europe-docker.pkg.dev/my-project/apps/", "shop/", "till/"),
        deploy.doFillImageItems(ours, place("staging", "", "", "", "")));
    assertEquals(4, asked.get());
    assertEquals(List.of(), deploy.doFillServiceItems(ours, place("unknown", "", "", "", "")));
    assertEquals(4, asked.get());
  }

  /** A promotion takes what is there in the target that it comes from, whatever it goes to. */
  @Test
  void whatTheTargetHasThatAPromotionComesFrom() {
    platform.targets =
        List.of(
            target("staging", "stage-project", "google-stage"),
            target("production", "live-project", "google-live"));
    PromoteSettings.DescriptorImpl promote = new PromoteSettings.DescriptorImpl();
    assertEquals(List.of("shop", "till"), promote.doFillServiceItems(ours, "staging"));
    assertEquals(
        List.of("stage-project europe-west1", "stage-project us-central1"), List.copyOf(places));
    assertEquals(Optional.of("google-stage"), account().credentialsId());
    for (String unknown : Arrays.asList(null, "", "nowhere", "$SOURCE", "${SOURCE}")) {
      assertEquals(List.of(), promote.doFillServiceItems(ours, unknown));
    }
    assertEquals(List.of(), promote.doFillServiceItems(FormCheckTest.item(false), "staging"));
    assertEquals(List.of(), promote.doFillServiceItems(null, "staging"));
    platform.mayUseCredentials = false;
    assertEquals(List.of(), promote.doFillServiceItems(ours, "staging"));
    assertEquals(2, asked.get());
  }

  private Account account() {
    return Objects.requireNonNull(platform.catalogAccount);
  }

  @Test
  void revisionsOfTheServiceThatIsNamed() {
    TrafficSettings.DescriptorImpl traffic = new TrafficSettings.DescriptorImpl();
    RollbackSettings.DescriptorImpl back = new RollbackSettings.DescriptorImpl();
    FormPlace here = place(null, "my-project", "europe-west1", "", "");
    assertEquals(
        List.of("api-00002-b", "api-00001-a"), traffic.doFillRevisionItems(ours, here, "api"));
    assertEquals(
        List.of("previous", "api-00002-b", "api-00001-a"), back.doFillToItems(ours, here, "api"));
    assertEquals(2, asked.get());
    for (String unknown : Arrays.asList(null, "", "$SERVICE", "no service")) {
      assertEquals(List.of(), traffic.doFillRevisionItems(ours, here, unknown));
    }
    platform.mayUseCredentials = false;
    assertEquals(List.of(), traffic.doFillRevisionItems(ours, here, "api"));
    assertEquals(List.of("previous"), back.doFillToItems(ours, here, "api"));
    assertEquals(2, asked.get());
  }

  @Test
  void linesOfRegionsAreAskedOneByOne() {
    assertEquals(
        List.of("shop", "till"),
        deploy.doFillServiceItems(
            ours,
            FormPlace.fromStapler(
                null, "my-project", "", "us-east1\n\neurope-west1\n", "", "", "")));
    assertEquals(List.of("my-project us-east1", "my-project europe-west1"), List.copyOf(places));
    assertEquals(
        List.of(),
        deploy.doFillServiceItems(
            ours,
            FormPlace.fromStapler(null, "my-project", "us-east1", "europe-west1", "", "", "")));
    assertEquals(2, asked.get(), "one region or several, not both");
  }

  /** What one region gave is offered when another one refuses. */
  @Test
  void whatCameBeforeAFailureIsOffered() {
    platform.targets = List.of(target("staging", "my-project", "google-stage"));
    platform.catalog =
        new Names(
            () -> {
              if (asked.get() > 1) {
                throw new Failure.Permanent(Failure.Reason.DENIED, "no", null);
              }
              return List.of("shop");
            });
    assertEquals(
        List.of("shop"), deploy.doFillServiceItems(ours, place("staging", "", "", "", "")));
    assertEquals(2, asked.get());
  }

  @Test
  void nobodyIsAskedForWhoMayNot() {
    assertEquals(List.of(), offered(FormCheckTest.item(false), "my-project", "europe-west1"));
    platform.mayUseCredentials = false;
    assertEquals(List.of(), offered(ours, "my-project", "europe-west1"));
    assertEquals(
        List.of(),
        deploy.doFillServiceItems(
            null, place(null, "my-project", "europe-west1", "google-deployer", null)));
    assertEquals(0, asked.get());
  }

  /** A host is never made of what somebody typed: only a project and a region are taken. */
  @Test
  void nobodyIsAskedUntilThePlaceIsKnown() {
    assertEquals(List.of(), offered(ours, "", "europe-west1"));
    assertEquals(List.of(), offered(ours, "my-project", ""));
    assertEquals(List.of(), offered(ours, "$PROJECT", "europe-west1"));
    assertEquals(List.of(), offered(ours, "my-project", "evil.example.com/"));
    assertEquals(
        List.of(),
        deploy.doFillServiceItems(
            ours, place(null, "my-project", "europe-west1", "", "not an account")));
    assertEquals(0, asked.get());
  }

  @Test
  void aRefusalIsAnEmptyList() {
    platform.catalog =
        new Names(
            () -> {
              throw new Failure.Permanent(Failure.Reason.DENIED, "no", null);
            });
    assertEquals(List.of(), offered(ours, "my-project", "europe-west1"));
    platform.catalog = null;
    assertEquals(List.of(), offered(ours, "my-project", "europe-west1"));
  }

  @Test
  void whoDoesNotAnswerIsLeftAlone() throws Exception {
    CountDownLatch given = new CountDownLatch(1);
    platform.catalog =
        new Names(
            () -> {
              try {
                new CountDownLatch(1).await();
                return List.of("late");
              } catch (InterruptedException e) {
                given.countDown();
                return List.of();
              }
            });
    assertEquals(List.of(), offered(ours, "my-project", "europe-west1"));
    assertTrue(given.await(20, java.util.concurrent.TimeUnit.SECONDS), "the call goes on");
  }

  @Test
  void regionsAreKnownToEverybodyAndWellFormed() {
    List<String> regions = deploy.doFillRegionItems();
    assertTrue(regions.contains("europe-west1"), regions.toString());
    regions.forEach(Region::new);
    assertEquals(regions.stream().sorted().distinct().toList(), regions);
  }

  private interface Asking {
    List<String> names() throws Failure;
  }

  private final class Names implements Catalog {
    private final Asking asking;

    Names(Asking asking) {
      this.asking = asking;
    }

    private List<String> names(ProjectId project, Region region) throws Failure {
      places.add(project + " " + region);
      asked.incrementAndGet();
      return asking.names();
    }

    @Override
    public List<String> services(ProjectId project, Region region) throws Failure {
      return names(project, region);
    }

    @Override
    public List<String> revisions(ProjectId project, Region region, ServiceName service)
        throws Failure {
      List<String> unused = names(project, region);
      return List.of(service + "-00002-b", service + "-00001-a");
    }

    @Override
    public List<String> jobs(ProjectId project, Region region) throws Failure {
      return names(project, region);
    }

    @Override
    public List<String> repositories(ProjectId project, Region region) throws Failure {
      return names(project, region);
    }
  }
}
