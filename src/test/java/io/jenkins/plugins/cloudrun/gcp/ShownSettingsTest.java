package io.jenkins.plugins.cloudrun.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.run.v2.Container;
import com.google.cloud.run.v2.ContainerPort;
import com.google.cloud.run.v2.EnvVar;
import com.google.cloud.run.v2.EnvVarSource;
import com.google.cloud.run.v2.ResourceRequirements;
import com.google.cloud.run.v2.RevisionScaling;
import com.google.cloud.run.v2.RevisionTemplate;
import com.google.cloud.run.v2.SecretKeySelector;
import com.google.cloud.run.v2.Service;
import com.google.protobuf.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A service for people, without what may be secret. */
class ShownSettingsTest {
  private static final Service SERVICE =
      Service.newBuilder()
          .putLabels("team", "shop")
          .setTemplate(
              RevisionTemplate.newBuilder()
                  .setMaxInstanceRequestConcurrency(80)
                  .setTimeout(Duration.newBuilder().setSeconds(90))
                  .setScaling(RevisionScaling.newBuilder().setMaxInstanceCount(3))
                  .setServiceAccount("shop@p.iam.gserviceaccount.com")
                  .addContainers(
                      Container.newBuilder()
                          .setImage("image@sha256:1")
                          .addPorts(ContainerPort.newBuilder().setContainerPort(8080))
                          .addArgs("--password=hunter2")
                          .setResources(
                              ResourceRequirements.newBuilder().putLimits("memory", "512Mi"))
                          .addEnv(EnvVar.newBuilder().setName("A").setValue("hunter2"))
                          .addEnv(
                              EnvVar.newBuilder()
                                  .setName("B")
                                  .setValueSource(
                                      EnvVarSource.newBuilder()
                                          .setSecretKeyRef(
                                              SecretKeySelector.newBuilder()
                                                  .setSecret("projects/p/secrets/key")
                                                  .setVersion("2")))))
                  .addContainers(
                      Container.newBuilder()
                          .setName("proxy")
                          .setImage("proxy:1")
                          .addEnv(EnvVar.newBuilder().setName("A").setValue("hunter2"))))
          .build();

  @Test
  void valuesOfVariablesAndWordsOfCommandsAreNotTold() {
    assertEquals(
        Map.ofEntries(
            Map.entry("image", "image@sha256:1"),
            Map.entry("args", "set (1 word)"),
            Map.entry("port", "8080"),
            Map.entry("memory", "512Mi"),
            Map.entry("env A", "set"),
            Map.entry("env B", "secret key:2"),
            Map.entry("image of container proxy", "proxy:1"),
            Map.entry("env A of container proxy", "set"),
            Map.entry("concurrency", "80"),
            Map.entry("timeout", "1m30s"),
            Map.entry("maxInstances", "3"),
            Map.entry("serviceAccount", "shop@p.iam.gserviceaccount.com"),
            Map.entry("label team", "shop")),
        ShownSettings.of(SERVICE));
  }

  @Test
  void itStaysWithinBounds() {
    Service.Builder many = SERVICE.toBuilder();
    Container.Builder container = many.getTemplateBuilder().getContainersBuilder(0);
    for (int i = 0; i < 1000; i++) {
      container.addEnv(EnvVar.newBuilder().setName("V" + i).setValue("x"));
    }
    container.setImage("i".repeat(5000));
    Map<String, String> shown = ShownSettings.of(many.build());
    assertTrue(shown.size() <= 150, shown.size() + " settings");
    assertTrue(shown.get("image").length() <= 301);
  }
}
