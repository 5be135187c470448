package io.jenkins.plugins.cloudrun.git;

import hudson.Extension;
import hudson.scm.SCM;
import java.util.Collection;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;

/** Of Pipelines. */
@Extension(optional = true)
public final class PipelineCommitPages extends GitCommitPages<WorkflowRun> {
  public PipelineCommitPages() {
    super(WorkflowRun.class);
  }

  @Override
  Collection<? extends SCM> checkouts(WorkflowRun build) {
    return build.getSCMs();
  }
}
