package io.jenkins.plugins.cloudrun.image;

import io.jenkins.plugins.cloudrun.image.base.Base;
import io.jenkins.plugins.cloudrun.image.base.BaseImages;
import io.jenkins.plugins.cloudrun.image.dockerfile.builder.BuilderChoice;
import io.jenkins.plugins.cloudrun.image.lint.DockerfileView;
import io.jenkins.plugins.cloudrun.image.lint.Finding;
import io.jenkins.plugins.cloudrun.image.lint.LintContext.Reach;
import io.jenkins.plugins.cloudrun.image.lint.scan.LintCache;
import io.jenkins.plugins.cloudrun.image.registry.RegistryClient;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * From a request to an image in its registry: find what to build and its commit, pin the base to a
 * digest, describe, make the layers, push. Repeating it is harmless and cheap: layers are named by
 * their content, what did not change is not read again, and what the registry has is not sent
 * again.
 */
public final class ImageBuild {
  private static final String AMD64 = "amd64";

  private final BuildOrigin origin;
  private final Path cache;
  private final Progress progress;
  private final BaseImages bases;
  private final Drafts drafts;
  private final Sources sources;
  private final Foreign foreign;
  private final Delivery delivery;

  /**
   * @param origin which build of Jenkins asks
   * @param cache a folder that all builds of a machine share; may be deleted whenever none runs
   * @param http with the proxy that applies here
   */
  public ImageBuild(
      BuildAccess access,
      BuildOrigin origin,
      Path cache,
      HttpClient.Builder http,
      Progress progress)
      throws IOException {
    this(access, origin, cache, http, progress, AMD64);
  }

  /** Cloud Run runs amd64 alone; another architecture is for tests that start the image here. */
  ImageBuild(
      BuildAccess access,
      BuildOrigin origin,
      Path cache,
      HttpClient.Builder http,
      Progress progress,
      String architecture)
      throws IOException {
    this.origin = origin;
    this.cache = cache;
    this.progress = progress;
    RegistryClient registry = new RegistryClient(http, access.keyring());
    this.bases = new BaseImages(registry, cache.resolve("base"), progress::line, architecture);
    this.drafts = new Drafts(bases, http, cache.resolve("work"), architecture);
    this.foreign = new Foreign(bases, access, cache.resolve("work"), progress);
    this.sources = new Sources(access, cache.resolve("work"), http, progress);
    this.delivery = new Delivery(registry, cache, progress, architecture);
  }

  /**
   * @param root the workspace; nothing outside it gets into the image
   * @throws InvalidValueException if the request does not fit the workspace
   * @throws Failure if a registry refused or could not be reached
   * @throws IOException if the agent's disk failed
   */
  public AgentAnswer run(ImageRequest request, Path root)
      throws Failure, IOException, InterruptedException {
    long start = System.nanoTime();
    Path real = root.toRealPath();
    Workspace workspace = new Workspace(real, request.context());
    Facts facts = facts(request, workspace, real);
    List<String> tags = tags(request, facts.commit());
    Advice advice = new Advice(request, workspace, new LintCache(cache.resolve("lint")), progress);
    try (Aside<Optional<String>> changes =
        Aside.begin(
            "git status", () -> Uncommitted.warning(workspace.context(), real), Optional.empty())) {
      AgentAnswer answer = answer(request, workspace, facts, tags, advice, start);
      changes.get().ifPresent(progress::line);
      return answer;
    }
  }

  private AgentAnswer answer(
      ImageRequest request,
      Workspace workspace,
      Facts facts,
      List<String> tags,
      Advice advice,
      long start)
      throws Failure, IOException, InterruptedException {
    Subject subject = Subject.of(request, workspace);
    if (subject instanceof Subject.Dockerfile dockerfile) {
      return dockerfile(request, workspace, dockerfile.file(), facts, tags, advice, start);
    }
    if (subject instanceof Subject.Program program) {
      try (Draft draft = drafts.of(request, program.recipe(), facts)) {
        begin(request, draft.what(), facts);
        return made(request, draft, Optional.empty(), facts, tags, advice, start);
      }
    }
    begin(request, "the sources in '" + request.cloud().folder() + "'", facts);
    return sources.asked(request, workspace, facts, tags, advice);
  }

