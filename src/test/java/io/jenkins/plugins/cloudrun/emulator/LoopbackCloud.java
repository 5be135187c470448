package io.jenkins.plugins.cloudrun.emulator;

import io.jenkins.plugins.cloudrun.emulator.analysis.ArtifactAnalysis;
import io.jenkins.plugins.cloudrun.emulator.base.BaseImage;
import io.jenkins.plugins.cloudrun.emulator.build.Builds;
import io.jenkins.plugins.cloudrun.emulator.build.CloudBuild;
import io.jenkins.plugins.cloudrun.emulator.build.SubmitBuild;
import io.jenkins.plugins.cloudrun.emulator.registry.OciRegistry;
import io.jenkins.plugins.cloudrun.emulator.storage.CloudStorage;
import io.jenkins.plugins.cloudrun.emulator.token.TokenServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;

/** All of it together: Cloud Run, the registry that it pulls from, and the tokens for both. */
public final class LoopbackCloud implements AutoCloseable {
  private final TokenServer tokens;
  private final OciRegistry registry;
  private final Emulator emulator;
  private final CloudStorage storage;
  private final CloudBuild cloudBuild;
  private final SubmitBuild submissions;
  private final ArtifactAnalysis artifactAnalysis;

  private LoopbackCloud(
      Options options, TokenServer tokens, OciRegistry registry, Emulator emulator)
      throws IOException {
    this.tokens = tokens;
    this.registry = registry;
    this.emulator = emulator;
    storage =
        CloudStorage.start(
            options, tokens, emulator.access(), emulator.faults(), emulator.journal());
    Builds builds =
        new Builds(
            options,
            emulator.access(),
            storage.buckets(),
            emulator.logs(),
            registry,
            tokens::accessTokenFor);
    submissions = new SubmitBuild(options, emulator.access(), builds);
    submissions.register(emulator.handlers());
    cloudBuild =
        CloudBuild.start(
            options, tokens, emulator.access(), emulator.faults(), emulator.journal(), builds);
    artifactAnalysis =
        ArtifactAnalysis.start(
            options, tokens, emulator.access(), emulator.faults(), emulator.journal(), registry);
  }

  /** Starts everything; the registry has the repositories {@code apps} and {@code base}. */
  public static LoopbackCloud start(Options options) throws IOException {
    TokenServer tokens = TokenServer.start(options.ports().token());
    options.accounts().forEach(tokens.accounts()::create);
    tokens.accounts().create(options.computeAccount());
    OciRegistry registry =
        OciRegistry.start(
                options.data().resolve("registry"),
                options.ports().registry(),
                tokens,
                Clock.systemUTC())
            .createRepository(options.project() + "/apps")
            .createRepository(options.project() + "/base");
    return new LoopbackCloud(options, tokens, registry, Emulator.start(options, tokens, registry));
  }

  public Emulator emulator() {
    return emulator;
  }

  public TokenServer tokens() {
    return tokens;
  }

  public OciRegistry registry() {
    return registry;
  }

  /** Cloud Storage: its endpoint, and what it holds. */
  public CloudStorage storage() {
    return storage;
  }

  /** Cloud Build: its endpoint, and how it behaves. */
  public CloudBuild cloudBuild() {
    return cloudBuild;
  }

  /** Cloud Run's {@code builds:submit}: what reached it. */
  public SubmitBuild submissions() {
    return submissions;
  }

  /** Artifact Analysis: its endpoint, and what it finds. */
  public ArtifactAnalysis artifactAnalysis() {
    return artifactAnalysis;
  }

  /** The Admin API, and Cloud Logging's entries:list. */
  public URI api() {
    return emulator.api();
  }

  /** Host and port, the first segment of the images' names. */
  public String registryHost() {
    return registry.host();
  }

  /** A JSON key whose token_uri is the emulator's. */
  public String serviceAccountKey(String email) {
    return tokens.serviceAccountKey(email);
  }

  public Faults faults() {
    return emulator.faults();
  }

  /**
   * An image with a Java runtime of this machine; buildpacks put their applications on it.
   *
   * @param kept a folder that keeps the runtime for the next time
   */
  public BaseImage baseImage(Path kept) throws IOException {
    BaseImage image =
        BaseImage.provide(registry, emulator.options().project() + "/base/java", "17", kept);
    cloudBuild.runImage(image.reference());
    return image;
  }

  @Override
  public void close() {
    artifactAnalysis.close();
    cloudBuild.close();
    storage.close();
    emulator.close();
    registry.close();
    tokens.close();
  }
}
