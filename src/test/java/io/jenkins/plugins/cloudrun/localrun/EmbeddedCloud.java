package io.jenkins.plugins.cloudrun.localrun;

import io.jenkins.plugins.cloudrun.emulator.Emulator;
import io.jenkins.plugins.cloudrun.emulator.Options;
import io.jenkins.plugins.cloudrun.emulator.base.BaseImage;
import io.jenkins.plugins.cloudrun.emulator.registry.OciRegistry;
import io.jenkins.plugins.cloudrun.emulator.token.TokenServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;

/** The embedded Cloud Run with its registry, tokens and a base image, ready for a Jenkinsfile. */
public final class EmbeddedCloud implements AutoCloseable {
  private static final String REGION = "europe-west1";

  private final TokenServer tokens;
  private final OciRegistry registry;
  private final Emulator emulator;
  private final JenkinsSetup setup;

  private EmbeddedCloud(Path data, Path baseImages, Options options) throws IOException {
    Options.Ports ports = options.ports();
    Clock clock = Clock.systemUTC();
    String project = options.project();
    String deployer = options.accounts().get(0);
    tokens = TokenServer.start(ports.token());
    registry =
        OciRegistry.start(data.resolve("registry"), ports.registry(), tokens, clock)
            .createRepository(project + "/base")
            .createRepository(project + "/apps");
    emulator = Emulator.start(options, tokens, registry);
    BaseImage base = BaseImage.provide(registry, project + "/base/java", "17", baseImages);
    Path key = data.resolve("key.json");
    Files.createFile(
        key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(key, tokens.serviceAccountKey(deployer));
    setup =
        new JenkinsSetup(
            emulator.api(),
            tokens.tokenUri(),
            tokens.uri(),
            emulator.api(),
            registry.host(),
            registry.host() + "/" + project + "/apps",
            base.reference(),
            project,
            REGION,
            key);
  }

  /**
   * Starts everything.
   *
   * @param data an empty folder for all that is pushed and run
   * @param baseImages a folder that keeps the base image for the next time
   * @param firstPort the first of some fixed ports, or 0 for any that are free
   */
  public static EmbeddedCloud start(Path data, Path baseImages, int firstPort) throws IOException {
    Options options = Options.in(data.resolve("run"));
    return new EmbeddedCloud(
        data,
        baseImages,
        firstPort == 0
            ? options
            : options.withPorts(
                new Options.Ports(firstPort, firstPort + 1, firstPort + 2, firstPort + 10)));
  }

  /** What a Jenkins needs to work with it. */
  public JenkinsSetup setup() {
    return setup;
  }

  @Override
  public void close() {
    emulator.close();
    registry.close();
    tokens.close();
  }
}
