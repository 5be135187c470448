package io.jenkins.plugins.cloudrun.settings;

import io.jenkins.plugins.cloudrun.model.CommitPage;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import java.util.Optional;

/** Which commit an image was made from, for the label {@code commit-sha} of what runs it. */
@FunctionalInterface
public interface Commits {
  /** Knows of none. */
  Commits UNKNOWN = image -> Optional.empty();

  Optional<CommitSha> of(ImageReference image);

  /** Where people look at a commit, if that is known. */
  default Optional<CommitPage> page(CommitSha commit) {
    return Optional.empty();
  }
}
