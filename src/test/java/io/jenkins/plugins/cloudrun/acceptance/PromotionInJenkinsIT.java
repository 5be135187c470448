package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.emulator.registry.RequestKind;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What serves in one target goes to another one, in a real Jenkins with people and rules. */
class PromotionInJenkinsIT extends RolloutJobs {
  private static final String PROD = "us-central1";

  private static final String PEOPLE =
      """
      import hudson.security.*
      def realm = new HudsonPrivateSecurityRealm(false, false, null)
      ['root', 'ada', 'grace', 'mallory'].each { realm.createAccount(it, it) }
      def strategy = new FullControlOnceLoggedInAuthorizationStrategy()
      strategy.allowAnonymousRead = true
      def jenkins = jenkins.model.Jenkins.get()
      jenkins.securityRealm = realm
      jenkins.authorizationStrategy = strategy
      jenkins.save()
      println 'ready'
      """;

  private static final String TARGETS =
      """
      import io.jenkins.plugins.cloudrun.config.*
      def cloudRun = jenkins.model.Jenkins.get().getDescriptor(CloudRunConfiguration)
      def target = { name, region, repository, rules ->
        def t = new TargetSettings(name)
        t.project = '%1$s'; t.regions = [region]
        t.repository = '%2$s/' + repository
        t.credentialsId = 'cloud-run-demo'
        t.rules = rules
        t
      }
      def frozen = new RulesSettings()
      def freeze = new DatedFreezeSettings('2000-01-01', '2100-01-01')
      freeze.name = 'the great freeze'
      frozen.freezes = [freeze]
      frozen.sources = 'dev'
      def two = new RulesSettings()
      two.approvals = 2
      two.approvers = 'grace, mallory, ada'
      two.notBy = 'starter'
      two.sources = 'dev'
      def gated = new RulesSettings()
      gated.requiredGates = 'http'
      gated.sources = 'dev'
      cloudRun.targets = [
        target('dev', 'europe-west1', 'apps', null),
        target('prod', 'us-central1', 'prod', null),
        target('frozen', 'us-central1', 'prod', frozen),
        target('two', 'us-central1', 'prod', two),
        target('gated', 'us-central1', 'prod', gated)]
      cloudRun.save()
      println 'ready'
      """;

  private static final Pattern ASKED =
      Pattern.compile("Approve or reject: \\S*/(job/\\S+/cloud-run/rollout/([\\w-]+)/)");

  @BeforeAll
  static void targets() throws Exception {
    cloud.parts().registry().createRepository(cloud.setup().project() + "/prod");
    String registry = cloud.setup().registry() + "/" + cloud.setup().project();
    assertTrue(
        jenkins.script(TARGETS.formatted(cloud.setup().project(), registry)).contains("ready"));
    assertTrue(jenkins.script(PEOPLE).contains("ready"));
    jenkins = as("root");
  }

  private static JenkinsClient as(String user) {
    return new JenkinsClient(jenkins.root(), Optional.of(user + ":" + user));
  }

  private static Person person(String id) throws Exception {
    return Person.loggedIn(jenkins.root(), id);
  }

  private static String promote(Shop shop, String to, String more) {
    return "def r = cloudRunPromote(service: '"
        + shop.name
        + "', from: 'dev', to: '"
        + to
        + "'"
        + more
        + ")\necho \"OUTCOME ${r.outcome} IMAGE ${r.image} BY ${r.approvals?.collect { it.by }}\"";
  }

  private static JsonObject container(Shop shop) throws Exception {
    return shop.service()
        .getAsJsonObject("template")
        .getAsJsonArray("containers")
        .get(0)
        .getAsJsonObject();
  }

  private static String digest(Shop shop) throws Exception {
    String image = container(shop).get("image").getAsString();
    assertTrue(image.contains("@sha256:"), image);
    return image.substring(image.indexOf('@') + 1);
  }

  /** A service that runs in both, with other images and other settings. */
  private static Shop[] running(String name) throws Exception {
    Shop dev = shop(name);
    Shop prod = shop(name, PROD);
    ends("SUCCESS", deploy(dev, dev.image("next", "well"), "gates: [http('/healthz')]"));
    ends(
        "SUCCESS", deploy(prod, prod.image("old", "well"), "env: [STAGE: 'prod'], concurrency: 7"));
    return new Shop[] {dev, prod};
  }

