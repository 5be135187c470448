package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.model.Commit;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a promotion has decided on.
 *
 * @param image that is deployed: by digest, where it lies after it was copied
 * @param commit what it was made from, if a rollout at the source knew
 * @param basis all that the decision was based on: text, numbers, booleans, lists and maps
 * @param people ids of the users who made the image, as far as rollouts at the source knew
 */
record Passage(
    ImageReference image, Optional<Commit> commit, Map<String, Object> basis, List<String> people) {
  Passage {
    people = List.copyOf(people);
    basis = Collections.unmodifiableMap(new LinkedHashMap<>(basis));
  }
}
