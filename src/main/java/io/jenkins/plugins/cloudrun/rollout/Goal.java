package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.model.Commit;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.rollout.port.RevisionSettings;
import java.util.Optional;

/** What a rollout gives the traffic to. */
public sealed interface Goal permits Goal.Made, Goal.Existing, Goal.Previous, Promotion {
  /**
   * Back to a revision that was good, and away from the one that serves.
   *
   * @param to that revision, or empty for the last one proven healthy besides the one that serves
   */
  static Goal back(Optional<RevisionName> to) {
    return to.<Goal>map(revision -> new Existing(revision, true)).orElseGet(Previous::new);
  }

  /**
   * A revision that is made from an image.
   *
   * @param image a tag is resolved to its digest before anything is changed
   * @param commit what the image was made from, if known; becomes the label {@code commit-sha}
   * @param everyone whether the service may be called without a token; empty leaves its policy as
   *     it is
   */
  record Made(
      ImageReference image,
      Optional<Commit> commit,
      RevisionSettings revision,
      Optional<Boolean> everyone)
      implements Goal {}

  /**
   * A revision that is there already.
   *
   * @param back whether it is gone back to, because of the one that serves
   */
  record Existing(RevisionName revision, boolean back) implements Goal {
    /** To give it traffic, whatever serves. */
    public Existing(RevisionName revision) {
      this(revision, false);
    }
  }

  /** The last revision proven healthy besides the one that serves. */
  record Previous() implements Goal {}
}
