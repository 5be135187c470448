package io.jenkins.plugins.cloudrun.gcp;

import static io.jenkins.plugins.cloudrun.gcp.Asked.SHOP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.run.v2.Container;
import com.google.cloud.run.v2.ContainerPort;
import com.google.cloud.run.v2.EnvVar;
import com.google.cloud.run.v2.EnvVarSource;
import com.google.cloud.run.v2.Probe;
import com.google.cloud.run.v2.RevisionTemplate;
import com.google.cloud.run.v2.SecretKeySelector;
import com.google.cloud.run.v2.Service;
import com.google.cloud.run.v2.TCPSocketAction;
import com.google.cloud.run.v2.TrafficTargetAllocationType;
import io.jenkins.plugins.cloudrun.model.ContainerSettings;
import io.jenkins.plugins.cloudrun.model.Percent;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.SecretVersion;
import io.jenkins.plugins.cloudrun.model.TrafficTag;
import io.jenkins.plugins.cloudrun.rollout.port.RevisionSettings;
import io.jenkins.plugins.cloudrun.rollout.port.ServiceChange;
import io.jenkins.plugins.cloudrun.rollout.traffic.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What a change makes of a service. */
class ServiceProtosTest {
  private static final String IMAGE = "registry.test/p/r/shop@sha256:" + "b".repeat(64);

  private static final EnvVar PLAIN = EnvVar.newBuilder().setName("A").setValue("old").build();
  private static final EnvVar SECRET =
      EnvVar.newBuilder()
          .setName("B")
          .setValueSource(
              EnvVarSource.newBuilder()
                  .setSecretKeyRef(SecretKeySelector.newBuilder().setSecret("b").setVersion("3")))
          .build();

  private static Service service(Container.Builder... containers) {
    RevisionTemplate.Builder template = RevisionTemplate.newBuilder().setRevision("shop-1");
    for (Container.Builder container : containers) {
      template.addContainers(container);
    }
    return Service.newBuilder().setName(SHOP.resource()).setEtag("e").setTemplate(template).build();
  }

  private static Container.Builder main() {
    return Container.newBuilder()
        .setImage("old")
        .addPorts(ContainerPort.newBuilder().setName("h2c").setContainerPort(8080))
        .setStartupProbe(
            Probe.newBuilder().setTcpSocket(TCPSocketAction.newBuilder().setPort(8080)));
  }

  private static Service changed(Service now, RevisionSettings settings) {
    return ServiceProtos.changed(
        now,
        Asked.deploy(
            SHOP, Optional.of("e"), "shop-2", IMAGE, settings, List.of(Target.LATEST_ALL)));
  }

  private static ContainerSettings container(
      Map<String, String> env, Map<String, SecretVersion> secrets, String cpu, int port) {
    return new ContainerSettings(
        env,
        secrets,
        Optional.empty(),
        Optional.empty(),
        cpu.isEmpty() ? Optional.empty() : Optional.of(cpu),
        Optional.empty(),
        port == 0 ? OptionalInt.empty() : OptionalInt.of(port));
  }

  @Test
  void variablesAreMergedAndChangeTheirKind() {
    Service next =
        changed(
            service(main().addEnv(PLAIN).addEnv(SECRET).addEnv(PLAIN.toBuilder().setName("C"))),
            Asked.settings(
                container(
                    Map.of("B", "plain", "Z", "1", "Y", "2"),
                    Map.of("A", new SecretVersion("a", "latest")),
                    "",
                    0)));
    List<EnvVar> env = next.getTemplate().getContainers(0).getEnvList();
    assertEquals(List.of("A", "B", "C", "Y", "Z"), env.stream().map(EnvVar::getName).toList());
    assertEquals("a", env.get(0).getValueSource().getSecretKeyRef().getSecret());
    assertEquals("", env.get(0).getValue());
    assertEquals("plain", env.get(1).getValue());
    assertFalse(env.get(1).hasValueSource());
    assertEquals("old", env.get(2).getValue());
  }

  @Test
  void aCpuThatIsNamedLeavesItBilledPerRequest() {
    RevisionSettings settings = Asked.settings(container(Map.of(), Map.of(), "2", 0));
    assertTrue(
        changed(ServiceProtos.none(), settings)
            .getTemplate()
            .getContainers(0)
            .getResources()
            .getCpuIdle());
    Container.Builder always = main();
    always.getResourcesBuilder().setCpuIdle(false).putLimits("memory", "1Gi");
    var kept = changed(service(always), settings).getTemplate().getContainers(0).getResources();
    assertFalse(kept.getCpuIdle());
    assertEquals(Map.of("cpu", "2", "memory", "1Gi"), kept.getLimitsMap());
    assertFalse(
        changed(ServiceProtos.none(), Asked.settings(ContainerSettings.UNCHANGED))
            .getTemplate()
            .getContainers(0)
            .hasResources());
  }

  @Test
  void sidecarsStayWhereverTheyStand() {
    Container.Builder proxy = Container.newBuilder().setName("proxy").setImage("proxy:1");
    Service next =
        changed(
            service(proxy, main()),
            Asked.settings(container(Map.of("A", "1"), Map.of(), "", 9090)));
    assertEquals(proxy.build(), next.getTemplate().getContainers(0));
    Container main = next.getTemplate().getContainers(1);
    assertEquals(IMAGE, main.getImage());
    assertEquals("h2c", main.getPorts(0).getName());
    assertEquals(9090, main.getPorts(0).getContainerPort());
    assertEquals(9090, main.getStartupProbe().getTcpSocket().getPort());
  }

  @Test
  void therestOfTheTemplateIsSetAndWhatIsNotNamedStays() {
    Service.Builder now = service(main()).toBuilder().putLabels("team", "a").putLabels("x", "y");
    now.getTemplateBuilder().setSessionAffinity(true).setServiceAccount("old@p");
    Service next =
        changed(
            now.build(),
            new RevisionSettings(
                ContainerSettings.UNCHANGED,
                OptionalInt.of(7),
                Optional.of(Duration.ofSeconds(90)),
                OptionalInt.of(0),
                OptionalInt.of(3),
                Optional.of("new@p"),
                Map.of("team", "b")));
    RevisionTemplate template = next.getTemplate();
    assertEquals("shop-2", template.getRevision());
    assertEquals(7, template.getMaxInstanceRequestConcurrency());
    assertEquals(90, template.getTimeout().getSeconds());
    assertEquals(3, template.getScaling().getMaxInstanceCount());
    assertEquals("new@p", template.getServiceAccount());
    assertTrue(template.getSessionAffinity());
    assertEquals(Map.of("team", "b", "x", "y"), next.getLabelsMap());
    assertEquals("e", next.getEtag());
  }

  @Test
  void trafficThereAndBack() {
    List<Target> targets =
        List.of(
            Target.share(new RevisionName("shop-1"), new Percent(90)),
            Target.tagged(new RevisionName("shop-2"), new TrafficTag("next")),
            new Target(Optional.empty(), new Percent(10), Optional.of(new TrafficTag("newest"))));
    Service next =
        ServiceProtos.changed(
            service(main()), new ServiceChange(SHOP, Optional.of("e"), Optional.empty(), targets));
    assertEquals(targets, ServiceProtos.state(SHOP, next).traffic());
    assertEquals(
        TrafficTargetAllocationType.TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST,
        next.getTraffic(2).getType());
    assertEquals(service(main()).getTemplate(), next.getTemplate());
  }
}
