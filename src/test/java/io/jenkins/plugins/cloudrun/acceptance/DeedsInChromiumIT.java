package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
import org.junit.jupiter.api.function.Executable;

/**
 * A release manager's day with the keyboard alone, from the top of each page: first with dialogs,
 * then in a browser without JavaScript.
 */
class DeedsInChromiumIT extends RolloutJobs {
  private static final String TEAM =
      """
      import hudson.security.*
      import io.jenkins.plugins.cloudrun.config.*
      def jenkins = jenkins.model.Jenkins.get()
      def realm = new HudsonPrivateSecurityRealm(false, false, null)
      ['root', 'grace'].each { realm.createAccount(it, it) }
      jenkins.securityRealm = realm
      jenkins.authorizationStrategy = new FullControlOnceLoggedInAuthorizationStrategy()
      jenkins.save()
      def target = { name, region ->
        def t = new TargetSettings(name)
        t.project = 'PROJECT'; t.regions = [region]; t.credentialsId = 'cloud-run-demo'
        t
      }
      hudson.ExtensionList.lookupSingleton(CloudRunConfiguration).targets =
        [target('staging', 'REGION'), target('production', 'us-central1')]
      println 'ready'
      """;

  private static final String BOARD = "cloud-run/";
  private static final String GATE = "gates: [http(path: '/healthz', within: '6s')], ";
  private static final String ASKS =
      GATE + "canary: [[percent: 20, bake: '1s']], approval: approval(by: 'grace', within: '4h')";

  private static Chromium chromium;
  private static Walk walk;

  @BeforeAll
  static void team() throws Exception {
    chromium = Chromium.start(Files.createDirectories(temporary.resolve("chromium")));
    String script = TEAM.replace("PROJECT", cloud.setup().project()).replace("REGION", REGION);
    assertEquals("ready", jenkins.script(script).strip());
    jenkins = new JenkinsClient(jenkins.root(), Optional.of("root:root"));
    walk = new Walk(chromium, jenkins.root(), Path.of("target/pages"));
    walk.logIn("grace");
    chromium.size(1400, 900);
  }

  @AfterAll
  static void leave() throws Exception {
    // Not there when the tests are skipped.
    if (chromium != null) {
      chromium.close();
    }
  }

  /** A build of a new version; its job. */
  private static String begun(Shop shop, String more) throws Exception {
    String job = job(deploy(shop, shop.image("v" + System.nanoTime(), "well"), more));
    jenkins.build(job);
    return job;
  }

  private static String asked(Shop shop) throws Exception {
    String job = begun(shop, ASKS);
    jenkins.awaitLine(job, 1, "Approve or reject: ", BUILD);
    return job;
  }

  /** The page of a job's only rollout. */
  private static String rollout(String job) {
    Matcher link =
        Pattern.compile("/cloud-run/rollout/([\\w-]+)/\"")
            .matcher(jenkins.page("job/" + job + "/1/cloud-run/"));
    assertTrue(link.find(), "no rollout of " + job);
    return "job/" + job + "/cloud-run/rollout/" + link.group(1) + "/";
  }

  private static String at(String page, String deed) {
    return page.replaceFirst(".*/rollout/", "/rollout/") + "act/" + deed + "/";
  }

  private static void tells(String job, String result, String line) {
    String console = ended(job, 1, result);
    assertTrue(console.contains(line), console);
  }

  @TestFactory
  Stream<DynamicTest> aDay() {
    return Stream.of(true, false)
        .map(scripts -> new Desk(chromium, walk, shop(scripts ? "desk" : "plain"), scripts))
        .flatMap(
            day ->
                Stream.of(
                        Map.<String, Executable>entry("rejects on the board", () -> rejects(day)),
                        Map.<String, Executable>entry("goes back on the board", () -> back(day)),
                        Map.<String, Executable>entry("aborts on the board", () -> aborts(day)),
                        Map.<String, Executable>entry("answers on its page", () -> answers(day)),
                        Map.<String, Executable>entry(
                            "finds it in the history", () -> findsAndAborts(day)),
                        Map.<String, Executable>entry("goes back on its page", () -> returns(day)),
                        Map.<String, Executable>entry("promotes", () -> promotes(day)),
                        Map.<String, Executable>entry(
                            "tries a rollback again", () -> triesAgain(day)))
                    .map(
                        part ->
                            DynamicTest.dynamicTest(
                                part.getKey() + (day.scripts ? "" : " without JavaScript"),
                                () -> {
                                  chromium.scripts(day.scripts);
                                  part.getValue().execute();
                                })));
  }

  /** Nobody takes what was so before its job was deleted for what is so now. */
  @Test
  void aPageThatIsNotKeptUpToDateSaysSo() throws Exception {
    chromium.scripts(true);
    Shop shop = shop("left");
    running(shop);
    String job = asked(shop);
    walk.visit(PageOfOurs.main("left-open", rollout(job)));
    jenkins.script("jenkins.model.Jenkins.get().getItem('" + job + "').delete()");
    chromium.await("document.querySelector('.cloud-run-alert a')");
  }

  private static void rejects(Desk day) throws Exception {
    String before = running(day.shop);
    String job = asked(day.shop);
    day.does(BOARD, at(rollout(job), "reject"), "the figures fell");
    tells(job, "FAILURE", "It was rejected by grace (the figures fell)");
    assertEquals(Map.of(before, 100), day.shop.traffic());
  }

