package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Targets of a whole Jenkins and of a folder: described in a file, used by jobs, checked. */
class TargetsInJenkinsIT extends RolloutJobs {
  private static final String CONFIGURATION =
      "def c = jenkins.model.Jenkins.get().getDescriptor("
          + "'io.jenkins.plugins.cloudrun.config.CloudRunConfiguration')\n";

  private static final String PEOPLE =
      """
      import hudson.security.*
      import org.jenkinsci.plugins.matrixauth.PermissionEntry
      def realm = new HudsonPrivateSecurityRealm(false, false, null)
      ['root', 'owner', 'reader'].each { realm.createAccount(it, it) }
      def strategy = new GlobalMatrixAuthorizationStrategy()
      def J = jenkins.model.Jenkins
      strategy.add(J.ADMINISTER, PermissionEntry.user('root'))
      ['owner', 'reader'].each {
        strategy.add(J.READ, PermissionEntry.user(it))
        strategy.add(hudson.model.Item.READ, PermissionEntry.user(it))
      }
      strategy.add(hudson.model.Item.CONFIGURE, PermissionEntry.user('owner'))
      J.get().securityRealm = realm
      J.get().authorizationStrategy = strategy
      J.get().save()
      println 'ready'
      """;

  private static final String TARGETS =
      "descriptorByName/io.jenkins.plugins.cloudrun.config.TargetSettings/";

  @BeforeAll
  static void people() {
    assertTrue(jenkins.script(PEOPLE).contains("ready"));
    jenkins = new JenkinsClient(jenkins.root(), Optional.of("root:root"));
  }

  /** Runs a script with the names that targets have here. */
  private static String script(String body) {
    return jenkins.script(CONFIGURATION + body).strip();
  }

  @BeforeEach
  void nothingIsConfigured() {
    assertEquals("ready", script("c.targets = null; c.defaults = null; println 'ready'"));
  }

  /** What the Configuration as Code plugin makes of a file. */
  private static String applied(String yaml) throws Exception {
    Path file = Files.writeString(Files.createTempFile(temporary, "casc", ".yaml"), yaml);
    return jenkins.script(
        """
        try {
          io.jenkins.plugins.casc.ConfigurationAsCode.get().configure('%s')
          println 'applied'
        } catch (io.jenkins.plugins.casc.ConfiguratorException e) {
          def all = []
          for (Throwable t = e; t != null; t = t.cause) all << t.message
          println 'refused: ' + all.join(' / ')
        }
        """
            .formatted(file));
  }

  private static String exported() {
    return jenkins.script(
        """
        def out = new ByteArrayOutputStream()
        io.jenkins.plugins.casc.ConfigurationAsCode.get().export(out)
        println out.toString('UTF-8')
        """);
  }

  @Test
  void aFileIsAppliedAndExportedAsItWas() throws Exception {
    String ours =
        """
            defaults:
              credentialsId: "cloud-run-demo"
              timeLimit: "2h"
            targets:
            - credentialsId: "cloud-run-demo"
              name: "staging"
              project: "demo-project"
              regions:
              - "europe-west1"
            - canary:
              - bake: "10m"
                percent: 5
              gates:
              - http:
                  path: "/healthz"
              impersonate: "deployer@my-project.iam.gserviceaccount.com"
              name: "production"
              project: "my-project"
              regions:
              - "europe-west1"
              - "us-central1"
              repository: "europe-docker.pkg.dev/my-project/apps"
              rules:
                approvers: "release-managers"
              serviceAccount: "shop-run@my-project.iam.gserviceaccount.com"
              workloadIdentityProvider: "projects/1/locations/global/workloadIdentityPools/jenkins/providers/jenkins"
        """
            .indent(-4);
    assertTrue(applied("unclassified:\n  cloudRun:\n" + ours.indent(4)).contains("applied"));
    String exported = exported();
    for (String line : ours.lines().toList()) {
      assertTrue(
          Pattern.compile("(?m)^\\s*" + Pattern.quote(line.strip()) + "$").matcher(exported).find(),
          line + " is not in\n" + exported);
    }
    String saved =
        Files.readString(
            temporary.resolve(
                "jenkins/io.jenkins.plugins.cloudrun.config.CloudRunConfiguration.xml"));
    assertTrue(saved.contains("<name>production</name>"), saved);
    assertEquals("[staging, production]", script("c.load(); println c.targets*.name"));
  }