  private AgentAnswer dockerfile(
      ImageRequest request,
      Workspace workspace,
      Path file,
      Facts facts,
      List<String> tags,
      Advice advice,
      long start)
      throws Failure, IOException, InterruptedException {
    if (!Files.isRegularFile(file) || !file.startsWith(workspace.context())) {
      throw new InvalidValueException(
          "dockerfile: there is no file '"
              + workspace.shown(file)
              + "' in the context. Check dockerfile and context.");
    }
    Drafts.Drawn drawn = drafts.of(request, workspace.context(), file, facts);
    begin(request, "'" + workspace.shown(file) + "'", facts);
    if (drawn instanceof Drafts.Drawn.NeedsBuilder needs) {
      BuilderChoice choice = foreign.choose(request, needs.run());
      DockerfileView view = advice.dockerfile(file, Reach.COPIED);
      if (!(choice instanceof BuilderChoice.OnAgent onAgent)) {
        return sources.dockerfile(request, workspace, file, facts, tags, advice);
      }
      List<Finding> findings = advice.given();
      Optional<String> base = view.plainBase();
      try (Draft draft = foreign.build(onAgent, request, workspace.context(), file, base, facts)) {
        return delivered(request, draft, facts, tags, findings, start);
      }
    }
    try (Draft draft = ((Drafts.Drawn.Here) drawn).draft()) {
      DockerfileView view = advice.dockerfile(file, Reach.LAYERS);
      return made(request, draft, Optional.of(view), facts, tags, advice, start);
    }
  }

  private ImageAnswer made(
      ImageRequest request,
      Draft draft,
      Optional<DockerfileView> dockerfile,
      Facts facts,
      List<String> tags,
      Advice advice,
      long start)
      throws Failure, IOException, InterruptedException {
    advice.image(draft, dockerfile);
    return delivered(request, draft, facts, tags, advice.given(), start);
  }

  private ImageAnswer delivered(
      ImageRequest request,
      Draft draft,
      Facts facts,
      List<String> tags,
      List<Finding> findings,
      long start)
      throws Failure, IOException, InterruptedException {
    if (draft.base().isPresent()) {
      bases.moved(request.name(), draft.base().get());
    }
    Delivery.Delivered done = delivery.deliver(request, draft, tags);
    if (draft.base().isPresent()) {
      bases.remember(request.name(), draft.base().get());
    }
    return answer(request, facts, tags, draft.base(), findings, done, start);
  }

  private void begin(ImageRequest request, String what, Facts facts) {
    progress.line("Building " + request.image() + " from " + what + " at " + facts.commit() + ".");
  }

  private ImageAnswer answer(
      ImageRequest request,
      Facts facts,
      List<String> tags,
      Optional<Base> base,
      List<Finding> findings,
      Delivery.Delivered done,
      long start) {
    String digest = done.image().digest().value();
    ImageAnswer answer =
        new ImageAnswer(
            request.image(),
            digest,
            request.name() + "@" + digest,
            tags,
            facts.commit().value(),
            base.map(found -> found.reference().toString()).orElse(""),
            done.size(),
            done.report().pushed(),
            done.report().reused(),
            done.report().mounted(),
            findings,
            Math.round((System.nanoTime() - start) / 1e6) / 1e3);
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
    return answer;
  }

  private Facts facts(ImageRequest request, Workspace workspace, Path root)
      throws IOException, InterruptedException {
    CommitSha commit = commit(request, workspace, root);
    return new Facts(
        commit,
        CommitLookup.source(workspace.context(), root),
        new CommitTime(cache.resolve("commits")).of(commit, workspace.context()));
  }

  private static List<String> tags(ImageRequest request, CommitSha commit) {
    Set<String> tags = new LinkedHashSet<>(List.of(commit.value()));
    tags.addAll(request.tags());
    return List.copyOf(tags);
  }

  private static CommitSha commit(ImageRequest request, Workspace workspace, Path root)
      throws IOException {
    if (!request.commit().isEmpty()) {
      return new CommitSha(request.commit());
    }
    Optional<CommitSha> head = CommitLookup.head(workspace.context(), root);
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
}
