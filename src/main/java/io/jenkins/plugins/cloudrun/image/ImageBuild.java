package io.jenkins.plugins.cloudrun.image;

import io.jenkins.plugins.cloudrun.image.base.BaseImages;
import io.jenkins.plugins.cloudrun.image.dockerfile.RunInstruction;
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
import java.time.Instant;
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
  private final Opening progress;
  private final BaseImages bases;
  private final Drafts drafts;
  private final Sources sources;
  private final Foreign foreign;
  private final Delivery delivery;

  /**
   * @param origin which build of Jenkins asks
   * @param cache a folder that all builds of a machine share; may be deleted whenever none runs
   */
  public ImageBuild(BuildAccess access, BuildOrigin origin, Path cache, Progress progress)
      throws IOException {
    this(access, origin, cache, progress, AMD64);
  }

  /** Cloud Run runs amd64 alone; another architecture is for tests that start the image here. */
  ImageBuild(
      BuildAccess access, BuildOrigin origin, Path cache, Progress progress, String architecture)
      throws IOException {
    this.origin = origin;
    this.cache = cache;
    Opening opening = new Opening(progress);
    this.progress = opening;
    HttpClient.Builder http = access.proxy().http();
    RegistryClient registry =
        access.proxy().isUsual()
            ? RegistryClient.sharing(access.keyring())
            : new RegistryClient(http, access.keyring());
    this.bases = new BaseImages(registry, cache.resolve("base"), opening::line, architecture);
    this.drafts = new Drafts(bases, http, cache, opening, architecture);
    this.foreign = new Foreign(bases, access, cache.resolve("work"), opening);
    this.sources = new Sources(access, cache.resolve("work"), http, opening);
    this.delivery = new Delivery(registry, bases, cache, opening, architecture);
  }

  /**
   * @param root the workspace; nothing outside it gets into the image
   * @throws InvalidValueException if the request does not fit the workspace
   * @throws Failure if a registry refused or could not be reached
   * @throws IOException if the agent's disk failed
   */
  public AgentAnswer run(ImageRequest request, Path root)
      throws Failure, IOException, InterruptedException {
    Instant started = Instant.now();
    Path real = root.toRealPath();
    Workspace workspace = new Workspace(real, request.context());
    Facts facts = facts(request, workspace, real);
    Work work =
        new Work(
            request,
            origin,
            workspace,
            facts,
            tags(request, facts.commit()),
            new Advice(request, workspace, new LintCache(cache.resolve("lint")), progress),
            started);
    try (Aside<Optional<String>> changes =
        Aside.begin(() -> changed(workspace.context(), real), Optional.empty())) {
      AgentAnswer answer = answerOrStop(work);
      Optional<String> unused = changes.get();
      return answer;
    } finally {
      progress.open();
    }
  }

  /** Warns as soon as it is known, and not after all else. */
  private Optional<String> changed(Path context, Path root)
      throws IOException, InterruptedException {
    Optional<String> warning = Uncommitted.warning(context, root);
    warning.ifPresent(progress::line);
    return warning;
  }

  private AgentAnswer answerOrStop(Work work) throws Failure, IOException, InterruptedException {
    try {
      return answer(work);
    } catch (StoppedException e) {
      return e.answer();
    }
  }

  private AgentAnswer answer(Work work) throws Failure, IOException, InterruptedException {
    Subject subject = Subject.of(work.request(), work.workspace());
    if (subject instanceof Subject.Dockerfile dockerfile) {
      return dockerfile(work, dockerfile.file());
    }
    if (subject instanceof Subject.Program program) {
      try (Making making = delivery.begin(work);
          Draft draft = drafts.of(work, program.recipe(), making, what -> begin(work, what))) {
        return made(work, draft, making, Optional.empty());
      }
    }
    begin(work, "the sources in '" + work.request().cloud().folder() + "'");
    return sources.asked(work);
  }

  private AgentAnswer dockerfile(Work work, Path file)
      throws Failure, IOException, InterruptedException {
    Path context = work.workspace().context();
    String shown = "'" + work.workspace().shown(file) + "'";
    if (!Files.isRegularFile(file) || !file.startsWith(context)) {
      throw new InvalidValueException(
          "dockerfile: there is no file "
              + shown
              + " in the context. Check dockerfile and context.");
    }
    begin(work, shown);
    Drafts.Drawn drawn = drafts.of(work.request(), context, file, work.facts());
    if (drawn instanceof Drafts.Drawn.Here here) {
      try (Draft draft = here.draft();
          Making making = delivery.begin(work)) {
        if (!making.recognises(draft.layers())) {
          making.begin(draft.layers());
        }
        DockerfileView view = work.advice().dockerfile(file, Reach.LAYERS);
        return made(work, draft, making, Optional.of(view));
      }
    }
    RunInstruction run = ((Drafts.Drawn.NeedsBuilder) drawn).run();
    BuilderChoice choice = foreign.choose(work.request(), run);
    DockerfileView view = work.advice().dockerfile(file, Reach.COPIED);
    if (!(choice instanceof BuilderChoice.OnAgent onAgent)) {
      return sources.dockerfile(work, file);
    }
    List<Finding> findings = work.advice().given();
    try (Draft draft =
            foreign.build(onAgent, work.request(), context, file, view.plainBase(), work.facts());
        Making making = delivery.begin(work)) {
      return delivered(work, draft, making, findings, Optional.empty());
    }
  }

  private ImageAnswer made(
      Work work, Draft draft, Making making, Optional<DockerfileView> dockerfile)
      throws Failure, IOException, InterruptedException {
    Optional<Delivery.Delivered> there = delivery.unchanged(work, draft, making);
    work.advice().image(draft, dockerfile, there.map(found -> found.image().digest()));
    return delivered(work, draft, making, work.advice().given(), there);
  }

  /**
   * @param there the image, if it needs nothing any more
   */
  private ImageAnswer delivered(
      Work work,
      Draft draft,
      Making making,
      List<Finding> findings,
      Optional<Delivery.Delivered> there)
      throws Failure, IOException, InterruptedException {
    ImageRequest request = work.request();
    if (draft.base().isPresent()) {
      bases.moved(request.name(), draft.base().get());
    }
    there.ifPresent(unchanged -> progress.line(unchanged.layers()));
    Delivery.Delivered done =
        there.isPresent() ? there.get() : delivery.deliver(work, draft, making);
    if (draft.base().isPresent()) {
      bases.remember(request.name(), draft.base().get());
    }
    work.advice().remember(done.image().digest());
    String digest = done.image().digest().value();
    ImageAnswer answer =
        new ImageAnswer(
            request.image(),
            digest,
            request.name() + "@" + digest,
            work.tags(),
            work.facts().commit().value(),
            draft.base().map(found -> found.reference().toString()).orElse(""),
            done.size(),
            done.report().pushed(),
            done.report().reused(),
            done.report().mounted(),
            findings,
            work.seconds());
    say(answer);
    return answer;
  }

  private void begin(Work work, String what) {
    progress.open(
        "Building "
            + work.request().image()
            + " from "
            + what
            + " at "
            + work.facts().commit()
            + ".");
  }

  private void say(ImageAnswer answer) {
    progress.section(
        String.format(
            Locale.ROOT,
            "Pushed %s, tagged %s, in %.1f s.",
            answer.ref(),
            String.join(", ", answer.tags()),
            answer.seconds()));
  }

  private Facts facts(ImageRequest request, Workspace workspace, Path root)
      throws IOException, InterruptedException {
    CommitSha commit = commit(request, workspace, root);
    return new Facts(
        commit,
        CommitLookup.source(workspace.context(), root),
        new CommitTime(cache.resolve("commits")).of(commit, workspace.context(), root));
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
