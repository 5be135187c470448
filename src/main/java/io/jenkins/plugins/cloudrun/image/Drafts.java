package io.jenkins.plugins.cloudrun.image;

import io.jenkins.plugins.cloudrun.image.assembly.ConfigExtras;
import io.jenkins.plugins.cloudrun.image.base.Base;
import io.jenkins.plugins.cloudrun.image.base.BaseImages;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Describes images: what a recipe or a Dockerfile says, on its base, and the request on top. */
final class Drafts {
  private final BaseImages bases;
  private final String architecture;

  Drafts(BaseImages bases, String architecture) {
    this.bases = bases;
    this.architecture = architecture;
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
              description,
              base.map(found -> found.reference().toString()),
              keys,
              facts.created(),
              architecture),
          ConfigExtras.NONE,
          base,
          keys,
          description);
    } catch (Failure | IOException | InterruptedException | InvalidValueException e) {
      description.close();
      throw e;
    }
  }
}
