package io.jenkins.plugins.cloudrun.release;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import hudson.security.Permission;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.front.FakePlatform;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.release.FakePeople.FakeJob;
import io.jenkins.plugins.cloudrun.release.FakePeople.Somebody;
import io.jenkins.plugins.cloudrun.rollout.Approval;
import io.jenkins.plugins.cloudrun.rollout.Asked;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import io.jenkins.plugins.cloudrun.rollout.Served;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.kohsuke.stapler.ForwardToView;
import org.kohsuke.stapler.HttpRedirect;
import org.kohsuke.stapler.HttpResponse;

/** A service that serves, a job, and people who do things on its pages. */
abstract class DeedBench {
  static final Instant NOW = Instant.now().minusSeconds(60);
  static final Approval APPROVAL =
      new Approval(List.of("ada"), Duration.ofHours(4), 100, List.of());
  static final ServiceKey SHOP = Served.key("example-project", "us-central1", "shop");

  @TempDir Path home;
  final FakePlatform platform = new FakePlatform();
  final FakeJob job = new FakeJob("team");
  Served served;

  @BeforeEach
  void serve() {
    served = new Served(home);
    platform.services = served.records();
    platform.items.put("team", job);
    served.serves(SHOP, origin(), NOW);
    asks("ada", CloudRunPermissions.all().toArray(Permission[]::new));
  }

  @AfterEach
  void close() {
    platform.close();
  }

  static Origin origin() {
    return new Origin("team", Optional.of(7), "Started by sam");
  }

  void asks(String id, Permission... granted) {
    job.granted = Set.of(granted);
    platform.person = new Somebody(id, Set.of());
  }

  Deed ofRollout(String id, String name) {
    RolloutPage page = new JobRollouts(job).getRollout(id);
    assertNotNull(page);
    Deed deed = page.getAct(name);
    assertNotNull(deed);
    return deed;
  }

  Deed rollBack() {
    return ofService("rollBack");
  }

  Deed ofService(String name) {
    ServicePage page = new JobRollouts(job).getService("example-project~us-central1~shop");
    assertNotNull(page);
    Deed deed = page.getAct(name);
    assertNotNull(deed);
    return deed;
  }

  Rollout asking() {
    Rollout rollout = Asked.rollout("d-1", origin(), APPROVAL, NOW);
    platform.rollouts.start(rollout);
    return rollout;
  }

  static void done(HttpResponse answer) {
    assertInstanceOf(HttpRedirect.class, answer);
  }

  static void refused(HttpResponse answer) {
    assertInstanceOf(ForwardToView.class, answer);
  }
}
