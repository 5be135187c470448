package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.settings.CloudNames;
import io.jenkins.plugins.cloudrun.settings.CloudNames.Names;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Every list of a form that asks the cloud, asked as everybody, by GET and by POST, with a crumb
 * and without.
 */
class CloudNamesIT extends TargetJobs {
  private static final String NOTHING = "[]";

  @Test
  void everyListAsEverybody() throws Exception {
    Shop shop = shop("matrix-names");
    String revision = running(shop);
    ends(
        "SUCCESS",
        "cloudRunJobExecute job: 'matrix-job', project: '"
            + cloud.setup().project()
            + "', region: '"
            + REGION
            + "', credentialsId: 'cloud-run-demo', image: '"
            + shop.image("good", "well")
            + "', maxRetries: 0, wait: false");
    String repository = cloud.setup().registry() + "/" + cloud.setup().project() + "/own";
    assertEquals(
        "ready",
        script(
            """
            def target = { name, region ->
              def t = new io.jenkins.plugins.cloudrun.config.TargetSettings(name)
              t.project = '%s'; t.regions = [region]; t.credentialsId = 'cloud-run-demo'
              t.repository = '%s'
              t
            }
            c.targets = [target('here', '%s'), target('elsewhere', 'asia-east1')]
            println 'ready'
            """
                .formatted(cloud.setup().project(), repository, REGION)));
    String job = "job/" + job("echo 'nothing'") + "/";
    List<String> wrong = new ArrayList<>();
    for (Names names : CloudNames.ALL) {
      String offered =
          switch (names.kind()) {
            case SERVICE -> "\"matrix-names\"";
            case REVISION -> "\"" + revision + "\"";
            case JOB -> "\"matrix-job\"";
            case IMAGE -> "\"" + repository + "/\"";
            // The registry of this cloud is not Artifact Registry, which is not asked then.
            case REPOSITORY -> NOTHING;
          };
      // A word that stands for what it says is no name.
      String neutral = names.field().equals("To") ? "[\"previous\"]" : NOTHING;
      String list =
          "descriptorByName/io.jenkins.plugins.cloudrun."
              + names.settings()
              + "/fill"
              + names.field()
              + "Items";
      Map<String, String> filled = filled(names, "here");
      for (String who : List.of("root", "owner")) {
        Person person = Person.loggedIn(jenkins.root(), who);
        String answer = answer(person, job + list, filled);
        if (!answer.contains(offered)) {
          wrong.add(who + " is not offered " + offered + " by " + list + ": " + answer);
        }
        String variable = answer(person, job + list, filled(names, "${TARGET}"));
        if (!variable.equals(neutral)) {
          wrong.add(who + " with a variable by " + list + ": " + variable);
        }
        expect(wrong, who + " GET " + list, 404, person.get(job + list));
        expect(wrong, who + " without a crumb " + list, 403, person.post(job + list, filled));
      }
      Person reader = Person.loggedIn(jenkins.root(), "reader");
      String refused = answer(reader, job + list, filled);
      if (!refused.equals(neutral)) {
        wrong.add("reader by " + list + ": " + refused);
      }
      expect(wrong, "reader GET " + list, 404, reader.get(job + list));
      for (String who : List.of("owner", "reader")) {
        String outside = answer(Person.loggedIn(jenkins.root(), who), list, filled);
        if (!outside.equals(neutral)) {
          wrong.add(who + " outside of a job by " + list + ": " + outside);
        }
      }
      Person nobody = Person.anonymous(jenkins.root());
      expect(wrong, "anonymous GET " + list, 403, nobody.get(job + list));
      expect(wrong, "anonymous " + list, 403, nobody.post(job + list, filled));
    }
    assertEquals("", String.join("\n", wrong));
    Person owner = Person.loggedIn(jenkins.root(), "owner");
    String promote =
        job
            + "descriptorByName/io.jenkins.plugins.cloudrun.settings.PromoteSettings/fillServiceItems";
    Map<String, String> other = Map.of("from", "elsewhere", "target", "here", "to", "here");
    assertEquals(NOTHING, answer(owner, promote, other), "where it goes to is not asked");
    assertTrue(
        answer(owner, promote, Map.of("from", "here", "to", "elsewhere")).contains("matrix"));
  }

  private static Map<String, String> filled(Names names, String target) {
    Map<String, String> fields = new LinkedHashMap<>();
    switch (names.given()) {
      case TARGET -> fields.put("target", target);
      case SOURCE -> fields.put("from", target);
      case FIELDS -> {
        fields.put("project", target.equals("here") ? cloud.setup().project() : target);
        fields.put("regionsText", REGION);
        fields.put("credentialsId", "cloud-run-demo");
      }
    }
    fields.put("service", "matrix-names");
    return fields;
  }

  private static String answer(Person person, String path, Map<String, String> fields)
      throws Exception {
    HttpResponse<String> answer = sent(person, path, fields);
    return answer.statusCode() == 200
        ? answer.body().replaceAll("\\s", "")
        : "status " + answer.statusCode();
  }

  private static void expect(
      List<String> wrong, String what, int status, HttpResponse<String> answer) {
    if (answer.statusCode() != status) {
      wrong.add(what + " answered " + answer.statusCode() + " instead of " + status);
    }
  }
}
