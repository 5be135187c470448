package io.jenkins.plugins.cloudrun.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.api.gax.rpc.PermissionDeniedException;
import com.google.api.gax.rpc.ResourceExhaustedException;
import com.google.cloud.run.v2.CreateServiceRequest;
import com.google.cloud.run.v2.Service;
import com.google.cloud.run.v2.ServicesClient;
import com.google.cloud.run.v2.UpdateServiceRequest;
import com.google.longrunning.Operation;
import com.google.protobuf.FieldMask;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class RefusalsTest {
  private Rig rig;

  @BeforeAll
  void start(@TempDir Path data) throws Exception {
    rig = new Rig(data);
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  private String refusal(String id, Consumer<Service.Builder> change) {
    Service.Builder service = rig.template("");
    change.accept(service);
    return String.valueOf(
        assertThrows(InvalidArgumentException.class, () -> rig.create(id, service)).getMessage());
  }

  private static void contains(String part, String text) {
    assertTrue(text.contains(part), text);
  }

  @Test
  void badServicesAreRefusedInTheServicesWords() {
    contains("service_id", refusal("x".repeat(50), s -> {}));
    contains("service_id", refusal("ends-", s -> {}));
    contains(
        "template.containers[0].env: The following reserved env names were provided: PORT. These values are automatically set by the system.",
        refusal(
            "env",
            s -> s.getTemplateBuilder().getContainersBuilder(0).addEnv(Rig.env("PORT", "1"))));
    contains(
        "Total cpu < 1 is not supported with concurrency > 1.",
        refusal(
            "cpu",
            s -> {
              s.getTemplateBuilder().setMaxInstanceRequestConcurrency(10);
              s.getTemplateBuilder()
                  .getContainersBuilder(0)
                  .getResourcesBuilder()
                  .setCpuIdle(true)
                  .putLimits("cpu", "0.5");
            }));
    contains(
        "memory must be at least 2048 MiB",
        refusal(
            "mem",
            s ->
                s.getTemplateBuilder()
                    .getContainersBuilder(0)
                    .getResourcesBuilder()
                    .putLimits("cpu", "4")
                    .putLimits("memory", "1Gi")));
    contains("System namespace", refusal("label", s -> s.putLabels("run.googleapis.com/x", "y")));
    contains(
        "add up to 100",
        refusal(
            "sum",
            s ->
                s.addTraffic(
                    com.google.cloud.run.v2.TrafficTarget.newBuilder()
                        .setType(
                            com.google.cloud.run.v2.TrafficTargetAllocationType
                                .TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST)
                        .setPercent(90))));
    contains("template.revision", refusal("rev", s -> s.getTemplateBuilder().setRevision("other")));
  }

  @Test
  void strangersAndTheDeniedAreRefused() throws Exception {
    // Not through the client: at 401 it asks its credentials for another token first.
    String any = rig.emulator.api() + "/v2/" + Rig.service("any");
    for (HttpResponse<String> stranger :
        List.of(Rig.get(any), Rig.get(any, "Authorization", "Bearer nonsense"))) {
      assertEquals(401, stranger.statusCode());
      contains("\"status\":\"UNAUTHENTICATED\"", stranger.body());
    }
    rig.emulator.access().create("reader@x").deny("reader@x", "run.services.create");
    try (ServicesClient reader = rig.services("access:reader@x")) {
      PermissionDeniedException denied =
          assertThrows(
              PermissionDeniedException.class,
              () ->
                  reader
                      .createServiceCallable()
                      .call(
                          CreateServiceRequest.newBuilder()
                              .setParent(Rig.PARENT)
                              .setServiceId("reader")
                              .setService(rig.template(""))
                              .build()));
      contains(
          "Permission 'run.services.create' denied on resource '" + Rig.service("reader") + "'",
          String.valueOf(denied.getMessage()));
    }
    Service.Builder other = rig.template("");
    other.getTemplateBuilder().setServiceAccount("ghost@x");
    PermissionDeniedException actAs =
        assertThrows(PermissionDeniedException.class, () -> rig.create("ghost", other));
    contains(
        "Permission 'iam.serviceaccounts.actAs' denied on service account ghost@x (or it may not exist).",
        String.valueOf(actAs.getMessage()));
    ApiException region =
        assertThrows(
            ApiException.class,
            () -> rig.services.getService("projects/demo-project/locations/moon-1/services/x"));
    contains(
        "Operation is not implemented, or supported, or enabled.",
        String.valueOf(region.getMessage()));
  }

  @Test
  void unknownFieldsParametersAndPathsAreRefused() throws Exception {
    assertEquals(400, post("/services?serviceId=x", "{\"templat\":{}}").statusCode());
    HttpResponse<String> field = post("/services?serviceId=x", "{\"templat\":{}}");
    contains("Unknown name \\\"templat\\\": Cannot find field.", field.body());
    assertEquals(400, post("/services?service_identity=x", "{}").statusCode());
    assertEquals(404, post("/nothing", "{}").statusCode());
    assertEquals(501, post("/workerPools?workerPoolId=x", "{}").statusCode());
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(rig.emulator.api() + "/v2/" + Rig.PARENT + path))
                .header("Authorization", "Bearer access:" + Rig.DEPLOYER)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void faultsHappenToTheCallsThatWereNamed() throws Exception {
    rig.emulator.faults().busy("CreateService", 7);
    assertThrows(ResourceExhaustedException.class, () -> rig.create("faulty", rig.template("")));
    assertThrows(NotFoundException.class, () -> rig.services.getService(Rig.service("faulty")));

    rig.emulator.faults().loseAnswer("CreateService");
    assertThrows(ApiException.class, () -> rig.create("faulty", rig.template("")));
    String name = Rig.service("faulty");
    assertEquals(1, rig.services.getService(name).getGeneration());

    rig.emulator.faults().failAfterwards("UpdateService", 504);
    assertThrows(
        ApiException.class, () -> rig.update("faulty", service -> service.putLabels("a", "b")));
    assertEquals(2, rig.services.getService(name).getGeneration());

    rig.emulator.faults().failOperation("UpdateService", 13, "Internal error.");
    Operation operation = rig.update("faulty", service -> service.putLabels("a", "c"));
    assertEquals(13, operation.getError().getCode());

    rig.emulator.faults().delay("GetService", Duration.ofMillis(300));
    long start = System.nanoTime();
    var unused = rig.services.getService(name);
    assertTrue(System.nanoTime() - start >= 300_000_000L);

    rig.emulator.journal().clear();
    var again = rig.services.getService(name);
    assertEquals(again.getName(), name);
    assertEquals(1, rig.emulator.journal().count("GetService"));
    assertEquals(Rig.DEPLOYER, rig.emulator.journal().calls().get(0).caller());
  }

  @Test
  void aMaskChangesOnlyWhatItNamesAndAllowMissingCreates() throws Exception {
    Operation created =
        rig.done(
            rig.services
                .updateServiceCallable()
                .call(
                    UpdateServiceRequest.newBuilder()
                        .setAllowMissing(true)
                        .setService(rig.template("kept").setName(Rig.service("masked")))
                        .build()));
    Service before = Rig.service(created);
    Operation changed =
        rig.done(
            rig.services
                .updateServiceCallable()
                .call(
                    UpdateServiceRequest.newBuilder()
                        .setUpdateMask(FieldMask.newBuilder().addPaths("labels"))
                        .setService(
                            Service.newBuilder()
                                .setName(Rig.service("masked"))
                                .setDescription("ignored")
                                .putLabels("team", "shop"))
                        .build()));
    Service after = Rig.service(changed);
    assertEquals("shop", after.getLabelsOrThrow("team"));
    assertEquals("", after.getDescription());
    assertEquals(before.getTemplate(), after.getTemplate());
    assertEquals(before.getLatestReadyRevision(), after.getLatestReadyRevision());
    assertNotEquals(before.getEtag(), after.getEtag());

    Operation dry =
        rig.services
            .updateServiceCallable()
            .call(
                UpdateServiceRequest.newBuilder()
                    .setValidateOnly(true)
                    .setService(after.toBuilder().putLabels("team", "other"))
                    .build());
    assertEquals("other", Rig.service(dry).getLabelsOrThrow("team"));
    assertEquals("shop", rig.services.getService(Rig.service("masked")).getLabelsOrThrow("team"));
  }
}
