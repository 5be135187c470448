package io.jenkins.plugins.cloudrun.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Item;
import hudson.security.Permission;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.front.FakePlatform;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.model.Target;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.release.FakePeople.FakeFolder;
import io.jenkins.plugins.cloudrun.release.FakePeople.FakeJob;
import io.jenkins.plugins.cloudrun.rollout.Approval;
import io.jenkins.plugins.cloudrun.rollout.Asked;
import io.jenkins.plugins.cloudrun.rollout.Served;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What serves where, for whom. */
class BoardTest {
  private static final Instant SINCE = Instant.parse("2026-01-01T10:00:00Z");
  private static final ServiceKey SHOP = Served.key("prod-project", "europe-west1", "shop");
  private static final ServiceKey CART = Served.key("test-project", "us-central1", "cart");

  @TempDir Path home;
  private final FakePlatform platform = new FakePlatform();
  private final FakeFolder team = new FakeFolder("team");
  private final FakeJob shop = new FakeJob(team, "shop");
  private final FakeJob cart = new FakeJob(null, "cart");
  private Served served;

  @BeforeEach
  void serve() {
    served = new Served(home);
    platform.services = served.records();
    Stream.of(shop, cart).forEach(job -> platform.items.put(job.getFullName(), job));
    platform.items.put("team", team);
    served.serves(SHOP, new Origin("team/shop", Optional.of(7), "Started by user Ada"), SINCE);
    served.servesFirst(CART, new Origin("cart", Optional.empty(), ""), SINCE);
  }

  @AfterEach
  void close() {
    platform.close();
  }

  private static void grant(FakeJob job, Permission... permissions) {
    job.granted = Set.of(permissions);
  }

  private static List<String> services(ReleasePage page) {
    return page.getExportedServices().stream().map(BoardRow::getService).toList();
  }

  @Test
  void eachPageShowsWhatItCoversAndTheOneWhoLooksMayView() {
    FakePeople.Everything all = new FakePeople.Everything();
    FolderRollouts folder = new FolderRollouts(team);
    assertEquals(List.of(), services(all));
    assertFalse(all.mayViewSome());
    assertNull(all.getTarget(), "as if it were not there");
    assertNull(folder.getTarget());
    grant(shop, CloudRunPermissions.VIEW);
    assertEquals(List.of("shop"), services(all));
    assertEquals(List.of("shop"), services(folder));
    assertNotNull(all.getTarget(), "for the part that may be viewed");
    assertNotNull(folder.getIconFileName());
    assertEquals(List.of("shop"), services(new JobRollouts(shop)));
    grant(cart, CloudRunPermissions.VIEW);
    assertEquals(List.of("cart", "shop"), services(all).stream().sorted().toList());
    assertEquals(List.of("shop"), services(folder));
    assertEquals(List.of("cart"), services(new JobRollouts(cart)));
    platform.items.remove("cart");
    assertEquals(List.of("shop"), services(all), "of a job that is gone nobody may see anything");
  }

  @Test
  void aFolderIsNoPrefixOfAName() {
    FakeJob other = new FakeJob(null, "team-two");
    platform.items.put("team-two", other);
    grant(other, CloudRunPermissions.VIEW);
    served.serves(CART, new Origin("team-two", Optional.of(1), "x"), SINCE);
    assertEquals(List.of(), services(new FolderRollouts(team)));
  }

  @Test
  void aRowSaysWhatServesSinceWhenAndByWhom() {
    grant(shop, CloudRunPermissions.VIEW);
    BoardRow row = new JobRollouts(shop).getExportedServices().get(0);
    assertEquals("prod-project", row.getProject());
    assertEquals("europe-west1", row.getRegion());
    assertEquals("bbbbbbbbbbbb", row.getShortDigest());
    assertEquals("cccccccccccc", row.getShortCommit());
    assertEquals("shop-two", row.getRevision());
    assertEquals(100, row.getTraffic().get(0).getPercent());
    assertEquals("healthy", row.getHealth());
    assertEquals("2026-01-01T10:00:00Z", row.getSinceIso());
    assertEquals("Started by user Ada", row.getBy());
    assertEquals(7, row.getBuild());
    assertEquals("d-two", row.getRollout());
    assertEquals("succeeded", row.getOutcome());
    assertEquals("", row.getFailure());
    assertEquals("team/shop", row.getItem());
    assertEquals("", row.getCommitUrl(), "who may not read the job gets no link");
    assertFalse(row.isReadable());
    assertFalse(row.isReturnable(), "nor what they may not do");
    grant(shop, CloudRunPermissions.VIEW, Item.READ, CloudRunPermissions.ROLL_BACK);
    row = new JobRollouts(shop).getExportedServices().get(0);
    assertTrue(row.isReadable());
    assertEquals(Served.COMMIT_PAGE, row.getCommitUrl());
    assertTrue(row.isReturnable());
    grant(cart, CloudRunPermissions.VIEW, CloudRunPermissions.ROLL_BACK);
    row = new JobRollouts(cart).getExportedServices().get(0);
    assertFalse(row.isReturnable(), "there is nothing to go back to");
    assertEquals("", row.getShortDigest());
    assertEquals("", row.getShortCommit());
    assertEquals(
        List.of("cart-one", "other"),
        row.getTraffic().stream().map(BoardRow.Share::getRevision).toList());
    assertEquals("unknown", row.getHealth());
    assertEquals("rolled back", row.getFailure());
    assertEquals(row.getPage().getUrl(), row.getFailureUrl(), "that rollout is no longer kept");
  }

