package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import org.junit.jupiter.api.Test;

/**
 * What the Snippet Generator makes of the step's form runs as it is, and holds nothing but what
 * somebody filled in.
 */
class SnippetsIT extends ImageJobs {
  private static final String STEP = "io.jenkins.plugins.cloudrun.step.BuildStep";

  @Test
  void aJar() throws Exception {
    String base = cloud.setup().environment().get("CLOUD_RUN_BASE_IMAGE");
    String console =
        runs(
            """
            writeFile file: 'Main.java', text: 'public class Main { public static void main(String[] a) { System.out.println(1); } }'
            sh 'mkdir -p target && javac -d classes --release 17 Main.java && jar --create --file target/shop.jar --main-class Main -C classes .'
            """,
            """
            {"jar": "target/shop.jar", "from": "%s", "jvmFlagsText": "-Xmx64m\\n-Da=b c"}
            """
                .formatted(base),
            "jar: 'target/shop.jar', from: '" + base + "', jvmFlags: ['-Xmx64m', '-Da=b c']");
    assertTrue(console.contains("Base image " + base), console);
  }

  @Test
  void aDockerfile() throws Exception {
    String console =
        runs(
            """
            writeFile file: 'app/run', text: 'x'
            writeFile file: '.dockerignore', text: '.git\\nDockerfile'
            writeFile file: 'Dockerfile', text: 'FROM scratch\\nCOPY app /srv/\\nUSER 1000\\nENTRYPOINT ["/srv/run"]\\n'
            """,
            """
            {"dockerfile": "Dockerfile", "lint": "fail", "tagPolicy": "keep"}
            """,
            "dockerfile: 'Dockerfile', tagPolicy: 'keep', lint: 'fail'");
    assertTrue(console.contains("PUSHED 1 FINDINGS 0"), console);
  }

  @Test
  void layersWithAScanAndEvidenceAndWithoutAdvice() throws Exception {
    String console =
        runs(
            """
            sh 'mkdir -p dist && date > dist/index.html && echo {} > dist/a.map'
            """,
            """
            {"layers": {"from": "dist", "into": "/srv", "mode": "755", "owner": "1000:1000", "excludeText": "*.map"},
             "from": "scratch", "entrypointText": "/srv/none", "user": "1000", "tagsText": "v1\\nlatest",
             "env": [{"name": "GREETING", "value": "it's $5"}, {"name": "EMPTY", "value": ""}],
             "scan": {"failOn": "MEDIUM", "wait": "3m"}, "sbom": true, "lint": "off", "timeLimit": "30m"}
            """,
            "layers: [[from: 'dist', into: '/srv', mode: '755', owner: '1000:1000', exclude:"
                + " ['*.map']]], from: 'scratch', env: [GREETING: 'it\\'s $5', EMPTY: ''],"
                + " entrypoint: ['/srv/none'], user: '1000', tags: ['v1', 'latest'], lint: 'off',"
                + " scan: scan(failOn: 'MEDIUM', wait: '3m'), sbom: true, timeLimit: '30m'");
    assertTrue(console.contains("found no vulnerability"), console);
    assertTrue(console.contains("PUSHED 1"), console);
  }

  @Test
  void sourcesWithABuildConfiguration() throws Exception {
    String console =
        runs(
            """
            writeFile file: 'Procfile', text: 'web: run'
            writeFile file: 'cloudbuild.yaml', text: '''\\
            steps:
            - name: ubuntu
              entrypoint: bash
              args: ['-c', 'echo stage ${_STAGE}']
            - name: gcr.io/k8s-skaffold/pack
              args: ['build', '$_IMAGE']
            images: ['$_IMAGE']
            '''
            """,
            """
            {"source": ".", "cloudBuildConfig": "cloudbuild.yaml", "project": "%s", "region": "%s",
             "substitutions": {"name": "_STAGE", "value": "test"}}
            """
                .formatted(cloud.setup().project(), region()),
            "source: '.', cloudBuildConfig: 'cloudbuild.yaml', substitutions: [_STAGE: 'test']");
    assertTrue(console.contains("stage test"), console);
  }

  /**
   * Makes a snippet of a form, and runs it.
   *
   * @param prepare Pipeline steps before it
   * @param expected all that the snippet has besides image, place and credentials
   */
  private static String runs(String prepare, String changed, String expected) throws Exception {
    String image = cloud.setup().repository() + "/snippet-" + System.nanoTime();
    JsonObject form = new JsonObject();
    form.addProperty("stapler-class", STEP);
    form.addProperty("$class", STEP);
    form.add("settings", BuildForm.filled(image, cloud, changed));
    String snippet = RolloutForms.snippet(jenkins, form);
    String place =
        changed.contains("\"project\"")
            ? "project: '" + cloud.setup().project() + "', region: '" + region() + "', "
            : "";
    String credentials = cloud.setup().environment().get("CLOUD_RUN_CREDENTIALS");
    assertEquals(
        "cloudRunBuild image: '%s', %scredentialsId: '%s', %s"
            .formatted(image, place, credentials, expected),
        snippet);
    String console =
        succeeds(
            prepare
                + "def built = "
                + snippet
                + "\necho \"REF ${built.ref} PUSHED ${built.layersPushed} FINDINGS"
                + " ${built.findings.size()}\"\n");
    assertTrue(console.contains("REF " + image + "@sha256:"), console);
    return console;
  }

  private static String region() {
    return cloud.setup().environment().get("CLOUD_RUN_REGION");
  }
}
