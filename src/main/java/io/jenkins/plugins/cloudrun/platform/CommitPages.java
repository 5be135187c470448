package io.jenkins.plugins.cloudrun.platform;

import hudson.ExtensionPoint;
import hudson.model.Run;
import io.jenkins.plugins.cloudrun.model.CommitPage;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import java.util.Optional;

/** Knows where people look at a commit that a build checked out, whether or not it is new in it. */
public interface CommitPages extends ExtensionPoint {
  /** Empty unless the build checked out just this commit; reads files at most. */
  Optional<CommitPage> page(Run<?, ?> run, CommitSha commit);
}
