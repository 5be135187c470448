package io.jenkins.plugins.cloudrun.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.api.gax.rpc.AbortedException;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.run.v2.Condition;
import com.google.cloud.run.v2.Condition.State;
import com.google.cloud.run.v2.CreateServiceRequest;
import com.google.cloud.run.v2.DeleteServiceRequest;
import com.google.cloud.run.v2.Revision;
import com.google.cloud.run.v2.Service;
import com.google.cloud.run.v2.TrafficTarget;
import com.google.cloud.run.v2.TrafficTargetAllocationType;
import com.google.iam.v1.Binding;
import com.google.iam.v1.GetIamPolicyRequest;
import com.google.iam.v1.Policy;
import com.google.iam.v1.SetIamPolicyRequest;
import com.google.longrunning.Operation;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class ServicesTest {
  private Rig rig;

  @BeforeAll
  void start(@TempDir Path data) throws Exception {
    rig = new Rig(data);
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  private static TrafficTarget to(String revision, int percent, String tag) {
    return TrafficTarget.newBuilder()
        .setType(TrafficTargetAllocationType.TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION)
        .setRevision(revision)
        .setPercent(percent)
        .setTag(tag)
        .build();
  }

  @Test
  void aServiceIsCreatedServesAndIsDeleted() throws Exception {
    Operation accepted =
        rig.services
            .createServiceCallable()
            .call(
                CreateServiceRequest.newBuilder()
                    .setParent(Rig.PARENT)
                    .setServiceId("life")
                    .setService(rig.template("one").setInvokerIamDisabled(true))
                    .build());
    assertFalse(accepted.getDone());
    Service written = Rig.service(accepted);
    assertEquals(1, written.getGeneration());
    assertEquals(0, written.getObservedGeneration());
    assertTrue(written.getReconciling());
    assertEquals("", written.getTerminalCondition().getType());
    assertEquals(State.CONDITION_PENDING, written.getTerminalCondition().getState());
    assertEquals(80, written.getTemplate().getMaxInstanceRequestConcurrency());
    assertEquals("", written.getUri());

    Service ready = rig.done(accepted).getResponse().unpack(Service.class);
    assertEquals(State.CONDITION_SUCCEEDED, ready.getTerminalCondition().getState());
    assertFalse(ready.getReconciling());
    assertEquals(ready.getLatestCreatedRevision(), ready.getLatestReadyRevision());
    assertTrue(ready.getLatestReadyRevision().matches(".*/revisions/life-00001-[a-z0-9]{3}"));
    assertEquals(1, ready.getTrafficStatusesCount());

    var answer = Rig.get(ready.getUri() + "/a%20b?c=d");
    assertEquals(200, answer.statusCode());
    assertEquals("echo", answer.headers().firstValue("X-App").orElse(""));
    assertTrue(answer.body().endsWith("|one|GET /a%20b?c=d|"), answer.body());

    Revision revision = rig.revisions.getRevision(ready.getLatestReadyRevision());
    assertTrue(
        revision.getConditionsList().stream()
            .anyMatch(
                c -> c.getType().equals("Ready") && c.getState() == State.CONDITION_SUCCEEDED));

    Operation deleted =
        rig.done(
            rig.services
                .deleteServiceCallable()
                .call(DeleteServiceRequest.newBuilder().setName(Rig.service("life")).build()));
    assertTrue(Rig.service(deleted).hasDeleteTime());
    NotFoundException gone =
        assertThrows(NotFoundException.class, () -> rig.services.getService(Rig.service("life")));
    assertTrue(
        gone.getMessage()
            .contains(
                "Resource 'life' of kind 'SERVICE' in region 'europe-west1' in project 'demo-project' does not exist."),
        gone.getMessage());
  }

  @Test
  void trafficIsSplitExactlyAndTagsHaveUrls() throws Exception {
    rig.create(
        "split",
        rig.template("old")
            .setInvokerIamDisabled(true)
            .setTemplate(rig.template("old").getTemplate().toBuilder().setRevision("split-a")));
    Operation updated =
        rig.update(
            "split",
            service -> {
              service.getTemplateBuilder().setRevision("split-b");
              service
                  .getTemplateBuilder()
                  .getContainersBuilder(0)
                  .setEnv(0, Rig.env("GREETING", "new"));
              return service
                  .clearTraffic()
                  .addTraffic(to("split-a", 75, ""))
                  .addTraffic(to("split-b", 25, "canary"));
            });
    Service service = Rig.service(updated);
    assertEquals(2, service.getObservedGeneration());
    String tagUri = service.getTrafficStatuses(1).getUri();
    assertTrue(Rig.get(tagUri).body().startsWith("split-b|new|"));
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < 100; i++) {
      String body = Rig.get(service.getUri()).body();
      seen.merge(body.substring(0, body.indexOf('|')), 1, Integer::sum);
    }
    assertEquals(Map.of("split-a", 75, "split-b", 25), seen);

    Operation moved = rig.update("split", s -> s.clearTraffic().addTraffic(to("split-a", 100, "")));
    assertEquals(service.getUri(), Rig.service(moved).getUri());
    assertEquals(404, Rig.get(tagUri).statusCode());

    Operation dead = rig.update("split", s -> s.clearTraffic().addTraffic(to("split-z", 100, "")));
    assertEquals(13, dead.getError().getCode());
    assertTrue(dead.getError().getMessage().startsWith("Revision 'split-z' does not exist"));
    assertTrue(Rig.get(service.getUri()).body().startsWith("split-a|old|"));
  }

  @Test
  void aRevisionNameIsNotUsedTwiceAndAStaleWriteIsRefused() throws Exception {
    Service first =
        Rig.service(
            rig.create(
                "names",
                rig.template("x")
                    .setTemplate(
                        rig.template("x").getTemplate().toBuilder().setRevision("names-1"))));
    ApiException reused =
        assertThrows(
            ApiException.class,
            () ->
                rig.update(
                    "names",
                    service -> {
                      service
                          .getTemplateBuilder()
                          .getContainersBuilder(0)
                          .setEnv(0, Rig.env("GREETING", "y"));
                      return service;
                    }));
    assertEquals(409, statusOf(reused));
    assertTrue(
        reused
            .getMessage()
            .contains("Revision named 'names-1' with different configuration already exists."));
    rig.update("names", service -> service.putLabels("a", "b"));
    AbortedException stale =
        assertThrows(
            AbortedException.class,
            () -> rig.update("names", service -> service.setEtag(first.getEtag())));
    assertTrue(
        stale
            .getMessage()
            .matches(
                "(?s).*Conflict for resource 'names': version '\\d{16}' was specified but current version is '\\d{16}'\\..*"),
        stale.getMessage());
  }

  private static int statusOf(ApiException e) {
    return ((com.google.api.gax.httpjson.HttpJsonStatusCode) e.getStatusCode())
        .getCode()
        .getHttpStatusCode();
  }

  @Test
  void aContainerOnTheLoopbackAddressAloneIsNotReachedAndTheOldRevisionServesOn() throws Exception {
    Service good = Rig.service(rig.create("deaf", rig.template("v1").setInvokerIamDisabled(true)));
    Operation failed =
        rig.update(
            "deaf",
            service -> {
              var container = service.getTemplateBuilder().getContainersBuilder(0);
              container.addEnv(Rig.env("HOST", "127.0.0.1"));
              container.getStartupProbeBuilder().setPeriodSeconds(1).setTimeoutSeconds(1);
              return service;
            });
    assertEquals(9, failed.getError().getCode());
    assertTrue(
        failed.getError().getMessage().contains("failed the configured startup probe checks"),
        failed.getError().getMessage());
    Service after = rig.services.getService(Rig.service("deaf"));
    assertEquals(
        Condition.RevisionReason.HEALTH_CHECK_CONTAINER_ERROR,
        after.getTerminalCondition().getRevisionReason());
    assertEquals(good.getLatestReadyRevision(), after.getLatestReadyRevision());
    assertTrue(Rig.get(after.getUri()).body().contains("|v1|"));
    rig.update(
        "deaf",
        service -> {
          service.getTemplateBuilder().getContainersBuilder(0).removeEnv(1);
          return service;
        });
    assertEquals(
        State.CONDITION_SUCCEEDED,
        rig.services.getService(Rig.service("deaf")).getTerminalCondition().getState());
  }

  @Test
  void aMissingImageAndAForeignPlatformFailWithTheirReasons() throws Exception {
    Service.Builder missing = rig.template("");
    missing.getTemplateBuilder().getContainersBuilder(0).setImage("registry.test/a/b/none:1");
    Operation failed = rig.create("noimage", missing);
    assertEquals(9, failed.getError().getCode());
    assertTrue(
        failed.getError().getMessage().endsWith("Image 'registry.test/a/b/none:1' not found."));
    Service left = rig.services.getService(Rig.service("noimage"));
    assertEquals(Condition.CommonReason.REVISION_FAILED, left.getTerminalCondition().getReason());
    assertEquals("", left.getUri());

    // A write that makes no revision leaves it as broken as it was.
    assertEquals(9, rig.update("noimage", s -> s.putLabels("a", "b")).getError().getCode());

    String arm = rig.registry.image("foreign", "riscv64", java.util.List.of("/x"));
    Service.Builder foreign = rig.template("");
    foreign.getTemplateBuilder().getContainersBuilder(0).setImage(arm);
    Operation refused = rig.create("foreign", foreign);
    assertTrue(refused.getError().getMessage().contains("does not support image"));
  }

  @Test
  void aPrivateServiceWantsAnIdentityTokenForItsUrl() throws Exception {
    String url = Rig.service(rig.create("private", rig.template("p"))).getUri();
    assertEquals(403, Rig.get(url).statusCode());
    assertTrue(Rig.get(url).body().contains("Your client does not have permission to get URL"));
    String token = "Bearer identity:" + Rig.DEPLOYER + ":";
    assertEquals(200, Rig.get(url, "Authorization", token + url).statusCode());
    assertEquals(401, Rig.get(url, "Authorization", token + "https://other").statusCode());
    assertEquals(
        403, Rig.get(url, "Authorization", "Bearer identity:nobody@x:" + url).statusCode());

    String name = Rig.service("private");
    Policy policy =
        rig.services.getIamPolicy(GetIamPolicyRequest.newBuilder().setResource(name).build());
    Policy open =
        policy.toBuilder()
            .addBindings(Binding.newBuilder().setRole("roles/run.invoker").addMembers("allUsers"))
            .build();
    SetIamPolicyRequest write =
        SetIamPolicyRequest.newBuilder().setResource(name).setPolicy(open).build();
    var unused = rig.services.setIamPolicy(write);
    assertEquals(200, Rig.get(url).statusCode());
    assertThrows(AbortedException.class, () -> rig.services.setIamPolicy(write));
  }

  @Test
  void anInstanceThatDiedIsStartedAgain() throws Exception {
    String url =
        Rig.service(rig.create("phoenix", rig.template("p").setInvokerIamDisabled(true))).getUri();
    assertEquals(200, Rig.get(url + "/die").statusCode());
    for (int i = 0; i < 3; i++) {
      Thread.sleep(100);
      assertTrue(Rig.get(url).statusCode() >= 200);
    }
    assertEquals(200, Rig.get(url).statusCode());
  }
}
