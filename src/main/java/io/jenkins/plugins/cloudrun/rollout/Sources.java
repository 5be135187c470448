package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.model.Commit;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.promotion.Facts;
import java.util.List;
import java.util.Optional;

/**
 * What a promotion found in the target that it comes from.
 *
 * @param refusal why there is nothing to promote; empty when there is
 * @param image by digest, where it lies now; there when there is no refusal
 * @param places what gates said of it in each region
 * @param commit what it was made from, if known
 * @param people ids of the users who made it, as far as it is known
 */
record Sources(
    Optional<String> refusal,
    Optional<ImageReference> image,
    List<Facts.Place> places,
    Optional<Commit> commit,
    List<String> people) {
  Sources {
    people = List.copyOf(people);
    places = List.copyOf(places);
  }

  static Sources refused(String why) {
    return new Sources(Optional.of(why), Optional.empty(), List.of(), Optional.empty(), List.of());
  }
}
