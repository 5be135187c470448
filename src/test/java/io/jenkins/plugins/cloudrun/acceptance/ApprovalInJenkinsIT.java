package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** People who are asked before a canary goes on, in a real Jenkins that knows them. */
class ApprovalInJenkinsIT extends RolloutJobs {
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

  private static final Pattern ASKED =
      Pattern.compile("Approve or reject: \\S*/(job/\\S+/cloud-run/rollout/([\\w-]+)/)");

  @BeforeAll
  static void people() {
    assertTrue(jenkins.script(PEOPLE).contains("ready"));
    jenkins = as("root");
  }

  private static JenkinsClient as(String user) {
    return new JenkinsClient(jenkins.root(), Optional.of(user + ":" + user));
  }

  private static Person person(String id) throws Exception {
    return Person.loggedIn(jenkins.root(), id);
  }

  private static String script(Shop shop, String more) throws Exception {
    return deploy(
            shop,
            shop.image("next", "well"),
            "gates: [http('/healthz')], canary: [[percent: 20, bake: '1s']], approval: approval("
                + more
                + ")")
        + "\necho \"APPROVAL ${r.approval}\"";
  }

  /** Starts a build and waits for its question; the page of its rollout. */
  private static String asked(String job, String starter) {
    as(starter).build(job);
    jenkins.awaitLine(job, 1, "Approve or reject: ", BUILD);
    Matcher link = ASKED.matcher(jenkins.console(job, 1));
    assertTrue(link.find());
    assertTrue(link.group(1).startsWith("job/" + job + "/1/"), link.group(1));
    return link.group(1);
  }

  private static String buildPage(String job) {
    return "job/" + job + "/1/cloud-run/";
  }

  @Test
  void approvedOnTheBuildsPageAfterAKill() throws Exception {
    Shop shop = shop("approve");
    String before = running(shop);
    String job = job(script(shop, "by: 'grace, ada', within: '30m', notBy: 'starter'"));
    String rollout = asked(job, "ada");
    String console = jenkins.console(job, 1);
    assertTrue(console.contains("for an approval of 100 % by grace or ada, but not ada"), console);
    assertEquals(2, shop.traffic().size(), "it keeps its share meanwhile");

    under.killAndRestart();

    refuses(person("ada"), rollout, "Somebody else than who started or wrote this must answer.");
    Person grace = person("grace");
    assertTrue(grace.page("job/" + job + "/1/").contains("Waiting for an approval of 100 % for"));
    String page = grace.page(buildPage(job));
    assertTrue(page.matches("(?s).*May approve-r[0-9a-f]+ get 100 % of the traffic\\?.*"), page);
    assertTrue(page.contains("GET /healthz"), "the verdicts so far: " + page);
    HttpResponse<String> done = grace.answers(buildPage(job), "approve", "<b>it</b> is\nfine");
    assertEquals(200, done.statusCode(), done.body());
    // Jelly leaves the closing bracket as it is.
    assertTrue(
        done.body().replace("&gt;", ">").contains("approved by grace (&lt;b>it&lt;/b> is fine)"),
        done.body());
    assertFalse(done.body().contains("<b>it</b>"), "what people write is text");

    console = ended(job, 1, "SUCCESS");
    assertTrue(console.contains("100 % approved by grace (<b>it</b> is fine)"), console);
    assertTrue(console.contains("by:grace"), console);
    assertEquals(1, shop.traffic().size());
    assertFalse(shop.traffic().containsKey(before));
    HttpResponse<String> late = reject(grace, rollout);
    assertEquals(409, late.statusCode());
    assertTrue(late.body().contains("It was answered before: approved by grace"), late.body());
  }

  @Test
  void rejectedOnThePageOfTheRolloutBelowTheJob() throws Exception {
    Shop shop = shop("reject");
    String before = running(shop);
    String job = job(script(shop, "by: 'grace', within: '30m'"));
    Person grace = person("grace");
    assertFalse(
        grace.page("job/" + job + "/").contains("job/" + job + "/cloud-run"),
        "a job without rollouts has no page of them");
    asked(job, "root");

    String list = grace.page("job/" + job + "/cloud-run/");
    assertTrue(list.contains("waiting for an approval"), list);
    Matcher link = Pattern.compile("/(job/\\S+/cloud-run/rollout/[\\w-]+/)\"").matcher(list);
    assertTrue(link.find(), list);
    String rollout = link.group(1);
    assertEquals(404, grace.get(rollout.replace("rollout/d-", "rollout/d-0")).statusCode());
    String other = job("echo 'nothing'");
    assertEquals(404, grace.get(rollout.replace(job, other)).statusCode());

    refuses(person("mallory"), rollout, "You are not among those who may answer.");
    refuses(person("root"), rollout, "You are not among those who may answer.");
    HttpResponse<String> nobody = reject(Person.anonymous(jenkins.root()), rollout);
    assertEquals(403, nobody.statusCode(), nobody.body());
    assertEquals(405, grace.get(rollout + "answer?answer=approve").statusCode());
    assertEquals(403, grace.post(rollout + "answer", Map.of("answer", "approve")).statusCode());
    assertEquals(2, shop.traffic().size(), "nobody has answered yet");

    HttpResponse<String> done = grace.answers(rollout, "reject", "the figures fell");
    assertEquals(200, done.statusCode(), done.body());
    String console = ended(job, 1, "FAILURE");
    assertTrue(console.contains("It was rejected by grace (the figures fell)"), console);
    assertEquals(Map.of(before, 100), shop.traffic());
    String after = grace.page(rollout);
    assertTrue(after.contains("rolled back"), after);
    assertTrue(after.contains("rejected by grace (the figures fell)"), after);
    assertFalse(grace.isAsked(rollout));
  }

  @Test
  void withoutAnAnswerInTimeItGoesBack() throws Exception {
    Shop shop = shop("expire");
    String before = running(shop);
    String job = job(script(shop, "by: 'grace', within: '3s', before: 1"));
    asked(job, "root");
    String console = ended(job, 1, "FAILURE");
    assertTrue(console.contains("for an approval of 20 % by grace"), console);
    assertTrue(console.contains("Nobody approved it within 3s"), console);
    assertEquals(Map.of(before, 100), shop.traffic());
  }

  /** No form is offered, and an answer that is sent all the same changes nothing. */
  private static void refuses(Person person, String rollout, String why) throws Exception {
    assertFalse(person.isAsked(rollout));
    String page = person.page(rollout);
    assertTrue(page.contains(why), page);
    HttpResponse<String> answer = reject(person, rollout);
    assertEquals(403, answer.statusCode(), answer.body());
    assertTrue(answer.body().contains(why), answer.body());
  }

  private static HttpResponse<String> reject(Person person, String rollout) throws Exception {
    Map<String, String> fields = new LinkedHashMap<>(person.crumb());
    fields.put("answer", "reject");
    return person.post(rollout + "answer", fields);
  }
}
