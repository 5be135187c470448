package io.jenkins.plugins.cloudrun.release;

import hudson.model.Item;
import hudson.model.Job;
import io.jenkins.plugins.cloudrun.model.Commit;
import io.jenkins.plugins.cloudrun.model.CommitPage;
import java.util.Optional;

/** Where people look at a commit, as the build knew when its rollout started. */
final class CommitLink {
  private CommitLink() {}

  /** Empty if nobody knows, and for who may not read the job. */
  static String of(Job<?, ?> job, Optional<Commit> commit) {
    return commit
        .flatMap(Commit::page)
        .filter(page -> job.hasPermission(Item.READ))
        .map(CommitPage::address)
        .orElse("");
  }
}
