package io.jenkins.plugins.cloudrun.git;

import hudson.Extension;
import hudson.model.AbstractBuild;
import hudson.scm.SCM;
import java.util.Collection;
import java.util.List;

/** Of freestyle and similar jobs. */
@Extension(optional = true)
@SuppressWarnings("rawtypes") // There is a class of the raw type alone.
public final class ProjectCommitPages extends GitCommitPages<AbstractBuild> {
  public ProjectCommitPages() {
    super(AbstractBuild.class);
  }

  @Override
  Collection<? extends SCM> checkouts(AbstractBuild build) {
    return List.of(((AbstractBuild<?, ?>) build).getProject().getScm());
  }
}
