package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.model.ServiceKey;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * What happens in a case of the crash matrix when nothing crashes: who starts what, who wishes
 * what, and how it ends.
 *
 * @param before what is there: {@code nothing}, or {@code split}: two revisions that share the
 *     traffic, with tags that belong to somebody else
 * @param starts in their order
 * @param sick whether a service's candidate is ill at its share of the traffic, in percent
 * @param end what {@link CrashRun#summary} says whatever is cut off; several with a bar between
 *     them where it depends on how far things are when a wish comes
 */
record Story(
    String name,
    String before,
    List<Start> starts,
    List<Wish> wishes,
    BiPredicate<ServiceKey, Integer> sick,
    String end) {

  /** A step that starts a rollout, once another is so far. */
  record Start(String id, Plan plan, Predicate<CrashRun> when) {
    Start(String id, Plan plan) {
      this(id, plan, run -> true);
    }
  }

  /** A person, or the abort of a build, once the rollout is so far. */
  record Wish(String id, String kind, Predicate<Rollout> when) {}

  /** Whether it may end so. */
  boolean ends(String summary) {
    return List.of(end.split("\\|")).contains(summary);
  }
}