  private static void back(Desk day) throws Exception {
    String first = day.shop.traffic().firstKey();
    String job = asked(day.shop);
    day.does(BOARD, at(rollout(job), "approve"), "the figures are good");
    tells(job, "SUCCESS", "approved by grace (the figures are good)");
    day.does(BOARD, "~" + day.shop.name + "/act/rollBack/", "it was too slow");
    day.shop.awaitTraffic(Map.of(first, 100)::equals);
    idle(day.shop);
  }

  /** Waits until no rollout goes on there. */
  private static void idle(Shop shop) throws InterruptedException {
    long end = System.nanoTime() + BUILD.toNanos();
    while (!going(shop).isEmpty()) {
      assertTrue(System.nanoTime() < end, "waited in vain for the end of " + going(shop));
      Thread.sleep(200);
    }
  }

  private static List<String> going(Shop shop) {
    List<String> going = new ArrayList<>();
    for (JsonElement one :
        JsonParser.parseString(jenkins.page(BOARD + "api/json"))
            .getAsJsonObject()
            .getAsJsonArray("services")) {
      JsonObject row = one.getAsJsonObject();
      String id = row.get("going").getAsString();
      if (row.get("service").getAsString().equals(shop.name) && !id.isEmpty()) {
        going.add(id);
      }
    }
    return going;
  }

  private static void aborts(Desk day) throws Exception {
    String job = asked(day.shop);
    String board = jenkins.page(BOARD);
    assertTrue(board.contains("Traffic now: "), board);
    assertTrue(board.contains("20 % " + day.shop.name), board);
    day.does(BOARD, at(rollout(job), "abort"), "wrong version");
    tells(job, "ABORTED", "was aborted by grace (wrong version)");
  }

  private static void answers(Desk day) throws Exception {
    String job = asked(day.shop);
    String page = rollout(job);
    day.does(page, at(page, "resume"), "");
    assertTrue(chromium.text("location.pathname").endsWith(page), "back at its page");
    day.answersOnItsPage("reject", "not today");
    tells(job, "FAILURE", "It was rejected by grace (not today)");
  }

  private static void findsAndAborts(Desk day) throws Exception {
    String job = asked(day.shop);
    String page = rollout(job);
    String id = page.replaceFirst(".*/rollout/", "/rollout/");
    walk.visit(PageOfOurs.main("deeds", BOARD));
    walk.tabTo(
        "document.activeElement.closest('#history') &&"
            + " (document.activeElement.getAttribute('href') || '').endsWith('"
            + id
            + "')");
    chromium.evaluate("window.beforeThis = true");
    chromium.press("Enter");
    chromium.arrive();
    day.follows(at(page, "abort"), "not yet");
    tells(job, "ABORTED", "was aborted by grace (not yet)");
  }

  private static void returns(Desk day) throws Exception {
    String job = asked(day.shop);
    String page = rollout(job);
    walk.visit(PageOfOurs.main("deeds", page));
    day.answersOnItsPage("approve", "go");
    tells(job, "SUCCESS", "approved by grace (go)");
    String now = day.shop.traffic().firstKey();
    day.does(page, "~" + day.shop.name + "/act/rollBack/", "come back");
    day.shop.awaitTraffic(traffic -> traffic.size() == 1 && !traffic.containsKey(now));
    idle(day.shop);
  }

  private static void promotes(Desk day) throws Exception {
    day.does(BOARD, "~" + REGION + "~" + day.shop.name + "/act/promote/", "it serves well");
    idle(day.shop);
    assertEquals(1, shop(day.shop.name, "us-central1").traffic().size());
    String board = jenkins.page(BOARD);
    assertTrue(board.contains("Promoted from staging by grace (it serves well)"), board);
  }

  private static void triesAgain(Desk day) throws Exception {
    String before = day.shop.traffic().firstKey();
    String job = begun(day.shop, GATE + "canary: [[percent: 40, bake: '30m']]");
    day.shop.awaitCanary();
    cloud.parts().emulator().faults().fail("UpdateService", 1, 1000, 403);
    day.shop.get(day.shop.candidate().resolve("/break"));
    tells(job, "FAILURE", "The rollback of service " + day.shop.name);
    cloud.parts().emulator().faults().clear();
    String page = rollout(job);
    String said = jenkins.page(page);
    assertTrue(said.contains("This rollout ended without putting the traffic back"), said);
    assertTrue(said.contains("gcloud run services update-traffic " + day.shop.name), said);
    String board = jenkins.page("job/" + job + "/cloud-run/");
    assertTrue(board.contains("40 %</span> <code>"), board);
    if (day.scripts) {
      walk.through(PageOfOurs.main("rollback-failed", page));
      walk.through(PageOfOurs.main("rollback-failed-board", "job/" + job + "/cloud-run/"));
      walk.through(
          PageOfOurs.part("rollback-failed-build", "job/" + job + "/1/", ".cloud-run-summary"));
      chromium.size(1400, 900);
    }
    day.does(page, at(page, "resume"), "it may write again");
    day.shop.awaitTraffic(Map.of(before, 100)::equals);
  }
}
