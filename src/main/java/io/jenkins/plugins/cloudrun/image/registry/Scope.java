package io.jenkins.plugins.cloudrun.image.registry;

import io.jenkins.plugins.cloudrun.model.ImageName;
import java.util.List;
import java.util.Optional;

/**
 * What a request wants to do, as registries' tokens are made out for it.
 *
 * @param actions {@code pull} or {@code pull,push}
 * @param readAlso another repository of the same registry that a blob is taken over from
 */
record Scope(ImageName name, String actions, Optional<ImageName> readAlso) {
  private static final String PULL = "pull";

  static Scope pull(ImageName name) {
    return new Scope(name, PULL, Optional.empty());
  }

  static Scope push(ImageName name) {
    return new Scope(name, "pull,push", Optional.empty());
  }

  Scope and(ImageName source) {
    return new Scope(name, actions, Optional.of(source));
  }

  String registry() {
    return name.registry();
  }

  /** The values of the token request's {@code scope} parameters. */
  List<String> values() {
    String own = "repository:" + name.path() + ":" + actions;
    return readAlso
        .map(other -> List.of(own, "repository:" + other.path() + ":" + PULL))
        .orElse(List.of(own));
  }
}
