package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the form of an identity tells whom: in a folder, as people with different permissions. */
class IdentityPermissionsIT extends RolloutJobs {
  private static final String DEPLOYER = "deployer@demo-project.iam.gserviceaccount.com";
  private static final String PROVIDER =
      "projects/1/locations/global/workloadIdentityPools/jenkins/providers/main";
  private static final String FOLDER = "job/team/";
  private static final String CHECKS =
      FOLDER + "descriptorByName/io.jenkins.plugins.cloudrun.credentials.";

  private static final String PEOPLE =
      """
      import com.cloudbees.plugins.credentials.*
      import com.cloudbees.plugins.credentials.domains.Domain
      import hudson.model.Item
      import hudson.security.*
      import jenkins.model.Jenkins
      import org.jenkinsci.plugins.matrixauth.PermissionEntry
      import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl
      def jenkins = Jenkins.get()
      def team = jenkins.createProject(com.cloudbees.hudson.plugins.folder.Folder, 'team')
      CredentialsProvider.lookupStores(team).find { it.context == team }.addCredentials(Domain.global(),
          new StringCredentialsImpl(CredentialsScope.GLOBAL, 'team-token', '', hudson.util.Secret.fromString('a.b.c')))
      def realm = new HudsonPrivateSecurityRealm(false, false, null)
      ['root', 'reader', 'user', 'editor'].each { realm.createAccount(it, it) }
      def strategy = new ProjectMatrixAuthorizationStrategy()
      def grant = { who, Permission... what -> what.each { strategy.add(it, PermissionEntry.user(who)) } }
      grant('root', Jenkins.ADMINISTER)
      grant('anonymous', Jenkins.READ, Item.READ)
      grant('reader', Jenkins.READ, Item.READ)
      grant('user', Jenkins.READ, Item.READ, Item.CONFIGURE, CredentialsProvider.USE_ITEM)
      grant('editor', Jenkins.READ, Item.READ, CredentialsProvider.CREATE, CredentialsProvider.UPDATE)
      jenkins.securityRealm = realm
      jenkins.authorizationStrategy = strategy
      jenkins.save()
      println 'ready'
      """;

  @BeforeAll
  static void people() {
    assertTrue(jenkins.script(PEOPLE).contains("ready"));
  }

  private static Person person(String name) throws Exception {
    return name.equals("anonymous")
        ? Person.anonymous(jenkins.root())
        : Person.loggedIn(jenkins.root(), name);
  }

  private static HttpResponse<String> posted(Person person, String path, Map<String, String> fields)
      throws Exception {
    Map<String, String> filled = new LinkedHashMap<>(person.crumb());
    filled.putAll(fields);
    return person.post(path, filled);
  }

  private static HttpResponse<String> asked(String name, JsonObject form) throws Exception {
    return posted(person(name), FOLDER + IdentityForms.ASK, Map.of("json", form.toString()));
  }

  @Test
  void onlyWhoMayEditCredentialsAsksGoogle() throws Exception {
    JsonObject key = IdentityForms.key("mine", cloud.parts().tokens().serviceAccountKey(DEPLOYER));
    int before = cloud.parts().tokens().requests().size();
    for (String name : List.of("anonymous", "reader", "user")) {
      assertEquals(403, asked(name, key).statusCode(), name);
    }
    assertEquals(before, cloud.parts().tokens().requests().size());
    HttpResponse<String> answer = asked("editor", key);
    assertEquals(200, answer.statusCode());
    assertTrue(answer.body().contains("It acts as " + DEPLOYER), answer.body());
    for (String name : List.of("editor", "root")) {
      Person person = person(name);
      assertTrue(person.get(FOLDER + IdentityForms.ASK).statusCode() >= 400, name + ", GET");
      assertEquals(
          403,
          person.post(FOLDER + IdentityForms.ASK, Map.of("json", key.toString())).statusCode(),
          name + " without a crumb");
    }
  }

  @Test
  void anotherCredentialsTokenIsForThoseWhoMayUseIt() throws Exception {
    JsonObject form = IdentityForms.federation("mine", PROVIDER, "team-token", "");
    String editor = asked("editor", form).body();
    assertTrue(editor.contains("Credentials/UseItem"), editor);
    String root = asked("root", form).body();
    assertTrue(root.contains("holds no identity token"), root);
  }

  @Test
  void listsAndChecksAreNeutralForOthers() throws Exception {
    String list = CHECKS + "WorkloadIdentitySource/fillTokenCredentialsIdItems";
    for (String name : List.of("anonymous", "reader", "editor")) {
      String offered = posted(person(name), list, Map.of("tokenCredentialsId", "known")).body();
      assertFalse(offered.contains("team-token"), name + ": " + offered);
    }
    for (String name : List.of("user", "root")) {
      String offered = posted(person(name), list, Map.of("tokenCredentialsId", "")).body();
      assertTrue(offered.contains("team-token"), name + ": " + offered);
    }
    for (Map.Entry<String, String> check :
        Map.of(
                "WorkloadIdentitySource/checkProvider", "nonsense",
                "WorkloadIdentitySource/checkServiceAccount", "not one",
                "WorkloadIdentitySource/checkTokenCredentialsId", "",
                "ServiceAccountKeySource/checkKey", "nonsense",
                "ExternalAccountSource/checkConfiguration", "nonsense",
                "ImpersonatedAccount/checkServiceAccount", "not one",
                "GoogleCloudIdentity/checkProject", "Not A Project")
            .entrySet()) {
      for (String name : List.of("anonymous", "reader", "user", "editor", "root")) {
        HttpResponse<String> answer =
            posted(person(name), CHECKS + check.getKey(), Map.of("value", check.getValue()));
        String what = name + " " + check.getKey() + ": " + answer.body();
        assertEquals(200, answer.statusCode(), what);
        assertEquals(
            name.equals("editor") || name.equals("root"),
            answer.body().contains("class=\"error\""),
            what);
      }
    }
  }
}
