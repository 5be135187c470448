package io.jenkins.plugins.cloudrun.localrun;

import io.jenkins.plugins.cloudrun.emulator.LoopbackCloud;
import io.jenkins.plugins.cloudrun.emulator.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The embedded Cloud Run with its registry, tokens and a base image, ready for a Jenkinsfile. */
public final class EmbeddedCloud implements AutoCloseable {
  private static final String REGION = "europe-west1";

  private final LoopbackCloud cloud;
  private final JenkinsSetup setup;

  private EmbeddedCloud(LoopbackCloud cloud, JenkinsSetup setup) {
    this.cloud = cloud;
    this.setup = setup;
  }

  /**
   * Starts everything.
   *
   * @param data an empty folder for all that is pushed and run
   * @param baseImages a folder that keeps the base image for the next time
   * @param firstPort the first of some fixed ports, or 0 for any that are free
   */
  public static EmbeddedCloud start(Path data, Path baseImages, int firstPort) throws IOException {
    Options options = Options.in(data);
    if (firstPort != 0) {
      options =
          options.withPorts(
              new Options.Ports(
                  firstPort,
                  firstPort + 1,
                  firstPort + 2,
                  firstPort + 10,
                  firstPort + 3,
                  firstPort + 4,
                  firstPort + 5));
    }
    LoopbackCloud cloud = LoopbackCloud.start(options);
    Path key = data.resolve("key.json");
    Files.createFile(
        key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(key, cloud.serviceAccountKey(options.accounts().get(0)));
    JenkinsSetup setup =
        new JenkinsSetup(
            cloud.api(),
            cloud.tokens().tokenUri(),
            cloud.tokens().uri(),
            cloud.api(),
            cloud.storage().uri(),
            cloud.cloudBuild().uri(),
            cloud.artifactAnalysis().uri(),
            cloud.registryHost(),
            cloud.registryHost() + "/" + options.project() + "/apps",
            cloud.baseImage(baseImages).reference(),
            options.project(),
            REGION,
            key);
    return new EmbeddedCloud(cloud, setup);
  }

  /** What a Jenkins needs to work with it. */
  public JenkinsSetup setup() {
    return setup;
  }

  /** The parts, for tests that look into them or make them fail. */
  public LoopbackCloud parts() {
    return cloud;
  }

  @Override
  public void close() {
    cloud.close();
  }
}
