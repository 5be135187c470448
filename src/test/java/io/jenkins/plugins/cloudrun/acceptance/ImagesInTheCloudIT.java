package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.cloud.run.v2.StorageSource;
import com.google.cloud.run.v2.SubmitBuildRequest;
import com.google.cloud.run.v2.SubmitBuildRequest.BuildpacksBuild;
import io.jenkins.plugins.cloudrun.emulator.analysis.Vulnerability;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Images of Cloud Build, and what Artifact Analysis says of images. */
class ImagesInTheCloudIT extends ImageJobs {
  private static final Pattern BUILT =
      Pattern.compile("BUILT (?<image>[^@ ]+)@\\S+ AT (?<commit>[0-9a-f]{40})");

  private static final String SOURCES =
      """
      writeFile file: 'app/run', text: 'x'
      writeFile file: 'Dockerfile', text: 'FROM scratch\\nCOPY app /app/\\nENTRYPOINT ["/app/run"]\\n'
      def built = cloudRunBuild image: IMAGE, source: '.', project: env.CLOUD_RUN_PROJECT, region: env.CLOUD_RUN_REGION
      echo "BUILT ${built.ref}"
      """;

  @Test
  void sourcesInCloudBuild() throws Exception {
    String console = succeeds(SOURCES);
    assertTrue(console.contains("BUILT " + cloud.setup().repository()), console);
  }

  @Test
  void aFunctionIsAskedOfCloudRunAsItsApiHasIt() throws Exception {
    String console =
        succeeds(
            """
            writeFile file: 'Procfile', text: 'web: /app/run'
            writeFile file: 'index.js', text: 'exports.hello = (q, r) => r.send(1)'
            writeFile file: 'Dockerfile', text: 'FROM scratch'
            def built = cloudRunBuild image: IMAGE, source: '.', function: 'hello', baseImage: 'nodejs22', project: env.CLOUD_RUN_PROJECT, region: env.CLOUD_RUN_REGION
            echo "BUILT ${built.ref} AT ${built.commit}"
            """);
    List<SubmitBuildRequest> submitted = cloud.parts().submissions().submitted();
    SubmitBuildRequest asked = submitted.get(submitted.size() - 1);
    Matcher built = BUILT.matcher(console);
    assertTrue(built.find(), console);
    // A Dockerfile that lies beside a function builds nothing.
    SubmitBuildRequest documented =
        SubmitBuildRequest.newBuilder()
            .setStorageSource(asked.getStorageSource())
            .setImageUri(built.group("image") + ":" + built.group("commit"))
            .setBuildpackBuild(
                BuildpacksBuild.newBuilder().setFunctionTarget("hello").setBaseImage("nodejs22"))
            .addAllTags(asked.getTagsList())
            .setClient("jenkins-cloud-run")
            .build();
    assertEquals(documented, asked);
    assertTrue(asked.getTagsList().stream().allMatch(tag -> tag.startsWith("jenkins-")));
    StorageSource source = asked.getStorageSource();
    assertEquals(cloud.setup().project() + "_cloudbuild", source.getBucket());
    assertTrue(source.getObject().endsWith(".tgz"), source.getObject());
    assertTrue(source.getGeneration() > 0, "the sources of one upload, whatever comes later");
  }

  @Test
  void aScanFailsTheBuild() throws Exception {
    cloud
        .parts()
        .artifactAnalysis()
        .plant(new Vulnerability("CVE-2024-1", "HIGH", "openssl", "3.0.0", "3.0.1", 8.1));
    try {
      String console =
          ends(
              "FAILURE",
              """
              sh 'mkdir -p dist && date > dist/a'
              cloudRunBuild image: IMAGE, layers: [[from: 'dist', into: '/srv']], from: 'scratch', entrypoint: ['/srv/none'], scan: scan(failOn: 'HIGH')
              """);
      assertTrue(console.contains("CVE-2024-1"), console);
      assertTrue(console.contains("3.0.1"), console);
    } finally {
      cloud.parts().artifactAnalysis().clear();
    }
  }

  @Test
  void anAbortCancelsTheBuildInTheCloud() throws Exception {
    cloud.parts().cloudBuild().slowSteps(Duration.ofMinutes(30));
    String job = create(SOURCES);
    try {
      jenkins.build(job);
      jenkins.awaitLine(job, 1, "Still working", BUILD);
      jenkins.stop(job, 1);
      assertEquals("ABORTED", jenkins.result(job, 1, BUILD));
      String console = jenkins.console(job, 1);
      assertTrue(console.contains("ancel"), console);
    } finally {
      cloud.parts().cloudBuild().slowSteps(Duration.ZERO);
      jenkins.deleteJob(job);
    }
  }

  @Test
  void aBuildInTheCloudGoesOnAfterAKill() throws Exception {
    assumeTrue(
        System.getProperty("jenkins.launcher") != null,
        "Only a Jenkins that the test starts itself can be killed.");
    cloud.parts().cloudBuild().slowSteps(Duration.ofSeconds(20));
    String job = create(SOURCES);
    try {
      jenkins.build(job);
      jenkins.awaitLine(job, 1, "Still working (5)", BUILD);
      under.killAndRestart();
      String result = jenkins.result(job, 1, BUILD);
      String console = jenkins.console(job, 1);
      assertEquals("SUCCESS", result, console);
      assertTrue(console.contains("Resuming build"), console);
      // What was told is not told again.
      assertEquals(1, console.split("Submitted build", -1).length - 1, console);
      assertTrue(console.contains("BUILT " + cloud.setup().repository()), console);
    } finally {
      cloud.parts().cloudBuild().slowSteps(Duration.ZERO);
      jenkins.deleteJob(job);
    }
  }
}
