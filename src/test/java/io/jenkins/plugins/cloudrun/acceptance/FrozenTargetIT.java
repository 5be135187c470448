package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Plain deploys and changes of traffic to targets with rules, started by people with and without
 * leave.
 */
class FrozenTargetIT extends RolloutJobs {
  private static final String TARGETS =
      """
      import io.jenkins.plugins.cloudrun.config.*
      def cloudRun = jenkins.model.Jenkins.get().getDescriptor(CloudRunConfiguration)
      def target = { name, rules ->
        def t = new TargetSettings(name)
        t.project = '%1$s'
        t.regions = ['%2$s']
        t.repository = '%3$s'
        t.credentialsId = 'cloud-run-demo'
        t.rules = rules
        t
      }
      def frozen = new RulesSettings()
      def freeze = new DatedFreezeSettings('2000-01-01', '2100-01-01')
      freeze.name = 'the great freeze'
      frozen.freezes = [freeze]
      def asked = new RulesSettings()
      asked.approvals = 1
      asked.approvers = 'grace'
      cloudRun.targets = [target('prod', frozen), target('asked', asked)]
      cloudRun.save()
      println 'ready'
      """;

  /**
   * Who may build may promote and approve as well: those who may less start it from another job.
   */
  private static final String PEOPLE =
      """
      import hudson.model.Item
      import hudson.security.*
      import jenkins.model.Jenkins
      import org.jenkinsci.plugins.matrixauth.PermissionEntry
      import io.jenkins.plugins.cloudrun.release.CloudRunPermissions as C
      def realm = new HudsonPrivateSecurityRealm(false, false, null)
      ['root', 'ada', 'bob', 'grace'].each { realm.createAccount(it, it) }
      def strategy = new ProjectMatrixAuthorizationStrategy()
      def grant = { who, Permission... what -> what.each { strategy.add(it, PermissionEntry.user(who)) } }
      grant('root', Jenkins.ADMINISTER)
      grant('ada', Jenkins.READ, Item.READ, C.PROMOTE, C.APPROVE)
      grant('bob', Jenkins.READ, Item.READ, C.PROMOTE)
      grant('grace', Jenkins.READ, Item.READ, C.APPROVE)
      Jenkins.get().securityRealm = realm
      Jenkins.get().authorizationStrategy = strategy
      Jenkins.get().save()
      println 'ready'
      """;

  private static final String BUILDERS =
      """
      import hudson.security.AuthorizationMatrixProperty
      import org.jenkinsci.plugins.matrixauth.PermissionEntry
      import org.jenkinsci.plugins.matrixauth.inheritance.InheritParentStrategy
      def people = ['ada', 'bob'].collect { PermissionEntry.user(it) } as Set
      jenkins.model.Jenkins.get().getItem('%s').addProperty(
        new AuthorizationMatrixProperty([(hudson.model.Item.BUILD): people], new InheritParentStrategy()))
      println 'ready'
      """;

  @BeforeAll
  static void targets() {
    String script = TARGETS.formatted(cloud.setup().project(), REGION, cloud.setup().repository());
    assertTrue(jenkins.script(script).contains("ready"));
    assertTrue(jenkins.script(PEOPLE).contains("ready"));
    jenkins = as("root");
  }

  private static JenkinsClient as(String user) {
    return new JenkinsClient(jenkins.root(), Optional.of(user + ":" + user));
  }

  private static String to(String target, Shop shop, String more) {
    return "def r = cloudRunDeploy(target: '"
        + target
        + "', service: '"
        + shop.name
        + "', "
        + more
        + ")\necho \"OUTCOME ${r.outcome} REVISION ${r.revision}\"";
  }

  private static String log() {
    return jenkins.script(
        "def f = new File(jenkins.model.Jenkins.get().rootDir, 'cloud-run/audit/audit.jsonl')\n"
            + "println f.exists() ? f.text : ''");
  }

  private static void untouched(Shop shop, String before) throws Exception {
    assertEquals(Map.of(before, 100), shop.traffic());
    assertEquals(1, shop.revisions().size(), shop.revisions().toString());
  }

