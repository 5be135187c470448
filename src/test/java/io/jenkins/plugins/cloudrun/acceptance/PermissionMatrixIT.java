package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.release.ReleaseEndpoints;
import io.jenkins.plugins.cloudrun.release.ReleaseEndpoints.Endpoint;
import io.jenkins.plugins.cloudrun.release.ReleaseEndpoints.Needs;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every endpoint of the release pages, asked as everybody, by GET and by POST, with a crumb and
 * without. What is let in gets a reason that is too long, so that nothing comes of it.
 */
class PermissionMatrixIT extends RolloutJobs {
  private static final String PEOPLE =
      """
      import hudson.model.Item
      import hudson.security.*
      import jenkins.model.Jenkins
      import org.jenkinsci.plugins.matrixauth.PermissionEntry
      import io.jenkins.plugins.cloudrun.release.CloudRunPermissions as C
      def realm = new HudsonPrivateSecurityRealm(false, false, null)
      ['root', 'reader', 'builder', 'promoter', 'approver', 'viewer'].each { realm.createAccount(it, it) }
      def strategy = new ProjectMatrixAuthorizationStrategy()
      def grant = { who, Permission... what -> what.each { strategy.add(it, PermissionEntry.user(who)) } }
      grant('root', Jenkins.ADMINISTER)
      grant('anonymous', Jenkins.READ)
      grant('reader', Jenkins.READ, Item.READ)
      grant('builder', Jenkins.READ, Item.READ, Item.BUILD)
      grant('promoter', Jenkins.READ, Item.READ, C.PROMOTE)
      grant('approver', Jenkins.READ, Item.READ, C.APPROVE)
      grant('viewer', Jenkins.READ, C.VIEW)
      def jenkins = Jenkins.get()
      jenkins.securityRealm = realm
      jenkins.authorizationStrategy = strategy
      jenkins.save()
      println 'ready'
      """;

  private static final Map<String, Set<Needs>> ROLES =
      Map.of(
          "anonymous", Set.of(),
          "reader", Set.of(Needs.VIEW),
          "builder", Set.of(Needs.VIEW, Needs.DEPLOY, Needs.ROLL_BACK),
          "promoter", Set.of(Needs.VIEW, Needs.PROMOTE),
          "approver", Set.of(Needs.VIEW, Needs.APPROVE),
          "administrator",
              Set.of(Needs.VIEW, Needs.DEPLOY, Needs.APPROVE, Needs.ROLL_BACK, Needs.PROMOTE));

  private static final Map<String, String> PLACES = new TreeMap<>();

  @BeforeAll
  static void rollout() throws Exception {
    Shop shop = shop("matrix");
    running(shop);
    String folder = "matrix-folder";
    assertTrue(
        jenkins
            .script(
                "jenkins.model.Jenkins.get().createProject("
                    + "com.cloudbees.hudson.plugins.folder.Folder, '"
                    + folder
                    + "'); println 'made'")
            .contains("made"));
    String job =
        job(
            deploy(
                shop,
                shop.image("next", "well"),
                "gates: [http('/healthz')], canary: [[percent: 20, bake: '1s']],"
                    + " approval: approval(by: 'approver, builder, root', within: '5h')"));
    assertTrue(
        jenkins
            .script(
                "def j = jenkins.model.Jenkins.get(); hudson.model.Items.move(j.getItem('"
                    + job
                    + "'), j.getItem('"
                    + folder
                    + "')); println 'moved'")
            .contains("moved"));
    String below = folder + "/job/" + job;
    jenkins.build(below);
    jenkins.awaitLine(below, 1, "Approve or reject: ", BUILD);
    assertTrue(jenkins.script(PEOPLE).contains("ready"));
    jenkins = new JenkinsClient(jenkins.root(), Optional.of("root:root"));
    String url = "job/" + below + "/";
    Matcher link =
        Pattern.compile("/cloud-run/rollout/([\\w-]+)/").matcher(jenkins.console(below, 1));
    assertTrue(link.find());
    String rollout = link.group(1);
    PLACES.put("whole", "cloud-run/");
    PLACES.put("folder", "job/" + folder + "/cloud-run/");
    PLACES.put("job", url + "cloud-run/");
    PLACES.put("build", url + "1/cloud-run/");
    PLACES.put("rollout", url + "cloud-run/rollout/" + rollout + "/");
    PLACES.put("rolloutOfWhole", "cloud-run/rollout/" + rollout + "/");
    PLACES.put("rolloutOfBuild", url + "1/cloud-run/rollout/" + rollout + "/");
    PLACES.put(
        "service",
        url + "cloud-run/service/" + cloud.setup().project() + "~" + REGION + "~matrix/");
    assertEquals(ReleaseEndpoints.PLACES.keySet(), PLACES.keySet());
  }

