package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The steps in a Declarative Pipeline, in each of its sections that steps can be in. */
class DeclarativeIT extends RolloutJobs {
  @BeforeEach
  void declarative() {
    assumeTrue(
        jenkins.hasPlugin("pipeline-model-definition"), "Pipeline: Declarative is not there.");
  }

  private static String pipeline(Shop shop) throws Exception {
    String where = shop.where();
    return """
    pipeline {
      agent any
      options {
        timeout(time: 10, unit: 'MINUTES')
        withCloudRunCredentials(credentialsId: 'cloud-run-demo')
      }
      stages {
        stage('Deploy') {
          steps {
            cloudRunCheck(PLACE)
            cloudRunDeploy(WHERE, image: 'IMAGE', env: [LIST: 'a,b'], labels: [team: 'shop'],
              gates: [http(path: '/healthz', within: '1m')], canary: [[percent: 40, bake: '1s']])
            sh 'echo "TOKEN ${#CLOUDSDK_AUTH_ACCESS_TOKEN}"'
          }
        }
        stage('Look') {
          options {
            withCloudRunCredentials(credentialsId: 'cloud-run-demo', project: 'another-project')
          }
          environment {
            ADDRESS = "${cloudRunStatus(WHERE).url}"
          }
          when {
            expression { cloudRunStatus(WHERE).traffic[0].percent == 100 }
          }
          steps {
            script {
              def status = cloudRunStatus(WHERE, export: true)
              echo "REVISION ${status.traffic[0].revision}"
            }
            sh 'echo "ADDRESS $ADDRESS PROJECT $GOOGLE_CLOUD_PROJECT"'
          }
        }
        stage('Not this one') {
          when {
            expression { cloudRunStatus(WHERE).traffic[0].percent < 100 }
          }
          steps {
            error 'nobody shifts traffic here'
          }
        }
      }
      post {
        success {
          cloudRunRollback(WHERE)
        }
        always {
          cloudRunStatus(WHERE)
        }
      }
    }
    """
        .replace("WHERE", where)
        .replace("PLACE", where.replaceFirst("service: '[^']*', ", ""))
        .replace("IMAGE", shop.image("next", "well"));
  }

  @Test
  void stepsStandWhereStepsCan() throws Exception {
    Shop shop = shop("declared");
    String before = running(shop);
    String script = pipeline(shop);
    String valid =
        jenkins.send(
            "pipeline-model-converter/validate",
            "jenkinsfile=" + URLEncoder.encode(script, StandardCharsets.UTF_8));
    assertTrue(valid.contains("successfully validated"), valid);
    String console = ends("SUCCESS", script);
    assertTrue(console.contains("TOKEN "), console);
    assertFalse(console.contains("TOKEN 0"), console);
    assertTrue(console.contains("ADDRESS http"), console);
    assertTrue(console.contains("PROJECT another-project"), console);
    assertTrue(console.contains("REVISION "), console);
    assertTrue(console.contains("Stage \"Not this one\" skipped"), console);
    assertEquals(Map.of(before, 100), shop.traffic());
  }

  /** What is wrong is said before anything runs, with its line. */
  @Test
  void aMisspeltParameterIsRefusedBeforeAnythingRuns() throws Exception {
    String script =
        """
        pipeline {
          agent any
          stages { stage('Deploy') { steps {
            cloudRunRollback(servis: 'shop')
          } } }
        }
        """;
    String refused =
        jenkins.send(
            "pipeline-model-converter/validate",
            "jenkinsfile=" + URLEncoder.encode(script, StandardCharsets.UTF_8));
    assertTrue(refused.contains("servis"), refused);
  }

  /** The options of a stage come before its agent, and so before there is a workspace. */
  @Test
  void aConfigurationFileIsNoOptionOfAStageWithAnAgent() {
    String console =
        ends(
            "FAILURE",
            """
            pipeline {
              agent none
              stages { stage('Never') {
                agent any
                options {
                  withCloudRunCredentials(credentialsId: 'cloud-run-demo', configFile: true)
                }
                steps { echo 'this is reached' }
              } }
            }
            """);
    assertTrue(console.contains("options of a Declarative stage come before its agent"), console);
    assertFalse(console.contains("this is reached"), console);
  }

  /** What the Declarative Directive Generator makes of the form is what the first test runs. */
  @Test
  void theDirectiveGeneratorOffersTheBlock() {
    JsonObject block = RolloutForms.kind(RolloutForms.ROOM + "step.CredentialsStep");
    block.addProperty("credentialsId", "cloud-run-demo");
    for (String untouched :
        List.of("target", "impersonate", "workloadIdentityProvider", "project")) {
      block.addProperty(untouched, "");
    }
    block.addProperty("configFile", false);
    JsonArray options = new JsonArray();
    options.add(block);
    JsonObject directive =
        RolloutForms.kind(
            "org.jenkinsci.plugins.pipeline.modeldefinition.generator.OptionsDirective");
    directive.add("options", options);
    String made =
        jenkins.send(
            "directive-generator/generateDirective",
            "json=" + URLEncoder.encode(directive.toString(), StandardCharsets.UTF_8));
    assertTrue(
        made.replaceAll("\\s+", " ")
            .contains("options { withCloudRunCredentials(credentialsId: 'cloud-run-demo') }"),
        made);
  }
}