  @Test
  void aFreezeRefusesAndIsOverriddenByWhoMay() throws Exception {
    Shop shop = shop("frozen-deploy");
    String before = running(shop);
    String image = "image: '" + shop.image("next", "well") + "'";
    String generation = shop.service().get("generation").getAsString();
    String refused = ends("FAILURE", to("prod", shop, image));
    assertTrue(refused.contains("Target 'prod' is frozen until 2100-01-02"), refused);
    assertTrue(refused.contains("the great freeze"), refused);
    assertTrue(refused.contains("override the freeze (override:)"), refused);
    untouched(shop, before);
    assertEquals(generation, shop.service().get("generation").getAsString());

    String deploys = job(to("prod", shop, image + ", override: 'mends a leak'"));
    String starts = job("build job: '" + deploys + "'");
    assertTrue(jenkins.script(BUILDERS.formatted(starts)).contains("ready"));
    as("bob").build(starts);
    ended(starts, 1, "FAILURE");
    String bob = ended(deploys, 1, "FAILURE");
    assertTrue(bob.contains("a freeze is overridden by somebody who has both permissions"), bob);
    assertTrue(bob.contains("Cloud Run/Promote and Cloud Run/Approve on " + deploys), bob);
    assertFalse(bob.contains("\tat "), "a user's error needs no stack trace: " + bob);
    untouched(shop, before);
    assertFalse(log().contains("freeze overridden"), log());

    as("ada").build(starts);
    ended(starts, 2, "SUCCESS");
    String ada = ended(deploys, 2, "SUCCESS");
    assertTrue(ada.contains("ada overrides that: mends a leak"), ada);
    assertTrue(ada.contains("OUTCOME succeeded"), ada);
    assertFalse(shop.traffic().containsKey(before), shop.traffic().toString());
    String decided = "\"what\":\"freeze overridden\",\"who\":\"ada\",\"item\":\"" + deploys + "\"";
    assertEquals(1, count(log(), decided), log());

    // Rollbacks are never frozen.
    String back = ends("SUCCESS", "cloudRunRollback(target: 'prod', service: '" + shop.name + "')");
    assertFalse(back.contains("is frozen until"), back);
    assertEquals(Map.of(before, 100), shop.traffic());
  }

  @Test
  void aFreezeHoldsUpTrafficAndNotWhatGetsNone() throws Exception {
    Shop shop = shop("frozen-traffic");
    String before = running(shop);
    String console =
        ends(
            "FAILURE",
            to("prod", shop, "image: '" + shop.image("next", "well") + "', traffic: 'none'")
                + "\ncloudRunTraffic(target: 'prod', service: '"
                + shop.name
                + "', revision: r.revision)");
    assertTrue(console.contains("OUTCOME succeeded"), console);
    assertEquals(2, shop.revisions().size());
    assertTrue(console.contains("Target 'prod' is frozen until 2100-01-02"), console);
    assertEquals(Map.of(before, 100), shop.traffic());
  }

  @Test
  void aTargetsApprovalHoldsAPlainDeploy() throws Exception {
    Shop shop = shop("asked-deploy");
    String before = running(shop);
    String job = job(to("asked", shop, "image: '" + shop.image("next", "well") + "'"));
    jenkins.build(job);
    jenkins.awaitLine(job, 1, "Approve or reject: ", BUILD);
    assertEquals(Map.of(before, 100), shop.traffic());
    String page = "job/" + job + "/1/cloud-run/";
    assertFalse(Person.loggedIn(jenkins.root(), "ada").isAsked(page), "ada is no approver");
    HttpResponse<String> done =
        Person.loggedIn(jenkins.root(), "grace").answers(page, "approve", "looks good");
    assertEquals(200, done.statusCode(), done.body());
    String console = ended(job, 1, "SUCCESS");
    assertTrue(console.contains("approved by grace (looks good)"), console);
    assertTrue(console.contains("OUTCOME succeeded"), console);
    assertFalse(shop.traffic().containsKey(before), shop.traffic().toString());
    assertEquals(
        1, count(log(), "\"what\":\"approved\",\"who\":\"grace\",\"item\":\"" + job), log());
  }
}