  private static Target target(String name, String project, String... regions) {
    Target plain = Target.named(new TargetName(name));
    return new Target(
        plain.name(),
        Optional.of(new ProjectId(project)),
        Stream.of(regions).map(Region::new).toList(),
        plain.repository(),
        plain.credentialsId(),
        plain.workloadIdentityProvider(),
        plain.impersonate(),
        plain.serviceAccount());
  }

  @Test
  void servicesStandUnderTheirTargetsInTheOrderOfTheConfiguration() {
    grant(shop, CloudRunPermissions.VIEW);
    grant(cart, CloudRunPermissions.VIEW);
    FakePeople.Everything all = new FakePeople.Everything();
    all.mayView = true;
    platform.targets =
        List.of(
            target("production", "prod-project", "europe-west1", "us-east1"),
            target("somewhere", "prod-project"),
            target("empty", "empty-project", "europe-west1"));
    List<Board.Group> groups = all.getBoard().getGroups();
    assertEquals(
        List.of("production", "somewhere", "empty", "test-project, us-central1"),
        groups.stream().map(Board.Group::getName).toList());
    assertEquals("prod-project, europe-west1, us-east1", groups.get(0).getPlace());
    assertEquals("shop", groups.get(0).getRows().get(0).getService());
    assertEquals("production", groups.get(0).getRows().get(0).getTarget());
    assertTrue(groups.get(1).getRows().isEmpty(), "the first that names the region");
    assertEquals("", groups.get(3).getPlace());
    assertEquals("cart", groups.get(3).getRows().get(0).getService());
    all.mayView = false;
    assertEquals(
        List.of("production", "test-project, us-central1"),
        all.getBoard().getGroups().stream().map(Board.Group::getName).toList(),
        "who may view some jobs sees no other target");
    assertEquals(
        List.of("production"),
        new JobRollouts(shop).getBoard().getGroups().stream().map(Board.Group::getName).toList());
  }

  @Test
  void whatGoesOnStandsWithWhatServes() {
    grant(shop, CloudRunPermissions.VIEW);
    assertFalse(new JobRollouts(shop).getBoard().isMoving());
    Approval approval = new Approval(List.of("ada"), Duration.ofHours(1), 100, List.of());
    Origin origin = new Origin("team/shop", Optional.of(8), "Started by user Ada");
    platform.rollouts.start(Asked.rollout("d-3", origin, approval, SINCE));
    Board board = new JobRollouts(shop).getBoard();
    assertTrue(board.isMoving());
    BoardRow first = board.rows().get(0);
    assertFalse(first.isServing(), "its first rollout goes on");
    assertEquals("d-3", first.getGoingId());
    assertEquals("example-project", first.getProject());
    assertTrue(board.getState().startsWith("shop in us-central1: "), board.getState());
    assertEquals("", board.rows().get(1).getGoingId());
  }

  @Test
  void onlyAServiceThatIsShownHasAPage() {
    grant(shop, CloudRunPermissions.VIEW);
    JobRollouts page = new JobRollouts(shop);
    ServicePage service = page.getService("prod-project~europe-west1~shop");
    assertNotNull(service);
    assertEquals(
        "job/team/job/shop/cloud-run/service/prod-project~europe-west1~shop/", service.getUrl());
    assertNull(page.getService("test-project~us-central1~cart"));
    assertNull(page.getService("x"));
    assertNotNull(service.getAct("rollBack"));
    assertNull(service.getAct("somethingElse"));
  }
}
