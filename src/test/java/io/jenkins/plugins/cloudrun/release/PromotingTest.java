package io.jenkins.plugins.cloudrun.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.Target;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.rollout.Served;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is asked before a promotion is begun from a page. */
class PromotingTest extends DeedBench {
  private static Target target(String name, String region) {
    Target plain = Target.named(new TargetName(name));
    return new Target(
        plain.name(),
        Optional.of(SHOP.project()),
        List.of(new Region(region)),
        plain.repository(),
        plain.credentialsId(),
        plain.workloadIdentityProvider(),
        plain.impersonate(),
        plain.serviceAccount());
  }

  @Test
  void aPromotionGoesFromATargetToAnother() {
    assertTrue(ofService("promote").getObstacle().contains("lies in no target"));
    refused(ofService("promote").doSubmit("because", "production", "", null, "f"));
    platform.targets = List.of(target("here", "us-central1"));
    assertTrue(ofService("promote").getObstacle().contains("no other target"));
    platform.targets =
        List.of(
            target("test", "us-east1"),
            target("here", "us-central1"),
            target("production", "europe-west1"));
    Deed promote = ofService("promote");
    assertTrue(promote.isOffered());
    assertTrue(
        promote.getText().contains("serves in here (sha256:bbbbbbbbbbbb)"), promote.getText());
    assertEquals(
        List.of("production (example-project, europe-west1)", "test (example-project, us-east1)"),
        promote.getChoices().stream().map(Deed.Choice::getText).toList(),
        "the next one first");
    assertTrue(promote.getOption().startsWith("Even in a freeze"));
    asks("ada", CloudRunPermissions.PROMOTE, CloudRunPermissions.VIEW);
    assertEquals("", ofService("promote").getOption(), "that needs the permission to approve, too");
    String seen = promote.getSeen();
    refused(promote.doSubmit("because", "nowhere", seen, null, "f"));
    refused(promote.doSubmit("because", "here", seen, null, "f"));
    refused(promote.doSubmit("because", "production", "sha256:0", null, "f"));
    refused(promote.doSubmit("", "production", seen, null, "f"));
    assertTrue(platform.rollouts.values.isEmpty());
  }

  @Test
  void aPromotionIsNotBegunTwice() {
    platform.targets = List.of(target("there", "us-east1"), target("here", "us-central1"));
    served.serves(Served.key("example-project", "us-east1", "shop"), origin(), NOW);
    ServicePage page = new JobRollouts(job).getService("example-project~us-east1~shop");
    assertNotNull(page);
    Deed promote = page.getAct("promote");
    assertNotNull(promote);
    asking();
    refused(promote.doSubmit("because", "here", promote.getSeen(), null, "f"));
    assertEquals(1, platform.rollouts.values.size());
  }
}
