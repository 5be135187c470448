package io.jenkins.plugins.cloudrun.image;

import com.google.cloud.tools.jib.api.buildplan.ContainerBuildPlan;
import io.jenkins.plugins.cloudrun.image.base.BaseImage;
import io.jenkins.plugins.cloudrun.image.registry.Attempts;
import io.jenkins.plugins.cloudrun.image.registry.Manifest;
import io.jenkins.plugins.cloudrun.image.registry.RegistryClient;
import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * From a request to an image in its registry: find what to build and its commit, pin the base to a
 * digest, describe, push. Repeating it is harmless and cheap: layers are named by their content,
 * and what the registry has is not sent again.
 */
public final class ImageBuild {
  private static final String AMD64 = "amd64";

  private final RegistryToken token;
  private final Path cache;
  private final Progress progress;
  private final String architecture;
  private final RegistryClient registry;
  private final Attempts attempts;

  /**
   * @param token for the registries that may see it
   * @param cache a folder of its own for layers; may be deleted whenever no build runs
   * @param http with the proxy that applies here
   */
  public ImageBuild(RegistryToken token, Path cache, HttpClient.Builder http, Progress progress) {
    this(token, cache, http, progress, AMD64);
  }

  /** Cloud Run runs amd64 alone; another architecture is for tests that start the image here. */
  ImageBuild(
      RegistryToken token,
      Path cache,
      HttpClient.Builder http,
      Progress progress,
      String architecture) {
    this.token = token;
    this.cache = cache;
    this.progress = progress;
    this.architecture = architecture;
    this.registry = new RegistryClient(http, token);
    this.attempts = Attempts.usual(progress::line);
  }

  /**
   * @param root the workspace; nothing outside it gets into the image
   * @throws InvalidValueException if the request does not fit the workspace
   * @throws Failure if a registry refused or could not be reached
   * @throws IOException if the agent's disk failed
   */
  public ImageAnswer run(ImageRequest request, Path root)
      throws Failure, IOException, InterruptedException {
    long start = System.nanoTime();
    Workspace workspace = new Workspace(root, request.context());
    CommitSha commit = commit(request, workspace, root);
    Uncommitted.warning(workspace.context(), root.toRealPath()).ifPresent(progress::line);
    try (Recipe.Description description = recipe(request, workspace).describe()) {
      return run(request, root, workspace, commit, description, start);
    }
  }

  private ImageAnswer run(
      ImageRequest request,
      Path root,
      Workspace workspace,
      CommitSha commit,
      Recipe.Description description,
      long start)
      throws Failure, IOException, InterruptedException {
    progress.line(
        "Building " + request.image() + " from " + description.what() + " at " + commit + ".");

    String baseName = request.from().isEmpty() ? description.base() : request.from();
    Optional<ImageReference> base = pinned(baseName);
    ContainerBuildPlan plan =
        ImagePlan.of(
            request,
            description,
            StoredLayers.of(description.layers(), new ContentStore(cache.resolve("content"))),
            base,
            baseName,
            commit,
            CommitLookup.source(workspace.context(), root.toRealPath()),
            architecture);

    Set<String> tags = new LinkedHashSet<>(List.of(commit.value()));
    tags.addAll(request.tags());
    LayerTally tally = new LayerTally();
    Push push = new Push(token, cache, tally);
    ImageDigest digest = attempts.of(() -> push.run(plan, base, request.name(), List.copyOf(tags)));

    ImageReference pushed =
        new ImageReference(request.name(), Optional.empty(), Optional.of(digest));
    Manifest manifest = attempts.of(() -> registry.manifest(pushed));
    LayerTally.Count count = tally.count(manifest.layers());
    long size = manifest.layers().stream().mapToLong(Manifest.Layer::size).sum();
    ImageAnswer answer =
        new ImageAnswer(
            request.image(),
            digest.value(),
            pushed.toString(),
            List.copyOf(tags),
            commit.value(),
            base.map(ImageReference::toString).orElse(""),
            size,
            count.pushed(),
            count.reused(),
            count.mounted(),
            List.of(),
            Math.round((System.nanoTime() - start) / 1e6) / 1e3);
    report(answer);
    return answer;
  }

  private Recipe recipe(ImageRequest request, Workspace workspace) throws IOException {
    if (!request.layers().isEmpty()) {
      return new LayersRecipe(request, workspace);
    }
    if (!request.war().isEmpty()) {
      return new WarRecipe(request, workspace.resolve(request.war()), workspace);
    }
    if (!request.jar().isEmpty()) {
      return new JarRecipe(request, workspace.resolve(request.jar()), workspace);
    }
    Detection.Found found = Detection.find(workspace);
    if (found instanceof Detection.Found.Dockerfile dockerfile) {
      throw new InvalidValueException(
          "'"
              + workspace.shown(dockerfile.file())
              + "' was found, which cannot be built yet: say what to build with jar, war or"
              + " layers.");
    }
    return new JarRecipe(request, found.file(), workspace);
  }

  private static CommitSha commit(ImageRequest request, Workspace workspace, Path root)
      throws IOException {
    if (!request.commit().isEmpty()) {
      return new CommitSha(request.commit());
    }
    Optional<CommitSha> head = CommitLookup.head(workspace.context(), root.toRealPath());
    if (head.isPresent()) {
      return head.get();
    }
    if (!request.gitCommit().isEmpty()) {
      return new CommitSha(request.gitCommit());
    }
    throw new InvalidValueException(
        "The commit is not known: '"
            + workspace.shown(workspace.context())
            + "' is in no git working tree, and GIT_COMMIT is not set. The image is tagged with the"
            + " commit: check the sources out with git, or give commit.");
  }

  /** The base by digest, so that what is recorded is what was built on. */
  private Optional<ImageReference> pinned(String baseName) throws Failure, InterruptedException {
    Optional<ImageReference> named = BaseImage.parse(baseName).reference();
    if (named.isEmpty()) {
      return Optional.empty();
    }
    ImageReference reference = named.get();
    try {
      ImageDigest digest = attempts.of(() -> registry.resolve(reference));
      progress.line("Base image " + baseName + " is " + reference.at(digest) + ".");
      return Optional.of(reference.at(digest));
    } catch (Failure.Permanent e) {
      throw new Failure.Permanent(
          e.reason(), "Base image '" + baseName + "': " + e.getMessage(), e);
    }
  }

  private void report(ImageAnswer answer) {
    progress.line(
        String.format(
            Locale.ROOT,
            "Layers: %d pushed, %d already in the registry, %d mounted (%.1f MB in all).",
            answer.layersPushed(),
            answer.layersReused(),
            answer.layersMounted(),
            answer.sizeBytes() / 1e6));
    progress.line(
        String.format(
            Locale.ROOT,
            "Pushed %s, tagged %s, in %.1f s.",
            answer.ref(),
            String.join(", ", answer.tags()),
            answer.seconds()));
  }
}
