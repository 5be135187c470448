package io.jenkins.plugins.cloudrun.emulator.build;

import io.jenkins.plugins.cloudrun.emulator.registry.OciRegistry;
import io.jenkins.plugins.cloudrun.image.assembly.Assembly;
import io.jenkins.plugins.cloudrun.image.base.BaseImages;
import io.jenkins.plugins.cloudrun.image.dockerfile.Bases;
import io.jenkins.plugins.cloudrun.image.dockerfile.Dockerfile;
import io.jenkins.plugins.cloudrun.image.dockerfile.DockerfileImage;
import io.jenkins.plugins.cloudrun.image.dockerfile.DockerfilePlan;
import io.jenkins.plugins.cloudrun.image.dockerfile.Instruction;
import io.jenkins.plugins.cloudrun.image.dockerfile.Stage;
import io.jenkins.plugins.cloudrun.image.ignore.DockerIgnore;
import io.jenkins.plugins.cloudrun.image.layer.LayerBlob;
import io.jenkins.plugins.cloudrun.image.layer.LayerCache;
import io.jenkins.plugins.cloudrun.image.push.Blob;
import io.jenkins.plugins.cloudrun.image.push.Image;
import io.jenkins.plugins.cloudrun.image.registry.RegistryClient;
import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Builds Dockerfiles in this JVM; one that has something to run goes to another builder. */
final class InProcessBuild implements DockerfileBuild {
  private final Path cache;
  private final OciRegistry registry;
  private final DockerfileBuild other;

  /**
   * @param cache a folder for layers and base images
   * @param other for files with RUN
   */
  InProcessBuild(Path cache, OciRegistry registry, DockerfileBuild other) {
    this.cache = cache;
    this.registry = registry;
    this.other = other;
  }

  @Override
  public LocalImage build(StepContext context, DockerStep.Request request)
      throws StepFailure, IOException, InterruptedException {
    if (request.target().isPresent()) {
      return other.build(context, request);
    }
    try {
      Dockerfile file =
          Dockerfile.parse(given(Files.readString(request.dockerfile()), request.buildArgs()));
      BaseImages bases =
          new BaseImages(
              new RegistryClient(
                  HttpClient.newBuilder(),
                  new RegistryToken(
                      context.token(), Instant.now().plusSeconds(600), List.of(registry.host()))),
              cache.resolve("base"),
              context.log()::line);
      Path work = Files.createTempDirectory(context.home(), "dockerfile");
      DockerfilePlan plan =
          io.jenkins.plugins.cloudrun.image.dockerfile.DockerfileBuild.plan(
              file,
              request.context(),
              DockerIgnore.read(request.context(), request.dockerfile()),
              Bases.of(bases),
              HttpClient.newBuilder(),
              work);
      if (!(plan instanceof DockerfilePlan.InProcess ready)) {
        return other.build(context, request);
      }
      say(context, file);
      LocalImage image = image(ready.image(), context.home());
      context.log().line("Successfully built " + image.config().substring(7, 19));
      return image;
    } catch (InvalidValueException e) {
      context.log().line(String.valueOf(e.getMessage()));
      throw new StepFailure(1);
    } catch (Failure e) {
      context.log().line(e.explanation());
      throw new StepFailure(1);
    }
  }

  /** The arguments of the command in place of the file's own. */
  private static String given(String text, Map<String, String> buildArgs) {
    String changed = text;
    for (Map.Entry<String, String> argument : buildArgs.entrySet()) {
      changed =
          Pattern.compile(
                  "(?im)^([ \\t]*ARG[ \\t]+" + Pattern.quote(argument.getKey()) + ")(?:=.*)?$")
              .matcher(changed)
              .replaceAll("$1=" + Matcher.quoteReplacement('"' + argument.getValue() + '"'));
    }
    return changed;
  }

  private static void say(StepContext context, Dockerfile file) {
    List<Instruction> all = new ArrayList<>();
    for (Stage stage : file.stages()) {
      all.add(stage.from());
      all.addAll(stage.instructions());
    }
    for (int i = 0; i < all.size(); i++) {
      context.log().line("Step " + (i + 1) + "/" + all.size() + " : " + all.get(i).text());
    }
  }

  private LocalImage image(DockerfileImage described, Path home)
      throws IOException, InterruptedException {
    LayerCache layers = new LayerCache(cache.resolve("layers"), LayerCache.USUAL_LIMIT);
    try (LayerCache.Session session = layers.open()) {
      List<LayerBlob> blobs = session.layers(described.layers());
      Image image =
          Assembly.assemble(
              described.plan().build(), described.base(), described.extras(), blobs, Map.of());
      Map<String, LocalImage.Source> sources = new LinkedHashMap<>();
      for (Blob layer : image.layers()) {
        sources.put(layer.digest().value(), source(layer, home));
      }
      sources.put(image.config().digest().value(), source(image.config(), home));
      return new LocalImage(
          image.mediaType(), new String(image.manifest(), StandardCharsets.UTF_8), sources);
    }
  }

  private LocalImage.Source source(Blob blob, Path home) throws IOException {
    String digest = blob.digest().value();
    if (blob.origin() instanceof Blob.Origin.InMemory memory) {
      return LocalImage.Source.of(memory.bytes());
    }
    if (blob.origin() instanceof Blob.Origin.InRepository there) {
      return () -> registry.blob(there.repository().path(), digest);
    }
    // The cache may drop the file when this session has ended.
    Path file = ((Blob.Origin.InFile) blob.origin()).file();
    Path kept = home.resolve(digest.substring(digest.indexOf(':') + 1));
    if (!Files.exists(kept)) {
      Files.copy(file, kept);
    }
    return () -> Files.newInputStream(kept);
  }
}
