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
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Describes images: what a recipe or a Dockerfile says, on its base, and the request on top. */
final class Drafts {
  private final BaseImages bases;
  private final HttpClient.Builder http;
  private final Path work;
  private final String architecture;

  /**
   * @param http with the proxy that applies here
   * @param work a folder for what a Dockerfile takes out of archives and images
   */
  Drafts(BaseImages bases, HttpClient.Builder http, Path work, String architecture) {
    this.bases = bases;
    this.http = http;
    this.work = work;
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
    WorkFolder folder = WorkFolder.in(work);
    try {
      String name = context.relativize(file).toString().replace('\\', '/');
      DockerfilePlan plan =
          DockerfileBuild.plan(
              Dockerfile.parse(name, Files.readString(file)),
              context,
              DockerIgnore.read(context, file),
              Bases.of(bases),
              http,
              folder.path());
      if (plan instanceof DockerfilePlan.NeedsBuilder needs) {
        folder.close();
        return new Drawn.NeedsBuilder(needs.run());
      }
      DockerfileImage image = ((DockerfilePlan.InProcess) plan).image();
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

  /** What a recipe describes. */
  Draft of(ImageRequest request, Recipe recipe, Facts facts)
      throws Failure, IOException, InterruptedException {
    Recipe.Description description = recipe.describe();
    try {
      String name = request.from().isEmpty() ? description.base() : request.from();
      Optional<Base> base = bases.resolve(name);
      Map<String, String> keys = facts.keys(base);
      return new Draft(
          description.what(),
          ImagePlan.of(
              request,
              new NamedOwners(base, bases).numbered(description),
              base.map(found -> found.reference().toString()),
              keys,
              facts.created(),
              architecture),
          ConfigExtras.NONE,
          base,
          base,
          keys,
          description);
    } catch (Failure | IOException | InterruptedException | InvalidValueException e) {
      description.close();
      throw e;
    }
  }
}
