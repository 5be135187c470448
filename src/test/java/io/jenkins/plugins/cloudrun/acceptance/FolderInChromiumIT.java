package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A team's folder with targets and jobs in it, in a browser: its pages, form and dialogs. */
class FolderInChromiumIT extends RolloutJobs {
  private static final String TEAM =
      """
      import hudson.security.*
      import io.jenkins.plugins.cloudrun.config.*
      import io.jenkins.plugins.cloudrun.settings.*
      def jenkins = jenkins.model.Jenkins.get()
      def realm = new HudsonPrivateSecurityRealm(false, false, null)
      ['root', 'ada'].each { realm.createAccount(it, it) }
      def target = { name, region ->
        def t = new TargetSettings(name)
        t.project = 'PROJECT'; t.regions = [region]; t.credentialsId = 'cloud-run-demo'
        t
      }
      def production = target('production', 'us-central1')
      production.gates = [new HttpGateSettings('/healthz')]
      production.canary = [new CanaryStepSettings(5), new CanaryStepSettings(50)]
      def freeze = new WeeklyFreezeSettings('fri, sat')
      freeze.from = '16:00'; freeze.until = '08:00'
      production.rules = new RulesSettings(
        requiredGates: 'http', approvals: 2, approvers: 'release-managers', freezes: [freeze])
      def team = jenkins.createProject(com.cloudbees.hudson.plugins.folder.Folder, 'team')
      team.addProperty(new CloudRunFolder(
        targets: [target('staging', 'REGION'), production],
        defaults: new DefaultsSettings(timeLimit: '2h')))
      team.save()
      jenkins.securityRealm = realm
      jenkins.authorizationStrategy = new FullControlOnceLoggedInAuthorizationStrategy()
      jenkins.save()
      println 'ready'
      """;

  private static final String BOARD = "job/team/cloud-run/";
  private static final String DIALOG = "document.querySelector('dialog[open]')";
  private static final String HELD = DIALOG + ".contains(document.activeElement)";

  private static Chromium chromium;
  private static Walk walk;

  @BeforeAll
  static void team() throws Exception {
    chromium = Chromium.start(Files.createDirectories(temporary.resolve("chromium")));
    String script = TEAM.replace("PROJECT", cloud.setup().project()).replace("REGION", REGION);
    assertEquals("ready", jenkins.script(script).strip());
    jenkins = new JenkinsClient(jenkins.root(), Optional.of("root:root"));
    walk = new Walk(chromium, jenkins.root(), Path.of("target/pages"));
    Shop api = shop("api");
    ended(begun("first", deploy(api, api.image("one", "well"), "gates: []")), 1, "SUCCESS");
    String healthy = "gates: [http('/healthz')]";
    ended(begun("second", deploy(api, api.image("two", "well"), healthy)), 1, "SUCCESS");
    Shop web = shop("web");
    ended(begun("before", deploy(web, web.image("one", "well"), healthy)), 1, "SUCCESS");
    String slow = healthy + ", canary: [[percent: 10, bake: '4h']]";
    String moving = begun("moving", deploy(web, web.image("two", "well"), slow));
    assertTrue(moving.startsWith("team/"));
    web.awaitCanary();
    walk.logIn("ada");
  }

  @AfterAll
  static void leave() throws Exception {
    // Not there when the tests are skipped.
    if (chromium != null) {
      chromium.close();
    }
  }

  /** A build of a new job in the folder; the job's part of its address. */
  private static String begun(String name, String script) {
    jenkins.script(
        "jenkins.model.Jenkins.get().getItem('team').createProjectFromXML('"
            + name
            + "', new ByteArrayInputStream('''"
            + ImageJobs.pipeline(script).replace("'", "\\'").replace("$", "\\$")
            + "'''.bytes)); println 'made'");
    jenkins.build("team/job/" + name);
    return "team/job/" + name;
  }

  private static String rollout(String name) {
    String job = "job/team/job/" + name;
    Matcher link =
        Pattern.compile("/cloud-run/rollout/([\\w-]+)/\"")
            .matcher(jenkins.page(job + "/1/cloud-run/"));
    assertTrue(link.find(), "no rollout of " + name);
    return job + "/cloud-run/rollout/" + link.group(1) + "/";
  }

  private static boolean wanted(String name) {
    return name.matches(System.getProperty("pages", ".*"));
  }

  @TestFactory
  Stream<DynamicTest> isWellFormedForEverybody() {
    return Stream.of(
            PageOfOurs.main("board-of-a-folder", BOARD),
            PageOfOurs.main(
                "page-to-promote",
                BOARD + "service/" + cloud.setup().project() + "~" + REGION + "~api/act/promote/"),
            unfolded(PageOfOurs.section("folder-configuration", "job/team/configure", "Cloud Run")))
        .filter(page -> wanted(page.name()))
        .map(page -> DynamicTest.dynamicTest(page.name(), () -> walk.through(page)));
  }

