package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What release managers see and do, in a real Jenkins, without JavaScript. */
class BoardInJenkinsIT extends RolloutJobs {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  private static final String PEOPLE =
      """
      import hudson.security.*
      import io.jenkins.plugins.cloudrun.config.*
      def jenkins = jenkins.model.Jenkins.get()
      def realm = new HudsonPrivateSecurityRealm(false, false, null)
      ['root', 'ada', 'ken'].each { realm.createAccount(it, it) }
      jenkins.securityRealm = realm
      def strategy = new FullControlOnceLoggedInAuthorizationStrategy()
      strategy.allowAnonymousRead = false
      jenkins.authorizationStrategy = strategy
      jenkins.save()
      def target = { name, region -> def t = new TargetSettings(name); t.project = 'PROJECT'; t.regions = [region]; t }
      hudson.ExtensionList.lookupSingleton(CloudRunConfiguration).targets =
        [target('staging', 'us-central1'), target('production', 'REGION')]
      println 'ready'
      """;

  @BeforeAll
  static void people() {
    String script = PEOPLE.replace("PROJECT", cloud.setup().project()).replace("REGION", REGION);
    assertTrue(jenkins.script(script).contains("ready"));
    jenkins = new JenkinsClient(jenkins.root(), Optional.of("root:root"));
  }

  private static Person ada() throws Exception {
    return Person.loggedIn(jenkins.root(), "ada");
  }

  private static JsonObject json(Person person, String page) throws Exception {
    return JsonParser.parseString(person.page(page + "api/json")).getAsJsonObject();
  }

  /** The row of a service in what programs see. */
  private static JsonObject row(Person person, String page, Shop shop) throws Exception {
    JsonArray rows = json(person, page).getAsJsonArray("services");
    for (JsonElement row : rows) {
      if (row.getAsJsonObject().get("service").getAsString().equals(shop.name)) {
        return row.getAsJsonObject();
      }
    }
    throw new AssertionError(rows.toString());
  }

  private static String text(JsonObject object, String name) {
    return object.get(name).getAsString();
  }

  private static String service(Shop shop) {
    return "cloud-run/service/" + cloud.setup().project() + "~" + REGION + "~" + shop.name + "/";
  }

  @Test
  void aServiceIsRolledBackFromThePageAndAgainAfterAKill() throws Exception {
    Shop shop = shop("back");
    String first = running(shop);
    String job = job(deploy(shop, shop.image(COMMIT, "well"), "gates: [http('/healthz')]"));
    jenkins.build(job);
    ended(job, 1, "SUCCESS");
    Person ada = ada();
    JsonObject row = row(ada, "cloud-run/", shop);
    String second = text(row, "revision");
    assertEquals("production", text(row, "target"));
    assertEquals(COMMIT, text(row, "commit"));
    assertTrue(text(row, "digest").startsWith("sha256:"), row.toString());
    assertEquals("healthy", text(row, "health"));
    assertEquals("Started by user root", text(row, "by"));
    assertEquals(job, text(row, "item"));
    assertEquals(1, row.get("build").getAsInt());
    String page = ada.page("job/" + job + "/cloud-run/");
    assertTrue(page.contains(COMMIT.substring(0, 12)), page);
    assertTrue(page.contains("Roll back"), page);

    String act = service(shop) + "act/rollBack/";
    HttpResponse<String> without = ada.sends(act, Map.of("choice", first));
    assertEquals(400, without.statusCode(), without.body());
    HttpResponse<String> done =
        ada.sends(act, Map.of("choice", first, "reason", "the <b>figures</b> fell"));
    assertEquals(200, done.statusCode(), done.body());
    assertTrue(done.uri().getPath().contains("/cloud-run/rollout/b-"), done.uri().toString());
    assertFalse(done.body().contains("<b>figures</b>"), "what people write is text");
    shop.awaitTraffic(Map.of(first, 100)::equals);
    String id = done.uri().getPath().replaceFirst(".*/rollout/([^/]+)/.*", "$1");
    awaitEnd(ada, id);
    row = row(ada, "job/" + job + "/cloud-run/", shop);
    assertEquals(first, text(row, "revision"));
    assertEquals("Rolled back by ada (the <b>figures</b> fell)", text(row, "by"));
    assertTrue(row.get("build").isJsonNull(), row.toString());
    assertFalse(shop.followsLatest(), "it sticks");

    under.killAndRestart();

    ada = ada();
    row = row(ada, "cloud-run/", shop);
    assertEquals(first, text(row, "revision"));
    JsonArray found = found(ada, "cloud-run/api/json?service=back&outcome=succeeded&by=figures");
    assertEquals(1, found.size(), found.toString());
    assertEquals(id, text(found.get(0).getAsJsonObject(), "id"));
    done = ada.sends(act, Map.of("choice", second, "reason", "it was not that"));
    assertEquals(200, done.statusCode(), done.body());
    shop.awaitTraffic(Map.of(second, 100)::equals);
  }

