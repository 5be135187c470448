package io.jenkins.plugins.cloudrun.gcp;

import static io.jenkins.plugins.cloudrun.gcp.Asked.failure;
import static io.jenkins.plugins.cloudrun.gcp.Asked.service;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.emulator.app.Batch;
import io.jenkins.plugins.cloudrun.model.ContainerSettings;
import io.jenkins.plugins.cloudrun.model.Percent;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.model.TrafficTag;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.OperationState;
import io.jenkins.plugins.cloudrun.rollout.port.RevisionState;
import io.jenkins.plugins.cloudrun.rollout.port.ServiceChange;
import io.jenkins.plugins.cloudrun.rollout.port.ServiceState;
import io.jenkins.plugins.cloudrun.rollout.traffic.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Against the embedded Cloud Run. */
class CloudRunClientTest extends OnCloudRun {
  @Test
  void aServiceIsMadeUpdatedAndItsTrafficShifted() throws Exception {
    ServiceKey key = service("life");
    assertEquals(Optional.empty(), client.service(key));
    assertEquals(Optional.empty(), client.revision(key, new RevisionName("life-1")));
    ServiceState first = deployed(key);
    assertEquals(1, first.generation());
    assertFalse(first.reconciling());
    assertTrue(first.ready().succeeded());
    assertEquals(Asked.DEPLOYER, first.lastModifier());
    assertEquals(Optional.of(new RevisionName("life-1")), first.latestReadyRevision());
    assertEquals(List.of(Target.LATEST_ALL), first.traffic());

    RevisionName one = new RevisionName("life-1");
    RevisionName two = new RevisionName("life-2");
    Target keep = Target.share(one, Percent.ALL);
    Target tag = Target.tagged(two, new TrafficTag("next"));
    String operation =
        client.apply(change(key, Optional.of(first.etag()), "life-2", "two", keep, tag));
    assertEquals(new OperationState(true, Optional.empty()), done(key, operation));
    ServiceState second = now(key);
    assertEquals(List.of(keep, tag), second.traffic());
    assertEquals(1, second.tagUris().size());
    assertTrue(second.tagUris().get("next") != null, second.tagUris().toString());
    RevisionState revision = client.revision(key, two).orElseThrow();
    assertTrue(revision.ready());
    assertEquals(image, revision.image());

    done(
        key,
        client.apply(
            new ServiceChange(
                key,
                Optional.of(second.etag()),
                Optional.empty(),
                List.of(Target.share(two, Percent.ALL)))));
    ServiceState third = now(key);
    assertEquals(Optional.of(two), third.latestCreatedRevision());
    assertEquals(List.of(Target.share(two, Percent.ALL)), third.traffic());
  }

  @Test
  void whoComesTooLateHearsWhoWasFaster() throws Exception {
    ServiceKey key = service("race");
    ServiceState first = deployed(key);
    done(
        key,
        client.apply(change(key, Optional.of(first.etag()), "race-2", "x", Target.LATEST_ALL)));
    for (Optional<String> stale : List.of(Optional.of(first.etag()), Optional.<String>empty())) {
      Failure.Permanent failure =
          assertInstanceOf(
              Failure.Permanent.class,
              failure(() -> client.apply(change(key, stale, "race-3", "y", Target.LATEST_ALL))));
      assertEquals(Failure.Reason.CONFLICT, failure.reason());
      assertTrue(
          failure
              .explanation()
              .contains("it has generation 2 now, last changed by " + Asked.DEPLOYER),
          failure.explanation());
      assertTrue(failure.explanation().contains("race-2"), failure.explanation());
    }
  }

  @Test
  void aRevisionOfThatNameWithOtherContentIsRefused() throws Exception {
    ServiceKey key = service("twice");
    ServiceState first = deployed(key);
    Failure.Permanent failure =
        assertInstanceOf(
            Failure.Permanent.class,
            failure(
                () ->
                    client.apply(
                        change(
                            key,
                            Optional.of(first.etag()),
                            "twice-1",
                            "other",
                            Target.LATEST_ALL))));
    assertEquals(Failure.Reason.EXISTS, failure.reason());
    assertTrue(
        failure
            .explanation()
            .contains("Revision named 'twice-1' with different configuration already exists."),
        failure.explanation());
  }

