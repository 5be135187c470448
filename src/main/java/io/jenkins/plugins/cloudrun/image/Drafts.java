package io.jenkins.plugins.cloudrun.image;

import io.jenkins.plugins.cloudrun.image.assembly.ConfigExtras;
import io.jenkins.plugins.cloudrun.image.base.Base;
import io.jenkins.plugins.cloudrun.image.base.BaseImages;
import io.jenkins.plugins.cloudrun.image.dockerfile.Bases;
import io.jenkins.plugins.cloudrun.image.dockerfile.Dockerfile;
import io.jenkins.plugins.cloudrun.image.dockerfile.DockerfileBuild;
import io.jenkins.plugins.cloudrun.image.dockerfile.DockerfileImage;
import io.jenkins.plugins.cloudrun.image.dockerfile.DockerfilePlan;
import io.jenkins.plugins.cloudrun.image.dockerfile.RunInstruction;
import io.jenkins.plugins.cloudrun.image.ignore.DockerIgnore;
import io.jenkins.plugins.cloudrun.image.layer.EntriesLayer;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Describes images: what a recipe or a Dockerfile says, on its base, and the request on top. */
final class Drafts {
  private final BaseImages bases;
  private final HttpClient.Builder http;
  private final Path cache;
  private final Progress progress;
  private final String architecture;

  /**
   * @param http with the proxy that applies here
   * @param cache where a Dockerfile's build has a folder for what it takes out of archives and
   *     images, and one for what it remembers of bases
   */
  Drafts(
      BaseImages bases,
      HttpClient.Builder http,
      Path cache,
      Progress progress,
      String architecture) {
    this.bases = bases;
    this.http = http;
    this.cache = cache;
    this.progress = progress;
    this.architecture = architecture;
  }

  /** A Dockerfile: described, or why it cannot be built in process. */
  sealed interface Drawn {
    /** It can. */
    record Here(Draft draft) implements Drawn {}

    /** It has to run something. */
    record NeedsBuilder(RunInstruction run) implements Drawn {}
  }

  /** What a Dockerfile describes. */
  Drawn of(ImageRequest request, Path context, Path file, Facts facts)
      throws Failure, IOException, InterruptedException {
    WorkFolder folder = WorkFolder.in(cache.resolve("work"));
    try {
      String name = context.relativize(file).toString().replace('\\', '/');
      DockerfilePlan plan =
          DockerfileBuild.plan(
              Dockerfile.parse(name, Files.readString(file)),
              context,
              DockerIgnore.read(context, file),
              Bases.of(bases),
              http,
              folder.path(),
              Optional.of(cache.resolve("index")));
      if (plan instanceof DockerfilePlan.NeedsBuilder needs) {
        folder.close();
        return new Drawn.NeedsBuilder(needs.run());
      }
      DockerfileImage image = ((DockerfilePlan.InProcess) plan).image();
      image.warnings().forEach(warning -> progress.line("WARNING: " + warning));
      Map<String, String> keys = facts.keys(image.base());
      return new Drawn.Here(
          new Draft(
              name,
              ImagePlan.over(image.plan().build(), request, keys, facts.created()),
              image.extras(),
              image.base(),
              image.base(),
              keys,
              folder));
    } catch (Failure | IOException | InterruptedException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /**
   * What a recipe describes. While the registry is asked for the base, the layers are made and
   * looked into.
   *
   * @param begun told what is built, as soon as that is known
   */
  Draft of(Work work, Recipe recipe, Making making, Consumer<String> begun)
      throws Failure, IOException, InterruptedException {
    ImageRequest request = work.request();
    try (BaseSearch base = new BaseSearch(request.from())) {
      Recipe.Description description = recipe.describe();
      try {
        begun.accept(description.what());
        base.begin(description.base());
        if (!NamedOwners.needsNone(description)) {
          Optional<Base> found = base.found();
          Recipe.Description numbered = new NamedOwners(found, bases).numbered(description);
          List<EntriesLayer> layers = EntriesLayer.of(numbered.layers());
          begin(work, making, layers);
          return draft(work, numbered, layers, found);
        }
        List<EntriesLayer> layers = EntriesLayer.of(description.layers());
        begin(work, making, layers);
        return draft(work, description, layers, base.found());
      } catch (Failure | IOException | InterruptedException | InvalidValueException e) {
        description.close();
        throw e;
      }
    }
  }

  /** What is known from before needs neither be made nor looked into, as it mostly turns out. */
  private static void begin(Work work, Making making, List<EntriesLayer> layers)
      throws IOException, InterruptedException {
    if (!making.recognises(layers)) {
      making.begin(layers);
      work.advice().layers(layers);
    }
  }

  private Draft draft(
      Work work, Recipe.Description description, List<EntriesLayer> layers, Optional<Base> base) {
    Map<String, String> keys = work.facts().keys(base);
    base.flatMap(Triggers::warning).ifPresent(progress::line);
    return new Draft(
        description.what(),
        ImagePlan.of(
            work.request(),
            description,
            layers,
            base.map(found -> found.reference().toString()),
            keys,
            work.facts().created(),
            architecture),
        ConfigExtras.NONE,
        base,
        base,
        keys,
        description);
  }

  /** What came of a search. */
  private record Outcome(Optional<Base> base, Optional<Failure> failure) {
    static final Outcome NOTHING = new Outcome(Optional.empty(), Optional.empty());
  }

  /** The base, looked for beside other work, from the beginning if the request names it. */
  private final class BaseSearch implements AutoCloseable {
    private Optional<Aside<Outcome>> search = Optional.empty();

    BaseSearch(String named) {
      if (!named.isEmpty()) {
        begin(named);
      }
    }

    void begin(String name) {
      if (search.isEmpty()) {
        search = Optional.of(Aside.begin(() -> outcome(name), Outcome.NOTHING));
      }
    }

    private Outcome outcome(String name) throws IOException, InterruptedException {
      try {
        return new Outcome(bases.resolve(name), Optional.empty());
      } catch (Failure e) {
        return new Outcome(Optional.empty(), Optional.of(e));
      }
    }

    Optional<Base> found() throws Failure, IOException, InterruptedException {
      Outcome outcome = search.orElseThrow().result();
      if (outcome.failure().isPresent()) {
        throw outcome.failure().get();
      }
      return outcome.base();
    }

    @Override
    public void close() {
      search.ifPresent(Aside::close);
    }
  }
}
