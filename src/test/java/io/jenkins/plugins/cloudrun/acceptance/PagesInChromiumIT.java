package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every page and form of ours in a browser, with rollouts of each outcome in a real Jenkins. */
class PagesInChromiumIT extends RolloutJobs {
  private static final String PEOPLE =
      """
      import hudson.security.*
      def realm = new HudsonPrivateSecurityRealm(false, false, null)
      ['root', 'grace'].each { realm.createAccount(it, it) }
      def strategy = new FullControlOnceLoggedInAuthorizationStrategy()
      def jenkins = jenkins.model.Jenkins.get()
      jenkins.securityRealm = realm
      jenkins.authorizationStrategy = strategy
      jenkins.save()
      println 'ready'
      """;

  /** The steps whose forms are looked at. */
  private static final List<String> STEPS =
      List.of(
          "cloudRunBuild",
          "cloudRunCheck",
          "cloudRunDeploy",
          "cloudRunJobExecute",
          "cloudRunPromote",
          "cloudRunRollback",
          "cloudRunStatus",
          "cloudRunTraffic",
          "withCloudRunCredentials");

  private static final List<String> BUILDERS =
      List.of("Build", "Deploy", "JobExecute", "Traffic", "Rollback", "Promote", "Status", "Check");

  private static final String GATE = "gates: [http(path: '/healthz', within: '6s')], ";

  /** Jobs with a rollout of each outcome, by the outcome. */
  private static final Map<String, String> JOBS = new LinkedHashMap<>();

  private static Chromium chromium;
  private static Walk walk;
  private static Shop asked;

  @BeforeAll
  static void rollouts() throws Exception {
    chromium = Chromium.start(Files.createDirectories(temporary.resolve("chromium")));
    assertTrue(jenkins.script(PEOPLE).contains("ready"));
    jenkins = new JenkinsClient(jenkins.root(), Optional.of("root:root"));
    walk = new Walk(chromium, jenkins.root(), Path.of("target/pages"));
    begin(
        "first",
        "cloudRunDeploy(service: 'wide', project: '"
            + cloud.setup().project()
            + "', regions: ['europe-west1', 'us-central1'], credentialsId: 'cloud-run-demo',"
            + " image: '"
            + shop("wide").image("one", "well")
            + "', gates: [http('/healthz')])");
    Shop good = served("good");
    begin(
        "succeeded",
        deploy(
            good,
            good.image("next", "well"),
            "env: [GREETING: 'hello'], memory: '1Gi', concurrency: 40, "
                + GATE
                + "canary: [[percent: 20, bake: '6s'], [percent: 60, bake: '6s']]"));
    Shop broken = served("broken");
    begin("broken", deploy(broken, broken.image("next", "crash"), "canary: [[percent: 5]]"));
    Shop ill = served("ill");
    begin(
        "rolled-back",
        deploy(ill, ill.image("next", "well"), GATE + "canary: [[percent: 40, bake: '30m']]"));
    asked = served("asked");
    begin("asking", question(asked, "again"));
    ill.awaitCanary();
    ill.get(ill.candidate().resolve("/break"));
    ended(JOBS.get("first"), 1, "SUCCESS");
    ended(JOBS.get("succeeded"), 1, "SUCCESS");
    ended(JOBS.get("broken"), 1, "FAILURE");
    ended(JOBS.get("rolled-back"), 1, "FAILURE");
    jenkins.awaitLine(JOBS.get("asking"), 1, "Approve or reject: ", BUILD);
    assertTrue(jenkins.script(RolloutForms.FILLED).contains("ready"));
    walk.logIn("grace");
  }

  @AfterAll
  static void leave() throws Exception {
    // Not there when the tests are skipped.
    if (chromium != null) {
      chromium.close();
    }
    JOBS.clear();
  }

  private static Shop served(String name) throws Exception {
    Shop shop = shop(name);
    running(shop);
    return shop;
  }

  private static String question(Shop shop, String tag) throws Exception {
    return deploy(
        shop,
        shop.image(tag, "well"),
        GATE
            + "canary: [[percent: 20, bake: '1s']], approval: approval(by: 'grace', within: '4h')");
  }

  private static void begin(String outcome, String script) {
    String job = job(script);
    jenkins.build(job);
    JOBS.put(outcome, job);
  }

  /** The page of a job's only rollout. */
  private static String rollout(String job) {
    Matcher link =
        Pattern.compile("/cloud-run/rollout/([\\w-]+)/\"")
            .matcher(jenkins.page("job/" + job + "/1/cloud-run/"));
    assertTrue(link.find(), "no rollout of " + job);
    return "job/" + job + "/cloud-run/rollout/" + link.group(1) + "/";
  }

