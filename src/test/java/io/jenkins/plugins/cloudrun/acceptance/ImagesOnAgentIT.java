package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Every way to an image on an agent: the step runs there, no key does. */
class ImagesOnAgentIT extends ImageJobs {
  @Test
  void filesWithLinksThenNothingTwice() throws Exception {
    String console =
        succeeds(
            """
            sh 'mkdir -p dist && echo hello > dist/index.html && ln -sfn index.html dist/start.html && echo {} > dist/a.map'
            def args = [image: IMAGE, layers: [[from: 'dist', into: '/srv', exclude: ['*.map']]],
                from: 'scratch', entrypoint: ['/srv/none'], sbom: true]
            def one = cloudRunBuild(args)
            sh 'touch dist/index.html'
            def two = cloudRunBuild(args)
            echo "PUSHED ${one.layersPushed} ${two.layersPushed} SAME ${one.digest == two.digest}"
            """);
    assertTrue(console.contains("PUSHED 1 0 SAME true"), console);
  }

  @Test
  void aJarOnABaseImage() throws Exception {
    String console =
        succeeds(
            """
            writeFile file: 'Main.java', text: 'public class Main { public static void main(String[] a) { System.out.println(1); } }'
            sh 'mkdir -p target && javac -d classes --release 17 Main.java && jar --create --file target/shop.jar --main-class Main -C classes .'
            def built = cloudRunBuild image: IMAGE, from: env.CLOUD_RUN_BASE_IMAGE, tags: ['latest']
            echo "BASE ${built.base} TAGS ${built.tags.size()}"
            """);
    assertTrue(console.contains("Base image"), console);
    assertTrue(console.contains("TAGS 2"), console);
  }

  @Test
  void aDockerfileWithoutRun() throws Exception {
    String console =
        succeeds(
            """
            writeFile file: '.dockerignore', text: 'Dockerfile'
            writeFile file: 'app/run', text: 'x'
            writeFile file: 'Dockerfile', text: '''\\
            FROM scratch AS files
            COPY app /app/
            FROM scratch
            COPY --from=files --chown=1000:1000 /app /srv
            USER 1000
            ENTRYPOINT ["/srv/run"]
            '''
            def built = cloudRunBuild image: IMAGE, dockerfile: 'Dockerfile'
            echo "LAYERS ${built.layersPushed}"
            """);
    assertTrue(console.contains("LAYERS 1"), console);
  }

  @Test
  void aDockerfileThatRunsSomething() throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/buildah"))
            && Files.isExecutable(Path.of("/bin/busybox")),
        "There is no buildah or no static busybox on this machine.");
    String console =
        succeeds(
            """
            sh 'mkdir -p bin && cp /bin/busybox bin/sh && printf "%s\\\\n" Dockerfile .git > .dockerignore'
            writeFile file: 'Dockerfile', text: 'FROM scratch\\nCOPY bin /bin/\\nRUN echo made > /made\\nENTRYPOINT ["/bin/sh"]\\n'
            def built = cloudRunBuild image: IMAGE, builder: 'buildah'
            echo "LAYERS ${built.layersPushed}"
            """);
    assertTrue(console.contains("building with buildah"), console);
    assertTrue(console.contains("LAYERS "), console);
  }

  @Test
  void secretsStopTheBuildBeforeAnythingIsPushed() throws Exception {
    String console =
        ends(
            "FAILURE",
            """
            sh "mkdir -p dist && printf '%s\\\\n' '-----BEGIN RSA PRIVATE KEY-----' MIIEpAIBAAKCAQEA7 '-----END RSA PRIVATE KEY-----' > dist/id_rsa"
            cloudRunBuild image: IMAGE, layers: [[from: 'dist', into: '/srv']], from: 'scratch', entrypoint: ['/srv/none'], lint: 'fail'
            """);
    assertTrue(console.contains("id_rsa"), console);
    assertFalse(console.contains("Pushed "), console);
  }

  @Test
  void aTagThatExistsIsKept() throws Exception {
    String console =
        ends(
            "FAILURE",
            """
            sh 'mkdir -p dist && echo 1 > dist/a'
            def args = [image: IMAGE, layers: [[from: 'dist', into: '/srv']], from: 'scratch', entrypoint: ['/srv/none'], tags: ['v1'], tagPolicy: 'keep']
            cloudRunBuild(args)
            echo 'FIRST DONE'
            sh 'echo 2 > dist/a'
            cloudRunBuild(args)
            """);
    assertTrue(console.contains("FIRST DONE"), console);
    assertTrue(console.contains("keep"), console);
  }
}