  @Test
  void aFileWithWhatCannotBeReadIsRefusedByName() throws Exception {
    String twice =
        applied(
            """
            unclassified:
              cloudRun:
                targets:
                - name: "staging"
                - name: "staging"
            """);
    assertTrue(twice.contains("Two targets are called 'staging'"), twice);
    String region =
        applied(
            """
            unclassified:
              cloudRun:
                targets:
                - name: "staging"
                  regions: ["Belgium"]
            """);
    assertTrue(region.contains("Target 'staging', regions: 'Belgium' is not a region"), region);
    assertEquals("null", script("println c.targets"));
  }

  /** A job in a folder deploys by a name; the folder's own target hides the global one. */
  @Test
  void aJobInAFolderDeploysToItsTarget() throws Exception {
    assertEquals(
        "ready",
        script(
            """
            import io.jenkins.plugins.cloudrun.config.*
            import com.cloudbees.hudson.plugins.folder.Folder
            def staging = new TargetSettings('staging')
            staging.project = 'another-project'
            c.targets = [new TargetSettings('production'), staging]
            def folder = jenkins.model.Jenkins.get().createProject(Folder, 'team')
            def own = new TargetSettings('staging')
            own.project = 'demo-project'
            own.regions = ['europe-west1']
            own.repository = '%s'
            def property = new CloudRunFolder()
            property.targets = [own]
            def defaults = new DefaultsSettings()
            defaults.credentialsId = 'cloud-run-demo'
            property.defaults = defaults
            folder.addProperty(property)
            println 'ready'
            """
                .formatted(cloud.setup().repository())));
    Shop shop = shop("targeted");
    String image = shop.image("good", "well");
    String console =
        inFolder(
            "good",
            """
            def c = cloudRunCheck(target: 'staging')
            echo "CHECK ${c.outcome} ${c.identity} ${c.missing}"
            def r = cloudRunDeploy(target: 'staging', service: 'targeted', image: '%s', allowUnauthenticated: true)
            echo "OUTCOME ${r.outcome}"
            """
                .formatted(image),
            "SUCCESS");
    assertTrue(
        console.contains("CHECK succeeded deployer@demo-project.iam.gserviceaccount.com []"),
        console);
    assertTrue(console.contains("OUTCOME succeeded"), console);
    assertEquals(1, shop.traffic().size());
    try (Stream<Path> files = Files.walk(temporary.resolve("jenkins/cloud-run/rollouts"))) {
      assertTrue(
          files
              .filter(Files::isRegularFile)
              .anyMatch(file -> read(file).contains("\"target\":\"staging\"")),
          "the rollout remembers its target's name");
    }
    console =
        inFolder(
            "unknown",
            "cloudRunDeploy(target: 'prod', service: 'targeted', image: '%s')".formatted(image),
            "FAILURE");
    assertTrue(
        console.contains("There is no target 'prod'. Known here are 'staging', 'production'."),
        console);
    // What the global target would be for a job outside.
    String outside = ends("FAILURE", "cloudRunCheck(target: 'staging', region: 'europe-west1')");
    assertTrue(outside.contains("No credentialsId is given"), outside);
  }

  private static String inFolder(String name, String script, String expected) {
    String xml = ImageJobs.pipeline(script);
    assertTrue(
        jenkins
            .script(
                "jenkins.model.Jenkins.get().getItem('team').createProjectFromXML('"
                    + name
                    + "', new ByteArrayInputStream('"
                    + java.util.Base64.getEncoder()
                        .encodeToString(xml.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    + "'.decodeBase64())); println 'ready'")
            .contains("ready"));
    String job = "team/job/" + name;
    jenkins.build(job);
    return ended(job, 1, expected);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException e) {
      return "";
    }
  }

