package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Targets of a whole Jenkins and of a folder: described in a file, used by jobs, checked. */
class TargetsInJenkinsIT extends TargetJobs {
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