  @Test
  void aRegionThatDoesNotExistIsNamed() throws Exception {
    ServiceKey nowhere = service("shop", "mars-north1");
    Failure.Permanent failure =
        assertInstanceOf(
            Failure.Permanent.class, failure(() -> client.apply(Asked.create(nowhere))));
    assertTrue(
        failure.explanation().contains("Does the region mars-north1 exist"), failure.explanation());
  }

  @Test
  void whoMayNotIsToldWhichRole() throws Exception {
    rig.emulator().access().create("reader@demo-project.iam.gserviceaccount.com");
    CloudRunClient reader = as("reader@demo-project.iam.gserviceaccount.com");
    rig.emulator()
        .access()
        .deny("reader@demo-project.iam.gserviceaccount.com", "run.services.create");
    Failure.Permanent failure =
        assertInstanceOf(
            Failure.Permanent.class, failure(() -> reader.apply(Asked.create(service("denied")))));
    assertEquals(Failure.Reason.DENIED, failure.reason());
    assertTrue(failure.explanation().contains("'run.services.create' denied"));
    assertTrue(failure.explanation().contains("roles/run.developer"), failure.explanation());
    Failure.Permanent stranger =
        assertInstanceOf(
            Failure.Permanent.class,
            failure(
                () ->
                    Asked.client(rig.emulator().api().toString(), "nonsense", Duration.ofSeconds(9))
                        .service(service("x"))));
    assertEquals(Failure.Reason.UNAUTHENTICATED, stranger.reason());
  }

  @Test
  void aWriteWhoseAnswerIsLostIsSeenAfterwards() throws Exception {
    ServiceKey key = service("lost");
    rig.emulator().faults().loseAnswer("CreateService");
    ServiceChange create = change(key, Optional.empty(), "lost-1", "a", Target.LATEST_ALL);
    assertInstanceOf(Failure.Ambiguous.class, failure(() -> client.apply(create)));
    assertEquals(1, now(key).generation());
    settled(key);

    ServiceState before = now(key);
    rig.emulator().faults().failAfterwards("UpdateService", 503);
    ServiceChange update =
        change(key, Optional.of(before.etag()), "lost-2", "b", Target.LATEST_ALL);
    assertInstanceOf(Failure.Ambiguous.class, failure(() -> client.apply(update)));
    assertEquals(2, now(key).generation());
    settled(key);

    rig.emulator().faults().busy("GetService", 7);
    Failure.Transient busy =
        assertInstanceOf(Failure.Transient.class, failure(() -> client.service(key)));
    assertEquals(Optional.of(Duration.ofSeconds(7)), busy.retryAfter());
    assertTrue(
        client
            .operation(key, "projects/demo-project/locations/europe-west1/operations/none")
            .done());
  }

  private void settled(ServiceKey key) throws Exception {
    for (int i = 0; i < 600 && now(key).reconciling(); i++) {
      Thread.sleep(50);
    }
  }

  @Test
  void aContainerThatEndsAtOnceLeavesItsReasonAndItsLog() throws Exception {
    ServiceKey key = service("broken");
    String batch = rig.image("batch", Batch.class);
    String operation =
        client.apply(
            Asked.deploy(
                key,
                Optional.empty(),
                "broken-1",
                batch,
                Asked.settings(ContainerSettings.UNCHANGED),
                List.of(Target.LATEST_ALL)));
    OperationState state = done(key, operation);
    assertTrue(state.error().orElse("").contains("failed to start and listen"), state.toString());
    ServiceState service = now(key);
    assertTrue(service.ready().failed());
    assertEquals("HEALTH_CHECK_CONTAINER_ERROR", service.ready().reason());
    assertEquals(Optional.empty(), service.uri());
    RevisionName name = new RevisionName("broken-1");
    assertFalse(client.revision(key, name).orElseThrow().ready());
    List<String> log = client.logs(key, name, 50);
    assertTrue(log.stream().anyMatch(line -> line.startsWith("task null of null")), log.toString());
    rig.emulator().access().deny(Asked.DEPLOYER, "logging.logEntries.list");
    try {
      Failure denied = failure(() -> client.logs(key, name, 50));
      assertTrue(denied.explanation().contains("roles/logging.viewer"), denied.explanation());
    } finally {
      rig.emulator().access().allow(Asked.DEPLOYER, "logging.logEntries.list");
    }
  }
}