  /** All that a browser sends of a folder's form; a form that is refused changes nothing. */
  @Test
  void aFoldersFormIsSavedAndOpenedAgain() throws Exception {
    assertEquals(
        "ready",
        script(
            "jenkins.model.Jenkins.get().createProject("
                + "com.cloudbees.hudson.plugins.folder.Folder, 'forms'); println 'ready'"));
    Person root = Person.loggedIn(jenkins.root(), "root");
    String staging =
        """
        {"name": "staging", "project": "demo-project", "regionsText": "europe-west1\\r\\nus-central1\\r\\n",
         "credentialsId": "cloud-run-demo", "repository": "", "impersonate": "",
         "workloadIdentityProvider": "", "serviceAccount": ""}
        """;
    String production =
        """
        {"name": "production", "project": "my-project", "regionsText": "europe-west1",
         "credentialsId": "cloud-run-demo", "repository": "europe-docker.pkg.dev/my-project/apps",
         "gates": {"stapler-class": "%1$s", "$class": "%1$s", "path": "/healthz", "within": "2m"},
         "canary": [{"percent": "5", "bake": "10m"}, {"percent": "50", "bake": ""}],
         "rules": {"requiredGates": "http", "approvals": "2", "approvers": "release-managers",
           "notBy": "", "within": "1d", "sources": ""}}
        """
            .formatted("io.jenkins.plugins.cloudrun.settings.HttpGateSettings");
    HttpResponse<String> saved = submitted(root, "[" + staging + "," + production + "]");
    assertTrue(saved.statusCode() < 400, saved.body());
    String said =
        script(
            """
            def p = jenkins.model.Jenkins.get().getItem('forms').properties.get(io.jenkins.plugins.cloudrun.config.CloudRunFolder)
            println p.targets.collect { "${it.name} ${it.project} ${it.regions} ${it.repository} ${it.gates*.path} ${it.canary*.percent} ${it.rules?.approvals}" } + p.defaults.timeLimit
            """);
    String expected =
        "[staging demo-project [europe-west1, us-central1] null null null null,"
            + " production my-project [europe-west1] europe-docker.pkg.dev/my-project/apps"
            + " [/healthz] [5, 50] 2, 2h]";
    assertEquals(expected, said);
    String form = root.page("job/forms/configure").replace("\r", "");
    for (String value :
        List.of(
            "value=\"staging\"",
            "europe-west1\nus-central1</textarea>",
            "value=\"/healthz\"",
            "value=\"release-managers\"",
            "value=\"2h\"")) {
      assertTrue(form.contains(value), value + " is not in " + form);
    }
    // One alone comes as an object, and two of one name are refused.
    HttpResponse<String> refused = submitted(root, "[" + staging + "," + staging + "]");
    assertTrue(refused.body().contains("Two targets are called"), refused.body());
    refused = submitted(root, staging.replace("us-central1", "Iowa"));
    assertTrue(refused.body().contains("regions:"), refused.body());
    assertTrue(root.page("job/forms/configure").contains("value=\"production\""));
    assertTrue(submitted(root, staging).statusCode() < 400);
    assertFalse(root.page("job/forms/configure").contains("value=\"production\""));
  }

  private static HttpResponse<String> submitted(Person person, String targets) throws Exception {
    return sent(
        person,
        "job/forms/configSubmit",
        Map.of(
            "json",
            """
            {"displayNameOrNull": "", "description": "", "healthMetrics": [],
             "icon": {"stapler-class": "com.cloudbees.hudson.plugins.folder.icons.StockFolderIcon",
               "$class": "com.cloudbees.hudson.plugins.folder.icons.StockFolderIcon"},
             "io-jenkins-plugins-cloudrun-config-CloudRunFolder":
               {"targets": %s, "defaults": {"project": "", "region": "", "credentialsId": "", "timeLimit": "2h"}}}
            """
                .formatted(targets)));
  }

