package io.jenkins.plugins.cloudrun.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Item;
import io.jenkins.plugins.cloudrun.front.FakePlatform;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.Target;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.rollout.port.Catalog;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Forms offer what the credentials see, to whom may use them, and wait no longer than is good. */
final class OffersTest {
  private final FakePlatform platform = new FakePlatform();
  private final DeploySettings.DescriptorImpl deploy = new DeploySettings.DescriptorImpl();
  private final Item ours = FormCheckTest.item(true);
  private final AtomicInteger asked = new AtomicInteger();

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
    return deploy.doFillServiceItems(item, null, project, region, "google-deployer", null);
  }

  @Test
  void whatTheCredentialsSee() {
    assertEquals(List.of("shop", "till"), offered(ours, "my-project", "europe-west1"));
    assertEquals(
        List.of("shop", "till"),
        new JobSettings.DescriptorImpl()
            .doFillJobItems(
                ours, null, "my-project", "europe-west1", "", "d@p.iam.gserviceaccount.com"));
    assertEquals(
        List.of("shop", "till"),
        new BuildSettings.DescriptorImpl()
            .doFillImageItems(ours, null, "my-project", "europe-west1", null, null));
    assertEquals(3, asked.get());
  }

  @Test
  void whatTheTargetSays() {
    platform.targets =
        List.of(
            new Target(
                new TargetName("staging"),
                Optional.of(new ProjectId("my-project")),
                List.of(new Region("europe-west1"), new Region("us-central1")),
                Optional.empty(),
                Optional.of("google-stage"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    assertEquals(
        List.of("shop", "till"), deploy.doFillServiceItems(ours, "staging", "", "", "", ""));
    assertEquals(List.of(), deploy.doFillServiceItems(ours, "unknown", "", "", "", ""));
    assertEquals(1, asked.get());
  }

  @Test
  void nobodyIsAskedForWhoMayNot() {
    assertEquals(List.of(), offered(FormCheckTest.item(false), "my-project", "europe-west1"));
    platform.mayUseCredentials = false;
    assertEquals(List.of(), offered(ours, "my-project", "europe-west1"));
    assertEquals(
        List.of(),
        deploy.doFillServiceItems(
            null, null, "my-project", "europe-west1", "google-deployer", null));
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
        deploy.doFillServiceItems(ours, null, "my-project", "europe-west1", "", "not an account"));
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

    private List<String> names() throws Failure {
      asked.incrementAndGet();
      return asking.names();
    }

    @Override
    public List<String> services(ProjectId project, Region region) throws Failure {
      return names();
    }

    @Override
    public List<String> jobs(ProjectId project, Region region) throws Failure {
      return names();
    }

    @Override
    public List<String> repositories(ProjectId project, Region region) throws Failure {
      return names();
    }
  }
}