  private static String log() {
    return jenkins.script(
        "println new File(jenkins.model.Jenkins.get().rootDir,"
            + " 'cloud-run/audit/audit.jsonl').text");
  }

  @Test
  void promotedByTheStepWithTheOthersOwnSettings() throws Exception {
    Shop[] both = running("promote");
    String before = both[1].traffic().firstKey();
    cloud.parts().registry().journal().clear();
    String console =
        ends(
            "SUCCESS",
            promote(both[0], "gated", ", reason: 'release 4.2', gates: [http('/healthz')]")
                + "\nnode { def s = cloudRunStatus(service: '"
                + both[0].name
                + "', target: 'prod', export: true)\n"
                + "echo \"STATUS ${s.ready} ${s.traffic[0].digest}\"\n"
                + "echo readFile('service.yaml') }");
    assertTrue(console.contains("OUTCOME succeeded"), console);
    assertEquals(digest(both[0]), digest(both[1]));
    String image = container(both[1]).get("image").getAsString();
    assertTrue(image.contains("/prod/" + both[0].name + "@"), image);
    // Within one registry nothing is sent.
    assertEquals(0, cloud.parts().registry().journal().uploads());
    assertTrue(cloud.parts().registry().journal().mounts() > 0);
    assertTrue(container(both[1]).get("env").toString().contains("STAGE"));
    assertEquals(
        7,
        both[1]
            .service()
            .getAsJsonObject("template")
            .get("maxInstanceRequestConcurrency")
            .getAsInt());
    assertFalse(both[1].traffic().containsKey(before));
    assertTrue(console.contains("STATUS true " + digest(both[1])), console);
    String audit = log();
    assertTrue(audit.contains("\"what\":\"promotion begun\""), audit);
    assertTrue(audit.contains("release 4.2"), audit);
  }

  @Test
  void aGateThatWasNotAskedThereIsMissed() throws Exception {
    Shop dev = shop("ungated");
    ends("SUCCESS", deploy(dev, dev.image("next", "well"), "timeLimit: '30m'"));
    String console = ends("FAILURE", promote(dev, "gated", ""));
    assertTrue(console.contains("asks for a healthy http gate in 'dev'"), console);
    assertTrue(console.contains("Nothing was changed."), console);
    // Nor does anything go around the order of targets.
    Shop prod = shop("ungated", PROD);
    ends("SUCCESS", deploy(prod, prod.image("old", "well"), "timeLimit: '30m'"));
    String order = ends("FAILURE", promote(dev, "frozen", "").replace("'dev'", "'prod'"));
    assertTrue(order.contains("takes promotions from 'dev', not from 'prod'"), order);
  }

  @Test
  void aFreezeRefusesAndIsOverriddenByWhoMay() throws Exception {
    Shop[] both = running("freeze");
    String before = both[1].traffic().firstKey();
    String refused = ends("FAILURE", promote(both[0], "frozen", ""));
    assertTrue(refused.contains("Target 'frozen' is frozen until 2100-01-02"), refused);
    assertTrue(refused.contains("the great freeze"), refused);
    assertEquals(Map.of(before, 100), both[1].traffic());

    String word = ", override: 'mends a leak'";
    String job = job(promote(both[0], "frozen", word));
    // Nobody is behind a build that a script starts.
    jenkins.script(
        "jenkins.model.Jenkins.get().getItemByFullName('" + job + "').scheduleBuild2(0)");
    String nobody = ended(job, 1, "FAILURE");
    assertTrue(nobody.contains("a freeze is overridden by somebody who has both"), nobody);
    assertEquals(Map.of(before, 100), both[1].traffic());

    as("ada").build(job);
    String console = ended(job, 2, "SUCCESS");
    assertTrue(console.contains("ada overrides that: mends a leak"), console);
    assertEquals(digest(both[0]), digest(both[1]));
    assertTrue(log().contains("\"what\":\"freeze overridden\",\"who\":\"ada\""), log());
  }