  @Test
  void formsTellAndTryNothingForWhoMayNotConfigure() throws Exception {
    script("c.targets = [new io.jenkins.plugins.cloudrun.config.TargetSettings('hidden')]");
    String job = "job/" + job("echo 'nothing'") + "/";
    String choices =
        job
            + "descriptorByName/io.jenkins.plugins.cloudrun.settings.DeploySettings/fillTargetItems";
    Person root = Person.loggedIn(jenkins.root(), "root");
    Person owner = Person.loggedIn(jenkins.root(), "owner");
    Person reader = Person.loggedIn(jenkins.root(), "reader");
    assertTrue(sent(owner, choices, Map.of("target", "")).body().contains("hidden"));
    HttpResponse<String> kept = sent(reader, choices, Map.of("target", "mine"));
    assertFalse(kept.body().contains("hidden"), kept.body());
    assertTrue(kept.body().contains("mine"), kept.body());
    Map<String, String> fields =
        Map.of(
            "name",
            "staging",
            "project",
            "demo-project",
            "regionsText",
            "europe-west1\nus-central1",
            "repository",
            cloud.setup().repository(),
            "credentialsId",
            "cloud-run-demo",
            "workloadIdentityProvider",
            "",
            "impersonate",
            "",
            "serviceAccount",
            "");
    String test = TARGETS + "testConnection";
    HttpResponse<String> tried = sent(root, test, fields);
    assertTrue(
        tried
            .body()
            .contains("deployer@demo-project.iam.gserviceaccount.com may do what deploys need."),
        tried.body());
    assertEquals(404, root.get(test).statusCode(), "by POST alone");
    assertEquals(403, root.post(test, fields).statusCode(), "without a crumb");
    for (Person person : List.of(owner, reader)) {
      assertEquals(403, sent(person, test, fields).statusCode());
    }
    assertEquals(403, sent(reader, job + test, fields).statusCode());
    // Who may configure a job may use its credentials, and this one is global.
    assertEquals(200, sent(owner, job + test, fields).statusCode());
    Map<String, String> wrong = new LinkedHashMap<>(fields);
    wrong.put("project", "<b>P</b>");
    String refused = sent(root, test, wrong).body();
    assertTrue(refused.contains("project: &#039;&lt;b&gt;P"), refused);
  }

  private static HttpResponse<String> sent(Person person, String path, Map<String, String> fields)
      throws Exception {
    Map<String, String> all = new LinkedHashMap<>(person.crumb());
    all.putAll(fields);
    return person.post(path, all);
  }

  /** What is missing is said with the command for it, and the build fails unless told otherwise. */
  @Test
  void theCheckSaysWhatIsMissing() throws Exception {
    String deployer = "deployer@demo-project.iam.gserviceaccount.com";
    cloud.parts().emulator().access().deny(deployer, "run.services.create");
    try {
      String where =
          "project: 'demo-project', region: 'europe-west1', credentialsId: 'cloud-run-demo'";
      String console = ends("FAILURE", "cloudRunCheck(" + where + ")");
      String command =
          "gcloud projects add-iam-policy-binding demo-project --member=serviceAccount:"
              + deployer
              + " --role=roles/run.developer";
      assertTrue(console.contains("MISSING  "), console);
      assertTrue(console.contains(command), console);
      assertTrue(console.contains("ERROR: " + deployer + " lacks 1 of what deploys need"), console);
      assertFalse(console.contains("\tat "), "a user's error needs no stack trace: " + console);
      console =
          ends(
              "SUCCESS",
              "def c = cloudRunCheck("
                  + where
                  + ", failBuild: false)\necho \"MISSING ${c.missing} ${c.commands}\"");
      assertTrue(console.contains("MISSING [run.services.create] [" + command + "]"), console);
    } finally {
      cloud.parts().emulator().access().allow(deployer, "run.services.create");
    }
  }
}