  private static Person person(String role) throws Exception {
    return switch (role) {
      case "anonymous" -> Person.anonymous(jenkins.root());
      case "administrator" -> Person.loggedIn(jenkins.root(), "root");
      default -> Person.loggedIn(jenkins.root(), role);
    };
  }

  @Test
  void everyEndpointAsEverybody() throws Exception {
    List<String> wrong = new ArrayList<>();
    int asked = 0;
    for (Map.Entry<String, Set<Needs>> role : ROLES.entrySet()) {
      Person person = person(role.getKey());
      Map<String, String> crumb = person.crumb();
      Map<String, String> filled = new LinkedHashMap<>(crumb);
      filled.put("reason", "x".repeat(501));
      filled.put("answer", "approve");
      for (Endpoint endpoint : ReleaseEndpoints.all()) {
        String path = PLACES.get(endpoint.place()) + endpoint.path();
        String what = role.getKey() + " %s " + path + " (" + endpoint.method() + ")";
        asked += 3;
        check(wrong, what.formatted("GET"), got(endpoint, role.getValue()), person.get(path));
        check(
            wrong,
            what.formatted("POST without a crumb"),
            Set.of(403),
            person.post(path, Map.of("reason", "x".repeat(501), "answer", "approve")));
        check(
            wrong,
            what.formatted("POST"),
            posted(endpoint, role.getValue()),
            person.post(path, filled));
      }
    }
    System.out.println("asked " + asked + " times");
    assertTrue(asked > 600, "asked " + asked + " times");
    assertEquals("", String.join("\n", wrong));
    String after = person("administrator").page(PLACES.get("rollout") + "api/json");
    assertTrue(after.contains("\"asking\":true"), "nothing came of it: " + after);
  }

  private static Set<Integer> got(Endpoint endpoint, Set<Needs> has) {
    if (!has.contains(Needs.VIEW)) {
      return Set.of(404);
    }
    boolean may = has.contains(endpoint.needs());
    return switch (endpoint.kind()) {
      case PART -> Set.of(may ? 404 : 403);
      case SHOWS -> Set.of(may ? 200 : 403);
      case CHANGES -> Set.of(may ? 405 : 403);
      case ASKS_WHEN_POSTED -> Set.of(405);
    };
  }

  /** A reason of that length is refused, after everything that has to do with the person. */
  private static Set<Integer> posted(Endpoint endpoint, Set<Needs> has) {
    if (!has.contains(Needs.VIEW)) {
      return Set.of(404);
    }
    if (!has.contains(endpoint.needs())) {
      return Set.of(403);
    }
    return switch (endpoint.kind()) {
      case PART -> Set.of(404);
      case SHOWS -> Set.of(200);
      case CHANGES, ASKS_WHEN_POSTED -> Set.of(400, 409);
    };
  }

  private static void check(
      List<String> wrong, String what, Set<Integer> expected, HttpResponse<String> answer) {
    if (!expected.contains(answer.statusCode())) {
      wrong.add(what + " answered " + answer.statusCode() + " instead of " + expected);
    }
  }

  @Test
  void aRefusalNamesThePermission() throws Exception {
    HttpResponse<String> refused = person("reader").get(PLACES.get("rollout") + "act/abort/");
    assertEquals(403, refused.statusCode());
    assertTrue(refused.body().contains("Cloud Run/Deploy"), refused.body());
    refused = person("promoter").get(PLACES.get("service") + "act/rollBack/");
    assertTrue(refused.body().contains("Cloud Run/RollBack"), refused.body());
  }

  /** Cloud Run/View without Job/Read: the dashboard's page, and nothing of the job. */
  @Test
  void whoMayViewNeedNotBeAbleToRead() throws Exception {
    Person viewer = person("viewer");
    assertEquals(404, viewer.get(PLACES.get("job")).statusCode());
    String page = viewer.page("cloud-run/");
    assertTrue(page.contains("matrix"), page);
    assertEquals(200, viewer.get(PLACES.get("rolloutOfWhole")).statusCode());
    assertEquals(403, viewer.get(PLACES.get("rolloutOfWhole") + "act/abort/").statusCode());
    String json = viewer.page("cloud-run/api/json");
    assertTrue(json.contains("\"service\":\"matrix\""), json);
    String service = "cloud-run/service/" + cloud.setup().project() + "~" + REGION + "~matrix/";
    for (String place : List.of(PLACES.get("rolloutOfWhole"), service)) {
      for (String around : List.of("job/", "job/api/json")) {
        assertEquals(404, viewer.get(place + around).statusCode(), place + around);
      }
    }
    String front = viewer.page("");
    assertTrue(front.contains("/cloud-run"), "a link in the side panel");
    assertTrue(!Person.anonymous(jenkins.root()).page("").contains("/cloud-run\""));
  }
}