  private static JsonArray found(Person person, String path) throws Exception {
    return JsonParser.parseString(person.page(path)).getAsJsonObject().getAsJsonArray("rollouts");
  }

  private static void awaitEnd(Person person, String id) throws Exception {
    long end = System.nanoTime() + BUILD.toNanos();
    while (text(json(person, "cloud-run/rollout/" + id + "/"), "ended").isEmpty()) {
      assertTrue(System.nanoTime() < end, "waited in vain for the end of " + id);
      Thread.sleep(200);
    }
  }

  @Test
  void eachSeesTheTimesOfTheirOwnZone() throws Exception {
    Shop shop = shop("zones");
    String console =
        ends("SUCCESS", deploy(shop, shop.image("good", "well"), "gates: [http('/healthz')]"));
    assertTrue(console.contains("OUTCOME succeeded"), console);
    String zone =
        "hudson.model.User.getById('ken', false)"
            + ".addProperty(new hudson.model.TimeZoneProperty('Asia/Tokyo'))\nprintln 'ready'";
    assertTrue(jenkins.script(zone).contains("ready"));
    Person ada = ada();
    Person ken = Person.loggedIn(jenkins.root(), "ken");
    JsonObject known = found(ada, "cloud-run/api/json?service=zones").get(0).getAsJsonObject();
    assertEquals(
        known, found(ken, "cloud-run/api/json?service=zones").get(0), "programs see the same");
    sees(ken, ada, "cloud-run/", text(known, "ended"));
    sees(ken, ada, text(known, "url"), text(known, "started"));
  }

  private static void sees(Person abroad, Person here, String page, String moment)
      throws Exception {
    String there =
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'JST'", Locale.ROOT)
            .format(Instant.parse(moment).atZone(ZoneId.of("Asia/Tokyo")));
    assertTrue(abroad.page(page).contains(there), there + " on " + abroad.page(page));
    assertFalse(here.page(page).contains("JST"), "they have chosen none");
  }

  @Test
  void aRolloutIsAbortedFromThePage() throws Exception {
    Shop shop = shop("stop");
    String before = running(shop);
    String job =
        job(
            deploy(
                shop,
                shop.image("next", "well"),
                "gates: [http('/healthz')], canary: [[percent: 10, bake: '1h']]"));
    jenkins.build(job);
    shop.awaitCanary();
    Person ada = ada();
    JsonObject row = row(ada, "cloud-run/", shop);
    String rollout = "cloud-run/rollout/" + text(row, "going") + "/";
    assertEquals(before, text(row, "revision"), "it serves most");
    String board = ada.page("cloud-run/board");
    assertTrue(board.contains("data-cloud-run-moving=\"true\""), board);
    assertTrue(board.contains(rollout + "act/abort/"), board);
    assertTrue(
        json(ada, rollout).getAsJsonArray("actions").toString().contains("abort"),
        "programs see what they can do");

    HttpResponse<String> back = ada.get(service(shop) + "act/rollBack/");
    assertEquals(200, back.statusCode());
    assertTrue(back.body().contains("there is nothing to go back to"), back.body());
    HttpResponse<String> looked = ada.sends(rollout + "act/resume/", Map.of());
    assertEquals(200, looked.statusCode(), looked.body());
    HttpResponse<String> done =
        ada.sends(rollout + "act/abort/", Map.of("reason", "wrong version"));
    assertEquals(200, done.statusCode(), done.body());
    String console = ended(job, 1, "ABORTED");
    assertTrue(console.contains("was aborted by ada (wrong version)"), console);
    assertEquals(Map.of(before, 100), shop.traffic());
    String after = ada.page(rollout);
    assertFalse(after.contains("act/abort/"), after);
    HttpResponse<String> again = ada.get(rollout + "act/abort/");
    assertTrue(again.body().contains("This rollout has ended."), again.body());
    row = row(ada, "cloud-run/", shop);
    assertEquals("", text(row, "going"));
    assertEquals(before, text(row, "revision"));
  }
}