  /** With the parts of a form that are folded at first. */
  private static PageOfOurs unfolded(PageOfOurs form) {
    String unfold =
        "[..."
            + form.part()
            + ".querySelectorAll('button')].filter(one =>"
            + " ['Accounts', 'Promotions and rules'].includes(one.textContent.trim()))"
            + ".map(one => one.click()).length";
    return new PageOfOurs(
        form.name(),
        form.path(),
        form.part(),
        List.of("await " + form.part(), "await " + unfold + " >= 4"));
  }

  /** What a link opens, by the keyboard, on which page. */
  private record Opened(String name, String page, String address) {}

  @TestFactory
  Stream<DynamicTest> aDialogHoldsTheKeyboardAndGivesItBack() {
    return Stream.of(
            new Opened("dialog-promote", BOARD, "~api/act/promote/"),
            new Opened("dialog-roll-back", BOARD, "~api/act/rollBack/"),
            new Opened("dialog-abort", BOARD, "/act/abort/"),
            new Opened("dialog-abort-on-its-page", rollout("moving"), "/act/abort/"),
            new Opened("dialog-roll-back-on-its-page", rollout("second"), "/act/rollBack/"))
        .filter(one -> wanted(one.name()))
        .map(one -> DynamicTest.dynamicTest(one.name(), () -> opensAndCloses(one)));
  }

  private static void opensAndCloses(Opened one) throws Exception {
    chromium.dark(false);
    chromium.size(1400, 900);
    walk.visit(PageOfOurs.main(one.name(), one.page()));
    walk.tabTo(
        "(document.activeElement.getAttribute('href') || '').endsWith('" + one.address() + "')");
    chromium.evaluate("window.link = document.activeElement; window.from = location.href");
    chromium.press("Enter");
    chromium.await(DIALOG);
    assertTrue(chromium.evaluate(HELD).getAsBoolean(), "the focus lies in it");
    assertEquals(
        chromium.text(DIALOG + ".querySelector('h1').textContent"),
        chromium.text(
            "document.getElementById(" + DIALOG + ".getAttribute('aria-labelledby')).textContent"),
        "its name");
    for (String field : List.of("reason", "submit", "close")) {
      walk.tabTo(
          HELD
              + " && document.activeElement.matches('[name="
              + field
              + "], [type="
              + field
              + "], [data-cloud-run-"
              + field
              + "]')");
    }
    for (int i = 0; i < 12; i++) {
      chromium.press("Tab");
      assertTrue(
          chromium.evaluate(HELD + " || document.activeElement === document.body").getAsBoolean(),
          "the keyboard stays in it, but went to "
              + chromium.text("document.activeElement.outerHTML"));
    }
    walk.opened(one.name(), DIALOG);
    if (chromium
        .evaluate("!!document.querySelector('[data-cloud-run-moving=true]')")
        .getAsBoolean()) {
      // Behind it the page goes on: what was opened from is soon another element.
      chromium.evaluate(
          "window.link.isConnected && window.link.closest('[data-cloud-run-part]').append('!')");
      chromium.await("!window.link.isConnected");
    }
    chromium.press("Escape");
    chromium.await("!" + DIALOG);
    assertEquals(
        chromium.text("window.link.href"),
        chromium.text("document.activeElement.href"),
        "the focus is back at the link");
    assertEquals(chromium.text("window.from"), chromium.text("location.href"));
  }

  /** Who looked at something else than what serves now is told so, and finds back. */
  @Test
  void aRefusalSaysWhyAndLeadsBack() throws Exception {
    String service =
        "cloud-run/service/" + cloud.setup().project() + "~" + REGION + "~api/act/rollBack/";
    chromium.size(1400, 900);
    walk.visit(PageOfOurs.main("refusal", service));
    chromium.evaluate("document.querySelector('[name=seen]').value = 'api-of-yesterday'");
    walk.tabTo("document.activeElement.name === 'reason'");
    chromium.type("the figures fell");
    walk.tabTo("document.activeElement.type === 'submit'");
    chromium.evaluate("window.beforeThis = true");
    chromium.press("Enter");
    chromium.arrive();
    String said = chromium.text("document.querySelector('#main-panel').textContent");
    assertTrue(said.contains("Another revision serves now than when you opened the form"), said);
    assertTrue(chromium.complaints().toString().contains("409"), "the status of the page");
    walk.opened("refusal", "document.querySelector('#main-panel')");
    walk.tabTo("document.querySelector('#main-panel').contains(document.activeElement)");
    chromium.evaluate("window.beforeThis = true");
    chromium.press("Enter");
    chromium.arrive();
    assertEquals(List.of(), chromium.complaints());
    said = chromium.text("document.querySelector('#main-panel').textContent");
    assertTrue(said.contains("api"), said);
  }
}