  /** What is looked at: a page that is added here is walked through like all others. */
  private static List<PageOfOurs> pages() throws Exception {
    List<PageOfOurs> pages = new ArrayList<>();
    JOBS.forEach(
        (outcome, job) -> {
          pages.add(PageOfOurs.main("rollout-" + outcome, rollout(job)));
          pages.add(PageOfOurs.main("build-rollouts-" + outcome, "job/" + job + "/1/cloud-run/"));
          pages.add(
              PageOfOurs.part("build-" + outcome, "job/" + job + "/1/", ".cloud-run-summary"));
        });
    String job = JOBS.get("succeeded");
    pages.add(PageOfOurs.main("board-of-a-job", "job/" + job + "/cloud-run/"));
    pages.add(PageOfOurs.main("board-of-all", "cloud-run/"));
    for (String deed : List.of("approve", "reject", "abort", "resume")) {
      pages.add(
          PageOfOurs.main("page-to-" + deed, rollout(JOBS.get("asking")) + "act/" + deed + "/"));
    }
    pages.add(
        PageOfOurs.main(
            "page-to-roll-back",
            "cloud-run/service/" + cloud.setup().project() + "~" + REGION + "~good/act/rollBack/"));
    pages.add(
        PageOfOurs.main("page-of-an-obstacle", rollout(JOBS.get("succeeded")) + "act/abort/"));
    pages.add(PageOfOurs.main("history-of-nothing", "cloud-run/?service=nothing-is-called-so"));
    pages.add(
        PageOfOurs.section("configuration", "manage/configure", "Cloud Run")
            .pressed("Add target", "textarea[name='_.regionsText']"));
    BUILDERS.forEach(
        builder ->
            pages.add(
                PageOfOurs.part(
                    "freestyle-" + builder,
                    "job/forms/configure",
                    "[descriptorid$='.CloudRun" + builder + "Builder']")));
    pages.add(
        PageOfOurs.choice(
            "credentials",
            "manage/credentials/store/system/domain/_/newCredentials",
            "Google Cloud identity"));
    STEPS.forEach(step -> pages.add(PageOfOurs.step(step, job)));
    return pages;
  }

  @TestFactory
  Stream<DynamicTest> isWellFormedForEverybody() throws Exception {
    String wanted = System.getProperty("pages", ".*");
    return pages().stream()
        .filter(page -> page.name().matches(wanted))
        .map(page -> DynamicTest.dynamicTest(page.name(), () -> walk.through(page)));
  }

  @Test
  void regionsAreToldApart() {
    String job = JOBS.get("first");
    for (String page : List.of(rollout(job), "job/" + job + "/1/")) {
      String text = jenkins.page(page).replaceAll("<[^>]*>", "");
      assertTrue(text.contains("europe-west1: 100 % wide-"), text);
      assertTrue(text.contains("us-central1: http"), text);
    }
  }

  /** On the page of a rollout, while it moves. */
  @Test
  void aPageThatIsOpenFollowsTheRolloutAndThenRests() throws Exception {
    Shop shop = served("followed");
    String job = job(question(shop, "next"));
    jenkins.build(job);
    jenkins.awaitLine(job, 1, "Approve or reject: ", BUILD);
    String page = rollout(job);
    walk.visit(PageOfOurs.main("followed", page));
    String state = "document.querySelector('[data-cloud-run-moving]').dataset";
    assertEquals("true", chromium.text(state + ".cloudRunMoving"));
    assertTrue(
        chromium.evaluate("!!document.querySelector('textarea[name=reason]')").getAsBoolean());

    chromium.evaluate("document.querySelector('textarea[name=reason]').value = 'half a reason'");
    String asked = "performance.getEntriesByType('resource').filter(e => e.name.endsWith('/live'))";
    chromium.await(asked + ".length >= 2");
    assertEquals(
        "half a reason",
        chromium.text("document.querySelector('textarea[name=reason]').value"),
        "what somebody types stays");

    chromium.evaluate(
        "Object.defineProperty(document, 'hidden', {value: true, configurable: true});"
            + " document.dispatchEvent(new Event('visibilitychange'))");
    int before = chromium.evaluate(asked + ".length").getAsInt();
    Person.loggedIn(jenkins.root(), "grace").answers(page, "approve", "fine");
    ended(job, 1, "SUCCESS");
    assertTrue(
        chromium.evaluate(asked + ".length").getAsInt() <= before + 1,
        "nobody looks at it, so it does not ask (one may have been on its way)");
    chromium.evaluate(
        "Object.defineProperty(document, 'hidden', {value: false, configurable: true});"
            + " document.dispatchEvent(new Event('visibilitychange'))");

    chromium.await(state + ".cloudRunMoving === 'false'");
    assertTrue(
        chromium.text("document.querySelector('#main-panel').textContent").contains("succeeded"));
    assertFalse(
        chromium.evaluate("!!document.querySelector('textarea[name=reason]')").getAsBoolean(),
        "the question is gone");
    assertTrue(
        chromium
            .text("document.querySelector('.cloud-run-voice').textContent")
            .contains("succeeded"),
        "it is read out");
    double closest =
        chromium
            .evaluate(
                "Math.min(...("
                    + asked
                    + ".map(e => e.startTime).map((t, i, all) => i ? t - all[i - 1] : 1e9)))")
            .getAsDouble();
    assertTrue(closest >= 4900, "asked again after " + closest + " ms");
    int rest = chromium.evaluate(asked + ".length").getAsInt();
    Thread.sleep(7000);
    assertEquals(rest, chromium.evaluate(asked + ".length").getAsInt(), "nothing moves any more");
  }

  /** With the keyboard alone, from the top of the page. */
  @Test
  void aQuestionIsAnsweredWithTheKeyboard() throws Exception {
    Shop shop = served("typed");
    String job = job(question(shop, "next"));
    jenkins.build(job);
    jenkins.awaitLine(job, 1, "Approve or reject: ", BUILD);
    chromium.size(1400, 900);
    walk.visit(PageOfOurs.main("typed", rollout(job)));
    walk.tabTo("document.activeElement.name === 'reason'");
    chromium.type("the figures are good");
    walk.tabTo("document.activeElement.value === 'approve'");
    chromium.evaluate("window.beforeThis = true");
    chromium.press("Enter");
    chromium.arrive();
    String console = ended(job, 1, "SUCCESS");
    assertTrue(console.contains("approved by grace (the figures are good)"), console);
  }
}