  @Test
  void twoPeopleApprove() throws Exception {
    Shop[] both = running("two");
    String before = both[1].traffic().firstKey();
    String job = job(promote(both[0], "two", ""));
    as("ada").build(job);
    jenkins.awaitLine(job, 1, "Approve or reject: ", BUILD);
    Matcher link = ASKED.matcher(jenkins.console(job, 1));
    assertTrue(link.find());
    assertEquals(Map.of(before, 100), both[1].traffic());
    assertFalse(person("ada").isAsked(link.group(1)), "who started it is not asked");

    String page = "job/" + job + "/1/cloud-run/";
    Person grace = person("grace");
    HttpResponse<String> one = grace.answers(page, "approve", "looks good");
    assertEquals(200, one.statusCode(), one.body());
    jenkins.awaitLine(job, 1, "Approved by grace (looks good) (1 of 2)", BUILD);
    assertEquals(Map.of(before, 100), both[1].traffic());

    under.killAndRestart();

    HttpResponse<String> two = person("mallory").answers(page, "approve", "me too");
    assertEquals(200, two.statusCode(), two.body());
    String console = ended(job, 1, "SUCCESS");
    assertTrue(console.contains("Approved by mallory (me too) (2 of 2)"), console);
    assertTrue(console.contains("BY [grace, mallory]"), console);
    assertEquals(digest(both[0]), digest(both[1]));
    String audit = log();
    assertEquals(
        1, count(audit, "\"what\":\"approved\",\"who\":\"grace\",\"item\":\"" + job), audit);
  }

  @Test
  void aKillDuringTheCopy() throws Exception {
    Shop[] both = running("kill-copy");
    cloud.parts().registry().faults().slow(RequestKind.MOUNT, Duration.ofSeconds(15));
    String job = job(promote(both[0], "prod", ""));
    jenkins.build(job);
    jenkins.awaitLine(job, 1, "Copying the image to ", BUILD);

    under.killAndRestart();
    cloud.parts().registry().faults().clear();

    String console = ended(job, 1, "SUCCESS");
    assertTrue(console.contains("OUTCOME succeeded"), console);
    assertTrue(console.contains(" has the image now: "), console);
    assertEquals(digest(both[0]), digest(both[1]));
    assertToldOnce(console, "Deploying revision", " serves revision ");
    assertEquals(2, both[1].revisions().size());
    String audit = log();
    assertEquals(
        1,
        count(
            audit,
            "\"what\":\"promotion begun\",\"who\":\"Started by user root\",\"item\":\"" + job),
        audit);
  }

  private static final String FROM_A_PAGE =
      """
      import io.jenkins.plugins.cloudrun.model.*
      import io.jenkins.plugins.cloudrun.release.PagePromotion
      def job = jenkins.model.Jenkins.get().getItemByFullName('%s')
      def platform = io.jenkins.plugins.cloudrun.platform.Platform.getMethod('get').invoke(null)
      println new PagePromotion(job, platform.person(), java.time.Clock.systemUTC()).start(
        new PagePromotion.Wish(new ServiceName('%s'), new TargetName('dev'), new TargetName('prod'),
          Optional.empty(), 'from a page', false))
      """;

  @Test
  void startedFromAPage() throws Exception {
    Shop[] both = running("page");
    String before = both[1].traffic().firstKey();
    String plain = job("echo 'deploys'");
    String begun = jenkins.script(FROM_A_PAGE.formatted(plain, both[0].name));
    assertTrue(begun.contains("[p-"), begun);
    both[1].awaitTraffic(traffic -> !traffic.containsKey(before) && traffic.size() == 1);
    assertEquals(digest(both[0]), digest(both[1]));
    String audit = as("grace").page("job/" + plain + "/cloud-run/audit");
    String who = "Promoted from dev by root (from a page)";
    assertTrue(audit.contains("\"who\":\"" + who + "\",\"item\":\"" + plain + "\""), audit);
    String own =
        job(
            "properties([parameters([string(name: 'CLOUD_RUN_PROMOTE_TO'), string(name:"
                + " 'CLOUD_RUN_PROMOTE_REASON')])])\n"
                + "echo \"TO ${params.CLOUD_RUN_PROMOTE_TO} FOR"
                + " ${params.CLOUD_RUN_PROMOTE_REASON}\"");
    jenkins.build(own);
    ended(own, 1, "SUCCESS");
    assertTrue(jenkins.script(FROM_A_PAGE.formatted(own, both[0].name)).contains("queue/item/"));
    String console = ended(own, 2, "SUCCESS");
    assertTrue(console.matches("(?s).*Started by user root.*TO prod FOR from a page.*"), console);
  }
}
