package io.jenkins.plugins.cloudrun.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.cloud.run.v2.Container;
import com.google.cloud.run.v2.EnvVar;
import com.google.cloud.run.v2.IngressTraffic;
import com.google.cloud.run.v2.RevisionTemplate;
import com.google.cloud.run.v2.Service;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Each part of a service tells its own changes, and none of its values. */
class FingerprintsTest {
  private static final Service SERVICE =
      Service.newBuilder()
          .putLabels("team", "shop")
          .setTemplate(
              RevisionTemplate.newBuilder()
                  .setRevision("shop-1")
                  .addContainers(
                      Container.newBuilder()
                          .setImage("image@sha256:1")
                          .addEnv(EnvVar.newBuilder().setName("A").setValue("hunter2"))))
          .build();

  private static Set<String> changed(Consumer<Service.Builder> change) {
    Service.Builder other = SERVICE.toBuilder();
    change.accept(other);
    Map<String, String> before = Fingerprints.of(SERVICE);
    Map<String, String> after = Fingerprints.of(other.build());
    Set<String> changed = new TreeSet<>(before.keySet());
    changed.removeIf(part -> before.get(part).equals(after.get(part)));
    return changed;
  }

  private static Container.Builder container(Service.Builder service) {
    return service.getTemplateBuilder().getContainersBuilder(0);
  }

  @Test
  void aChangeIsToldByItsPart() {
    assertEquals(Set.of("image"), changed(s -> container(s).setImage("image@sha256:2")));
    assertEquals(
        Set.of("environment variables"), changed(s -> container(s).getEnvBuilder(0).setValue("x")));
    assertEquals(Set.of("template"), changed(s -> container(s).setWorkingDir("/x")));
    assertEquals(Set.of("labels"), changed(s -> s.putLabels("team", "other")));
    assertEquals(
        Set.of("ingress"),
        changed(s -> s.setIngress(IngressTraffic.INGRESS_TRAFFIC_INTERNAL_ONLY)));
  }

  @Test
  void whatTheServiceCountsItselfIsNoChange() {
    assertEquals(
        Set.of(),
        changed(s -> s.setGeneration(7).setEtag("x").getTemplateBuilder().setRevision("shop-2")));
    assertFalse(Fingerprints.of(SERVICE).toString().contains("hunter2"));
  }
}
